import { date, requiredText, text, url } from "../record/fields.ts";
import { commonFields, defineKind } from "../record/kind.ts";

/** Where figures and facts come from: a page, a dataset, a law. */
export const source = defineKind("source", {
  ...commonFields,
  publisher: requiredText(),
  url: url(),
  datedOn: date(),
  licence: text(),
});
