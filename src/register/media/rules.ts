import { date, localised, requiredFile, requiredText, text } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

/** A picture: never without its credit, nor without the words for those who do not see it. */
export const media = defineKind("media", {
  ...commonFields,
  file: requiredFile("image"),
  alt: localised({ max: 1_000, required: true }),
  credit: requiredText(),
  licence: text(),
  takenOn: date(),
  ...sourceFields,
});
