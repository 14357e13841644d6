import { country, type DocumentOf, date, localised, requiredText, text } from "../../register/record/fields.ts";
import { defineKind } from "../../register/record/kind.ts";

/** What a person tells, sealed until it is published. `signature`: the name to sign with, where the consent allows a name. */
export const testimonyForm = defineKind("testimony", {
  body: localised({ long: true, required: true, max: 20_000 }),
  language: requiredText({ max: 2, pattern: /^[a-z]{2}$/ }),
  original: text({ long: true, max: 20_000 }),
  signature: text({ max: 120 }),
  country: country(),
  gatheredOn: date(),
  gatheredBy: text(),
  notes: text({ long: true, max: 10_000 }),
});
export type TestimonyDocument = DocumentOf<typeof testimonyForm.fields>;
