import { inOrder, oneOf } from "../record/checks.ts";
import {
  cents,
  choice,
  currency,
  date,
  list,
  localised,
  reference,
  requiredReference,
  requiredText,
  terms,
  texts,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const programmeTypes = [
  "scheme",
  "call",
  "label",
  "plan",
  "european_fund",
  "cultural",
  "network_programme",
  "cooperation",
  "emergency",
  "reception",
] as const;
export const programmeRoles = ["funder", "lead", "implementer", "host", "partner"] as const;

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
    documents: list("programme_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => [
    ...inOrder(value, "startedOn", "endedOn"),
    ...value.partners.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network"], `partners.${i}`)),
  ],
);
