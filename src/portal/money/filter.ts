import { z } from "zod";
import type { MoneyFilter } from "../../publishing/api/money/cube.ts";
import { oneOf, type Query, several, single, wholeNumber } from "../../register/record/filter-values.ts";
import type { AddressQuery } from "../register/parts/selection.ts";

/** What the page can show one at a time: five totals that are never mixed. */
export const shownMeasures = ["voted", "agreed", "scheduled", "paid", "recovered"] as const;
export type ShownMeasure = (typeof shownMeasures)[number];

const schema = z.object({
  measure: oneOf(shownMeasures).transform((value) => value ?? "voted"),
  year: wholeNumber(1900, 2200),
  theme: several,
  source: several,
  country: several,
  programme: several,
  /** "only": the fictional examples, which are otherwise left aside. */
  demo: oneOf(["only"]),
  currency: single.transform((value) => (value && /^[A-Z]{3}$/.test(value) ? value : undefined)),
});

/** What the money page, its drawings and its files are narrowed by: the same names in every address, those of the API. */
export type MoneyQuery = z.infer<typeof schema>;

/** Reads the filters of an address; what makes no sense is left out rather than refused. */
export const readMoneyQuery = (query: Query): MoneyQuery => schema.parse(query);

/** The filters as an address writes them, defaults left out. */
export function writeMoneyQuery({ measure, ...rest }: MoneyQuery): AddressQuery {
  return { ...(measure === "voted" ? {} : { measure }), ...rest };
}

/** The same, as the sums are asked for. */
export function filterOf({ year, theme, source, country, programme, demo }: MoneyQuery): MoneyFilter {
  return { year, theme, source, country, programme, since: undefined, until: undefined, demo: demo === "only" };
}
