import type { Localised } from "../../platform/localised.ts";
import { moments, type OccasionFilter } from "../../register/occasion/filters.ts";
import type { occasionFacets } from "../../register/occasion/store.ts";
import type { FilterField } from "../../ui/filter-form.tsx";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { withChosen } from "../register/parts/selection.ts";
import { choice, countryName } from "../register/parts/words.ts";

export type OccasionFacets = Awaited<ReturnType<typeof occasionFacets>>;

/** The words for a value of each filter. */
export function labelsOf(c: PageContext, facets: OccasionFacets) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const nameIn = (list: { value: string; name: Localised }[], value: string) =>
    plain(list.find((one) => one.value === value)?.name ?? {}, locale) || value;
  const labels: Record<string, (value: string) => string> = {
    type: (value) => choice(t, "occasion.type", value),
    when: (value) => t.dynamic(`occasions.when.${value}`),
    country: (value) => countryName(value, locale),
    theme: (value) => nameIn(facets.themes, value),
    partner: (value) => nameIn(facets.partners, value),
    programme: (value) => nameIn(facets.programmes, value),
  };
  return (name: string, value: string) => labels[name]?.(value) ?? value;
}

/** The filters of the calendar; `times`: also the year, and what is over or to come. */
export function filterFields(c: PageContext, filter: OccasionFilter, facets: OccasionFacets, { times }: { times: boolean }): FilterField[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const labelOf = labelsOf(c, facets);
  const checks = (
    name: "type" | "theme" | "country" | "partner" | "programme",
    label: string,
    choices: { value: string; name?: Localised; count: number }[],
  ): FilterField => ({
    type: "checks",
    name,
    label,
    values: filter[name],
    options: withChosen(
      choices.map(({ value, name: named, count }) => ({ value, label: named ? plain(named, locale) : labelOf(name, value), count })),
      filter[name],
      (value) => labelOf(name, value),
    ),
  });
  const time: FilterField[] = [
    {
      type: "select",
      name: "when",
      label: t("occasions.when"),
      value: filter.when,
      empty: t("portal.list.all"),
      options: moments.map((value) => ({ value, label: labelOf("when", value) })),
    },
    {
      type: "select",
      name: "year",
      label: t("portal.column.year"),
      value: filter.year === undefined ? undefined : String(filter.year),
      empty: t("portal.list.all"),
      options: withChosen(
        facets.years.map(({ value, count }) => ({ value: String(value), label: String(value), count })),
        filter.year === undefined ? [] : [String(filter.year)],
        String,
      ),
    },
  ];
  return [
    { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
    ...(times ? time : []),
    checks("type", t("portal.column.type"), facets.types),
    checks("theme", t("portal.fact.themes"), facets.themes),
    checks("country", t("portal.column.country"), facets.countries),
    checks("partner", t("portal.column.partner"), facets.partners),
    checks("programme", t("portal.column.programme"), facets.programmes),
  ];
}
