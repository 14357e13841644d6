import { inOrder } from "../record/checks.ts";
import { choice, date, list, number, reference, requiredDate, requiredText, text } from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";

export const adviceTypes = ["european_fund", "call", "partner_search", "legal", "project_design", "other"] as const;
export const adviceStates = ["open", "waiting", "answered", "referred", "closed"] as const;
export const adviceChannels = ["email", "phone", "meeting", "event", "letter"] as const;

/** A case of advice given to an association, a school, a body: asked, followed, answered or referred. Stays in the office. */
export const advice = defineKind(
  "advice",
  {
    ...commonFields,
    organisation: reference("organisation"),
    applicant: text({ max: 200 }),
    type: choice(adviceTypes),
    state: choice(adviceStates, { initial: "open" }),
    channel: choice(adviceChannels, { initial: "email" }),
    askedOn: requiredDate(),
    answeredOn: date(),
    answer: text({ long: true, max: 10_000 }),
    referredTo: reference("organisation"),
    programme: reference("programme"),
    call: reference("call"),
    project: reference("project"),
    minutes: number({ min: 0, max: 100_000, step: 1 }),
    nextOn: date(),
    steps: list("advice_step", { datedOn: requiredDate(), note: requiredText({ max: 2_000 }) }),
    ...sourceFields,
  },
  (value) => {
    const problems: Problem[] = [...inOrder(value, "askedOn", "answeredOn")];
    if ((value.state === "answered" || value.state === "closed") && !value.answeredOn)
      problems.push({ path: "answeredOn", code: "required" });
    if (value.state === "referred" && !value.referredTo) problems.push({ path: "referredTo", code: "required" });
    return problems;
  },
  { office: true },
);
