import type { Locale } from "../../../platform/i18n/languages.ts";
import type { ActiveFilter } from "../../../ui/filter-form.tsx";
import { href, type PageName } from "../../../ui/paths.ts";

/** A filter as an address writes it. */
export type AddressQuery = Record<string, string | number | string[] | undefined>;

/** The filter of a list as its address writes it: the first page and the usual order left out. */
export function queryOf(filter: object, usualSort?: string): AddressQuery {
  const { page, sort, ...rest } = filter as { page?: number; sort?: string };
  return { ...(rest as AddressQuery), ...(sort && sort !== usualSort ? { sort } : {}), ...(page && page > 1 ? { page } : {}) };
}

/** What of an address is no filter: the order, the page, the view. */
const noFilter = new Set(["sort", "page", "vue", "mois"]);

/** The filters in force, each with the address of the list without it (and from its first page). */
export function activeFilters(
  locale: Locale,
  page: PageName,
  query: AddressQuery,
  labelOf: (name: string, value: string) => string,
): ActiveFilter[] {
  return Object.entries(query).flatMap(([name, value]) =>
    noFilter.has(name)
      ? []
      : [value].flat().flatMap((one) => {
          if (one === undefined) return [];
          const rest = Array.isArray(value) ? value.filter((other) => other !== one) : undefined;
          return [
            { label: labelOf(name, String(one)), without: href(locale, page, { query: { ...query, page: undefined, [name]: rest } }) },
          ];
        }),
  );
}

export interface Choice {
  value: string;
  label: string;
  count: number;
}

/** The choices of a filter, with those that are chosen though they would now leave nothing. */
export function withChosen(choices: Choice[], chosen: readonly string[], labelOf: (value: string) => string): Choice[] {
  const known = new Set(choices.map(({ value }) => value));
  return [...choices, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: labelOf(value), count: 0 }))];
}
