import { inOrder } from "../record/checks.ts";
import { cents, choice, currency, date, flag, list, localised, requiredDate, requiredReference, terms, text } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const agreementTypes = ["friendship_pact", "cooperation_pact", "european_agreement", "twinning", "convention"] as const;
export const agreementStates = ["negotiation", "voted", "signed", "transmitted", "in_force", "suspended", "expired", "denounced"] as const;
export const agreementSteps = ["renewed", "amended", "suspended", "resumed", "denounced"] as const;

/** What binds the city and one partner. A partner may have several. */
export const agreement = defineKind(
  "agreement",
  {
    ...commonFields,
    partner: requiredReference("partner"),
    type: choice(agreementTypes),
    state: choice(agreementStates, { initial: "signed" }),
    purpose: localised({ long: true }),
    amountCents: cents(),
    currency: currency(),
    deliberation: text({ max: 120 }),
    signedOn: date(),
    transmittedOn: date(),
    endsOn: date(),
    tacitRenewal: flag(),
    themes: terms("theme"),
    goals: terms("sdg-goal"),
    steps: list("agreement_step", {
      type: choice(agreementSteps),
      datedOn: requiredDate(),
      reason: localised({ max: 2_000 }),
    }),
    documents: list("agreement_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => [
    ...inOrder(value, "signedOn", "endsOn"),
    // A suspended or denounced agreement says when and why.
    ...(value.state === "suspended" || value.state === "denounced"
      ? value.steps.some((step) => step.type === value.state)
        ? []
        : [{ path: "steps", code: `step_${value.state}` }]
      : []),
    ...value.steps.flatMap((step, i) =>
      (step.type === "suspended" || step.type === "denounced") && Object.keys(step.reason).length === 0
        ? [{ path: `steps.${i}.reason`, code: "required" }]
        : [],
    ),
  ],
);
