import type { FC } from "hono/jsx";
import { agreementTypes } from "../../register/agreement/rules.ts";
import { type MapFilter, mapLayers, mapRegions, mapSorts, writeMapFilter } from "../../register/map/filters.ts";
import type { Choice, ProjectFacets } from "../../register/project/facets.ts";
import { ActiveFilters, type FilterField, FilterForm } from "../../ui/filter-form.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { activeFilters, withChosen } from "../register/parts/selection.ts";
import { projectFilterLabels, reporterFields } from "../register/projects-list.tsx";

export type MapChoices = Record<"theme" | "country" | "programme" | "year", Choice[]>;
type LabelOf = (name: string, value: string) => string;

interface Props {
  c: PageContext;
  filter: MapFilter;
  choices: MapChoices;
  facets: ProjectFacets;
}

/** The filters of the map: those of the list of projects by the same names, the layers, the frame, the types of agreements. */
export const MapFilters: FC<Props> = ({ c, filter, choices, facets }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const ofProjects = projectFilterLabels(c, facets);
  const label: LabelOf = (name, value) => {
    if (name === "layer" || name === "region") return t.dynamic(`map.${name}.${value}`);
    if (name === "type") return t.dynamic(`choice.agreement.type.${value}`);
    if (name === "q") return t("map.quoted", { words: value });
    const known = name === "theme" ? choices.theme.find((one) => one.value === value)?.name : undefined;
    return known ? plain(known, locale) : ofProjects(name, value);
  };
  const { goal, state, min, max } = filter.projects;
  const active = activeFilters(locale, "map", writeMapFilter(filter), label);
  const own = href(locale, "map");
  return (
    <>
      {/* Folded, so that the map is what one sees first; what is in force stays in sight. */}
      <details class="map-filters">
        <summary>{t("map.filters")}</summary>
        <FilterForm
          c={c}
          action={own}
          label={t("map.filters")}
          fields={[...fieldsOf(c, filter, choices, label), ...reporterFields(c, filter.projects, facets)]}
          // What only the list of projects can choose stays chosen.
          hidden={{ goal, state, min: min?.toString(), max: max?.toString() }}
          active={[]}
          clear={own}
        />
      </details>
      <ActiveFilters c={c} active={active} clear={own} />
    </>
  );
};

function fieldsOf(c: PageContext, filter: MapFilter, choices: MapChoices, label: LabelOf): FilterField[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { compare } = new Intl.Collator(locale);
  const { projects } = filter;
  const year = projects.year === undefined ? undefined : String(projects.year);
  const options = (name: keyof MapChoices, chosen: readonly string[]) =>
    withChosen(
      choices[name].map(({ value, name: own, count }) => ({ value, label: (own && plain(own, locale)) || label(name, value), count })),
      chosen,
      (value) => label(name, value),
    );
  return [
    {
      type: "checks",
      name: "layer",
      label: t("map.layers"),
      values: filter.layers,
      options: mapLayers.map((value) => ({ value, label: label("layer", value) })),
    },
    { type: "search", name: "q", label: t("map.words"), value: projects.q },
    {
      type: "select",
      name: "region",
      label: t("map.region"),
      value: filter.region,
      empty: null,
      options: mapRegions.map((value) => ({ value, label: label("region", value) })),
    },
    {
      type: "select",
      name: "year",
      label: t("map.year"),
      value: year,
      empty: t("map.allYears"),
      options: options("year", year ? [year] : []),
    },
    {
      type: "select",
      name: "sort",
      label: t("map.sort"),
      value: filter.sort,
      empty: null,
      options: mapSorts.map((value) => ({ value, label: t.dynamic(`map.sort.${value}`) })),
    },
    { type: "checks", name: "theme", label: t("field.themes"), values: projects.theme, options: options("theme", projects.theme) },
    {
      type: "checks",
      name: "country",
      label: t("field.countries"),
      values: projects.country,
      options: options("country", projects.country).sort((a, b) => compare(a.label, b.label)),
    },
    {
      type: "checks",
      name: "programme",
      label: t("map.programme"),
      values: projects.programme,
      options: options("programme", projects.programme),
    },
    {
      type: "checks",
      name: "type",
      label: t("map.type"),
      values: filter.types,
      options: agreementTypes.map((value) => ({ value, label: label("type", value) })),
    },
  ];
}
