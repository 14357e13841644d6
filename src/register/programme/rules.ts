import { qualifiers } from "../figure/rules.ts";
import { inOrder, oneOf } from "../record/checks.ts";
import {
  cents,
  choice,
  currency,
  date,
  internal,
  list,
  localised,
  reference,
  requiredDate,
  requiredReference,
  requiredText,
  term,
  terms,
  text,
  texts,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";

export const programmeTypes = [
  "scheme",
  "call",
  "label",
  "plan",
  "strategy",
  "european_fund",
  "cultural",
  "network_programme",
  "cooperation",
  "emergency",
  "reception",
] as const;
export const programmeRoles = ["funder", "lead", "implementer", "host", "partner"] as const;
/** Funds of the European Union by the way they reach a city; `direct`: managed by the Commission itself. */
export const europeanFunds = ["esf", "erdf", "erdf_esf", "interreg", "direct", "other"] as const;
export const decisionTypes = ["evaluation", "deliberation", "launch", "end"] as const;
export const controlTypes = ["desk", "on_the_spot", "audit", "certification", "closure"] as const;

/** A scheme, a plan, a label, a fund: what gives projects their legal basis and their priorities. */
export const programme = defineKind(
  "programme",
  {
    ...commonFields,
    type: choice(programmeTypes),
    aliases: texts(),
    parent: reference("programme"),
    network: reference("network"),
    priorities: terms("priority"),
    themes: terms("theme"),
    goals: terms("sdg-goal"),
    startedOn: date(),
    endedOn: date(),
    // Comes back each year: "--05" in May, "--09-26" on 26 September.
    recursOn: text({ max: 7, pattern: /^--(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/ }),
    annualCapCents: cents(),
    currency: currency(),
    website: url(),
    legalBases: list("programme_legal_basis", { reference: requiredText(), url: url(), note: localised({ max: 2_000 }) }),
    partners: list("programme_partner", {
      partner: reference("partner"),
      organisation: reference("organisation"),
      network: reference("network"),
      role: choice(programmeRoles),
    }),
    axes: list("programme_axis", {
      name: localised({ required: true }),
      description: localised({ long: true, max: 2_000 }),
      international: localised({ long: true, max: 2_000 }),
      theme: term("theme"),
    }),
    decisions: list("programme_decision", {
      type: choice(decisionTypes),
      datedOn: date(),
      document: reference("document"),
      follows: reference("programme"),
      note: localised({ max: 1_000 }),
    }),
    fund: choice(europeanFunds, { optional: true }),
    managingAuthority: reference("organisation"),
    programmingPeriod: text({ max: 9, pattern: /^\d{4}-\d{4}$/ }),
    envelopeCents: cents(),
    envelopeQualifier: choice(qualifiers, { initial: "exact" }),
    places: list("programme_place", { name: localised(), place: reference("place") }),
    controls: internal(
      list("programme_control", {
        type: choice(controlTypes),
        datedOn: requiredDate(),
        byWhom: text({ max: 200 }),
        project: reference("project"),
        document: reference("document"),
        finding: text({ long: true, max: 4_000 }),
        correctedCents: cents(),
        keepUntil: date(),
      }),
    ),
    documents: list("programme_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => {
    const [from = "", to = ""] = value.programmingPeriod?.split("-") ?? [];
    const problems: Problem[] = from > to ? [{ path: "programmingPeriod", code: "before_start" }] : [];
    return [
      ...problems,
      ...inOrder(value, "startedOn", "endedOn"),
      ...value.partners.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network"], `partners.${i}`)),
      ...value.places.flatMap((line, i) =>
        line.place || Object.keys(line.name).length > 0 ? [] : [{ path: `places.${i}.name`, code: "required" }],
      ),
    ];
  },
);
