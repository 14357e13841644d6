import { choice, country, reference, requiredTerm, text, texts, url } from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";
import { compactNumber, isSiren, isSiret } from "./identifiers.ts";

const number = (pattern: RegExp, max: number) => {
  const field = text({ max: 40 });
  return {
    ...field,
    schema: field.schema
      .transform((value) => (value === null ? null : compactNumber(value).toUpperCase()))
      .refine((value) => value === null || pattern.test(value), { error: "pattern" }),
    widget: { ...field.widget, max },
  };
};

/** A legal body: a beneficiary, a funder, an operator. Its identifiers are optional and fallible. */
export const organisation = defineKind(
  "organisation",
  {
    ...commonFields,
    aliases: texts(),
    type: requiredTerm("organisation-type"),
    legalForm: text(),
    siret: number(/^\d{14}$/, 20),
    siren: number(/^\d{9}$/, 14),
    rna: number(/^W\d{9}$/, 14),
    foreignScheme: text({ max: 60 }),
    foreignId: text({ max: 120 }),
    noIdentifier: choice(["foreign", "alsace_moselle", "not_registered", "unknown"], { optional: true }),
    country: country(),
    place: reference("place"),
    website: url(),
    ...sourceFields,
  },
  (value) => {
    const problems: Problem[] = [];
    if (value.siret && !isSiret(value.siret)) problems.push({ path: "siret", code: "siret_check_digit", warning: true });
    if (value.siren && !isSiren(value.siren)) problems.push({ path: "siren", code: "siren_check_digit", warning: true });
    if (value.siret && value.siren && !value.siret.startsWith(value.siren)) problems.push({ path: "siren", code: "siren_of_siret" });
    if ((value.foreignScheme === null) !== (value.foreignId === null)) problems.push({ path: "foreignId", code: "foreign_pair" });
    if (!value.siret && !value.siren && !value.rna && !value.foreignId && !value.noIdentifier)
      problems.push({ path: "noIdentifier", code: "identifier_or_reason" });
    return problems;
  },
);
