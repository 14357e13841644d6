import { agreementFields, agreementProblems } from "../award/agreement.ts";
import { currency, requiredCents, requiredDate, requiredReference, text } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

/**
 * A grant that another authority published (décret 2017-779): what else a body receives. Its purpose is its name, its
 * amount in cents. It is no grant of the city and counts in none of its sums.
 */
export const subsidy = defineKind(
  "subsidy",
  {
    ...commonFields,
    funder: requiredReference("organisation"),
    organisation: requiredReference("organisation"),
    decision: text({ max: 120 }),
    agreedOn: requiredDate(),
    amountCents: requiredCents(),
    currency: currency(),
    ...agreementFields,
    ...sourceFields,
  },
  agreementProblems,
);
