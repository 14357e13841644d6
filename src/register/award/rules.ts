import { unique } from "../record/checks.ts";
import {
  currency,
  date,
  flag,
  list,
  number,
  reference,
  requiredCents,
  requiredDate,
  requiredNumber,
  requiredReference,
  requiredTerm,
  text,
  texts,
} from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";
import { agreementFields, agreementProblems } from "./agreement.ts";

/** A grant awarded: its purpose is its name. Its tranches, where known, add up to its amount. */
export const award = defineKind(
  "award",
  {
    ...commonFields,
    organisation: requiredReference("organisation"),
    programme: reference("programme"),
    project: reference("project"),
    deliberation: text({ max: 120 }),
    awardedOn: requiredDate(),
    amountCents: requiredCents(),
    currency: currency(),
    aggregate: flag(),
    aggregatedCount: number({ min: 1, step: 1 }),
    activitySectors: texts(),
    tranches: list("award_tranche", {
      year: requiredNumber({ min: 1900, max: 2200, step: 1 }),
      budgetSource: requiredTerm("budget-source"),
      amountCents: requiredCents(),
    }),
    agreedOn: date(),
    ...agreementFields,
    ...sourceFields,
  },
  (value) => {
    const total = value.tranches.reduce((sum, tranche) => sum + tranche.amountCents, 0);
    return [
      ...(value.tranches.length > 0 && total !== value.amountCents
        ? [{ path: "tranches", code: "tranches_sum", values: { total: total / 100 } }]
        : []),
      ...(value.aggregatedCount !== null && !value.aggregate ? [{ path: "aggregatedCount", code: "only_aggregate" }] : []),
      ...agreementProblems(value),
      ...unique(value.tranches, (tranche) => `${tranche.year} ${tranche.budgetSource}`, "tranches"),
    ];
  },
);
