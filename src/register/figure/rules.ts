import { inOrder } from "../record/checks.ts";
import {
  choice,
  date,
  flag,
  localised,
  optionalCurrency,
  reference,
  requiredDate,
  requiredNumber,
  requiredReference,
  requiredText,
  text,
} from "../record/fields.ts";
import { commonFields, defineKind } from "../record/kind.ts";

export const qualifiers = ["exact", "about", "more_than", "less_than", "at_most"] as const;
export const measures = ["count", "money", "percent", "area", "mass", "temperature"] as const;
export const counters = ["partners", "agreements", "networks", "projects", "countries", "awards", "awarded", "awarded_year"] as const;
/** Those that add up money; the others count records. */
export const isMoneyCounter = (counter: string): boolean => counter.startsWith("awarded");

/**
 * A published figure: what it measures (name), its definition (description), perimeter, date and source, and the
 * very words it was read from (quote). Figures of one series measure the same thing: two that differ stand side by
 * side. `value` is in the unit named (for money in whole currency units, as it was published).
 */
export const figure = defineKind(
  "figure",
  {
    ...commonFields,
    series: requiredText({ max: 80, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/ }),
    value: requiredNumber(),
    qualifier: choice(qualifiers, { initial: "exact" }),
    measure: choice(measures, { initial: "count" }),
    currency: optionalCurrency(),
    unit: localised({ max: 120, required: true }),
    asOf: requiredDate(),
    periodStart: date(),
    periodEnd: date(),
    perimeter: localised({ max: 1_000, required: true }),
    interpreted: flag(),
    interpretation: localised({ max: 2_000 }),
    network: reference("network"),
    programme: reference("programme"),
    project: reference("project"),
    partner: reference("partner"),
    counter: choice(counters, { optional: true }),
    featured: flag(),
    source: requiredReference("source"),
    sourceLocator: text({ max: 200 }),
    quote: requiredText({ max: 4_000 }),
  },
  (value) => [
    ...inOrder(value, "periodStart", "periodEnd"),
    ...(Object.keys(value.description).length === 0 ? [{ path: "description", code: "required" }] : []),
    ...((value.measure === "money") !== (value.currency !== null) ? [{ path: "currency", code: "currency_of_money" }] : []),
    ...(value.counter !== null && isMoneyCounter(value.counter) !== (value.measure === "money")
      ? [{ path: "counter", code: "counter_of_measure" }]
      : []),
    ...(value.interpreted && Object.keys(value.interpretation).length === 0 ? [{ path: "interpretation", code: "required" }] : []),
  ],
);
