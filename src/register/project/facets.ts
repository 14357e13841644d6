import type { Database } from "../../platform/database/connect.ts";
import { conventionsOf, type Locale } from "../../platform/i18n/languages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { shared as inBoth, size } from "./catalogue/bits.ts";
import type { Catalogue, Named } from "./catalogue/catalogue.ts";
import { catalogueOf } from "./catalogue/current-store.ts";
import { type Selection, select } from "./catalogue/select.ts";
import { holding } from "./catalogue/words-store.ts";
import { type ProjectFilter, reporters } from "./filters.ts";

export const facetNames = ["theme", "goal", "country", "programme", "state", "year"] as const;
export type FacetName = (typeof facetNames)[number];

/** One choice of a filter: how many projects it would leave, the other filters being what they are. */
export interface Choice {
  value: string;
  name: Localised | null;
  count: number;
}
export interface ProjectFacets {
  total: number;
  choices: Record<FacetName, Choice[]>;
  /** Whose projects they are: "all" is the sum of the others. */
  reporters: Choice[];
  /** The names of what is chosen, also when it would leave nothing. */
  chosen: { facet: FacetName; value: string; name: Localised }[];
}

/** How many projects match, and what each choice of each filter would leave: those of a filter that is set are counted without it, so that they can be widened. */
export async function projectFacets(db: Database, filter: ProjectFilter, locale: Locale): Promise<ProjectFacets> {
  const catalogue = await catalogueOf(db);
  return facetsOf(catalogue, select(catalogue, filter, await holding(db, catalogue, filter.q, locale)), filter, locale);
}

export function facetsOf(catalogue: Catalogue, selection: Selection, filter: ProjectFilter, locale: Locale): ProjectFacets {
  const { named } = catalogue;
  const counted = (facet: "theme" | "goal" | "country" | "programme", names: readonly Named[]): Choice[] => {
    const among = selection.without(facet);
    return names.flatMap(({ value, name }) => {
      const bits = catalogue.with[facet].get(value);
      const count = bits ? inBoth(bits, among) : 0;
      return count > 0 ? [{ value, name, count }] : [];
    });
  };
  const nameless = <K extends string | number>(sets: Map<K, Parameters<typeof inBoth>[0]>, facet: "state" | "year"): Choice[] => {
    const among = selection.without(facet);
    return [...sets].flatMap(([value, bits]) => {
      const count = inBoth(bits, among);
      return count > 0 ? [{ value: String(value), name: null, count }] : [];
    });
  };
  const whoever = selection.without("reporter");
  const own = inBoth(whoever, catalogue.own);
  const everyone = size(whoever);
  const counts = { city: own, partners: everyone - own, all: everyone };
  return {
    total: size(selection.matched),
    choices: {
      theme: counted("theme", named.theme),
      goal: counted("goal", named.goal),
      country: counted("country", byName(named.country, locale)),
      programme: counted("programme", byName(named.programme, locale)),
      state: nameless(catalogue.with.state, "state").sort((a, b) => b.count - a.count),
      year: nameless(catalogue.inYear, "year").sort((a, b) => Number(b.value) - Number(a.value)),
    },
    reporters: reporters.map((value) => ({ value, name: null, count: counts[value] })),
    chosen: (["theme", "goal", "country", "programme"] as const).flatMap((facet) =>
      filter[facet].flatMap((value) => {
        const known = named[facet].find((one) => one.value === value);
        return known ? [{ facet, value, name: known.name }] : [];
      }),
    ),
  };
}

const sortedNames = new WeakMap<readonly Named[], Map<Locale, Named[]>>();

function byName(names: readonly Named[], locale: Locale): readonly Named[] {
  let sorted = sortedNames.get(names);
  if (!sorted) sortedNames.set(names, (sorted = new Map()));
  let own = sorted.get(locale);
  if (!own) {
    const { compare } = new Intl.Collator(conventionsOf(locale));
    const text = ({ name }: Named) => textIn(name, locale)?.text ?? "";
    sorted.set(locale, (own = [...names].sort((a, b) => compare(text(a), text(b)))));
  }
  return own;
}
