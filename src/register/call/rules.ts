import { localised, requiredReference, text, url } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

/** A call for projects that comes back: what it is for, and for whom. All its rules are those of its editions. */
export const call = defineKind("call", {
  ...commonFields,
  programme: requiredReference("programme"),
  summary: localised({ max: 600 }),
  beneficiaries: localised({ long: true }),
  contact: text(),
  website: url(),
  ...sourceFields,
});
