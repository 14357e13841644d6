import type { Localised } from "../../platform/localised.ts";
import type { Choice, ProjectFacets } from "../project/facets.ts";
import type { MapFilter } from "./filters.ts";
import { type MapContent, matches } from "./points.ts";

/**
 * What each choice of a filter would leave on the map, the other filters being what they are: projects as their list
 * counts them, and the records of the other layers.
 */
export function mapChoices(
  { others, countryOf }: MapContent,
  filter: MapFilter,
  facets: ProjectFacets,
  themes: readonly { code: string; name: Localised }[],
): Record<"theme" | "country" | "programme" | "year", Choice[]> {
  const without = (name: "theme" | "country") => ({ ...filter, projects: { ...filter.projects, [name]: [] } });
  const projects = filter.layers.includes("projects");
  const counted = (name: "theme" | "country", codesOf: (one: MapContent["others"][number]) => string[]) => {
    const counts = new Map<string, number>();
    const add = (code: string, n: number) => counts.set(code, (counts.get(code) ?? 0) + n);
    if (projects) for (const { value, count } of facets.choices[name]) add(value, count);
    for (const one of others) if (matches(one, without(name))) for (const code of codesOf(one)) add(code, 1);
    return counts;
  };
  const [byTheme, byCountry] = [counted("theme", (one) => one.themes), counted("country", (one) => one.countries)];
  return {
    theme: themes.flatMap(({ code, name }) => (byTheme.has(code) ? [{ value: code, name, count: byTheme.get(code)! }] : [])),
    country: [...byCountry].map(([value, count]) => ({ value, name: countryOf(value)?.name ?? null, count })),
    programme: projects ? facets.choices.programme : [],
    year: projects ? facets.choices.year : [],
  };
}
