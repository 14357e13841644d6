import type { FC } from "hono/jsx";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import type { FacetName, facetNames, ProjectFacets } from "../../register/project/facets.ts";
import { type ProjectFilter, projectSorts, readProjectFilter, writeProjectFilter } from "../../register/project/filters.ts";
import { listProjects, PROJECTS_PER_PAGE, type ProjectListed } from "../../register/project/store.ts";
import type { FilterField } from "../../ui/filter-form.tsx";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { Countries, ReporterBadge } from "./parts/lists.tsx";
import { type AddressQuery, activeFilters, withChosen } from "./parts/selection.ts";
import { choice, countryName, years } from "./parts/words.ts";

const files = ["csv", "xlsx", "json", "geojson"] as const;

/** The projects: every filter in the address, the same selection on the map and as files. */
export async function projectsList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readProjectFilter(c.req.queries());
  const { rows, facets } = await listProjects(db, filter, locale);
  const query = writeProjectFilter(filter);
  const label = projectFilterLabels(c, facets);
  return c.html(
    <ListPage
      c={c}
      page="projects"
      title={t("nav.projects")}
      intro={t("portal.projects.intro")}
      query={query}
      total={facets.total}
      paging={{ page: filter.page, size: PROJECTS_PER_PAGE }}
      empty={{ title: t("portal.projects.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "projects", query, label)}
      fields={fieldsOf(c, filter, facets, label)}
      aside={<Elsewhere c={c} query={query} />}
    >
      <Table caption={t("nav.projects")} hideCaption columns={columnsOf(c)} rows={rows} />
      <p class="meta">{t("portal.projects.amountNote")}</p>
    </ListPage>,
  );
}

/** The same selection on the map and as files to take away. */
const Elsewhere: FC<{ c: PageContext; query: AddressQuery }> = ({ c, query: { sort, page, ...selection } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <p class="elsewhere">
      <a href={href(locale, "map", { query: selection })}>{t("portal.projects.onMap")}</a> · {t("portal.projects.take")}{" "}
      {files.map((type, i) => (
        <>
          {i > 0 && ", "}
          <a href={hrefOfData(`projects.${type}`, { ...selection, lang: locale === mainLanguage() ? undefined : locale })}>
            {type === "geojson" ? "GeoJSON" : type.toUpperCase()}
          </a>
        </>
      ))}
    </p>
  );
};

/** The filters of projects in words: what an active one is called, wherever it narrows. */
export function projectFilterLabels(c: PageContext, facets: ProjectFacets) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (name: string, value: string): string => {
    const named = facets.chosen.find((one) => one.facet === name && one.value === value);
    if (named) return plain(named.name, locale) || value;
    if (name === "reporter") return t("portal.projects.reporterChosen", { who: t.dynamic(`portal.projects.reporter.${value}`) });
    if (name === "state") return choice(t, "project.state", value);
    if (name === "country") return countryName(value, locale);
    if (name === "min") return t("portal.projects.atLeast", { amount: money(Number(value) * 100, "EUR", locale) });
    if (name === "max") return t("portal.projects.atMost", { amount: money(Number(value) * 100, "EUR", locale) });
    return value;
  };
}

function fieldsOf(
  c: PageContext,
  filter: ProjectFilter,
  facets: ProjectFacets,
  label: (name: string, value: string) => string,
): FilterField[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const options = (name: FacetName, chosen: string[]) =>
    withChosen(
      facets.choices[name].map(({ value, name: own, count }) => ({ value, label: own ? plain(own, locale) : label(name, value), count })),
      chosen,
      (value) => label(name, value),
    );
  const year = filter.year === undefined ? undefined : String(filter.year);
  const checks = (["theme", "country", "programme", "goal", "state"] as const satisfies readonly (typeof facetNames)[number][]).map(
    (name): FilterField => ({
      type: "checks",
      name,
      label: t.dynamic(`portal.projects.filter.${name}`),
      values: filter[name],
      options: options(name, filter[name]),
    }),
  );
  return [
    { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
    {
      type: "select",
      name: "year",
      label: t("portal.column.year"),
      value: year,
      empty: t("portal.list.allYears"),
      options: options("year", year ? [year] : []),
    },
    { type: "number", name: "min", label: t("portal.projects.min"), value: filter.min, min: 0 },
    { type: "number", name: "max", label: t("portal.projects.max"), value: filter.max, min: 0 },
    {
      type: "select",
      name: "sort",
      label: t("portal.list.sort"),
      value: filter.sort,
      empty: null,
      options: projectSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
    },
    ...reporterFields(c, filter, facets),
    ...checks,
  ];
}

/** Whose projects, on the list and on the map. Where nobody reports anything there is nothing to choose. */
export function reporterFields(c: PageContext, { reporter }: ProjectFilter, { reporters }: ProjectFacets): FilterField[] {
  const t = c.get("t");
  if (reporter === "city" && !reporters.some(({ value, count }) => value === "partners" && count > 0)) return [];
  const options = reporters.map(({ value, count }) => ({ value, label: t.dynamic(`portal.projects.reporter.${value}`), count }));
  return [{ type: "select", name: "reporter", label: t("portal.projects.reporter"), value: reporter, empty: null, options }];
}

const shown = (text: string | undefined) => text && <span class="nowrap">{text}</span>;

function columnsOf(c: PageContext): Column<ProjectListed>[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return [
    {
      label: t("portal.column.project"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="project" record={row} /> <DemoBadge demo={row.demo} t={t} /> <ReporterBadge c={c} by={row.reportedBy} />
          {row.themes.length > 0 && (
            <>
              <br />
              <span class="row-note">{row.themes.map((theme) => plain(theme.name, locale)).join(", ")}</span>
            </>
          )}
        </>
      ),
    },
    {
      label: t("portal.column.countries"),
      cell: (row) =>
        row.countries.length > 0 ? <Countries c={c} countries={row.countries} /> : <span class="muted">{t("common.unknown")}</span>,
    },
    { label: t("portal.column.programme"), cell: (row) => <RecordLink c={c} kind="programme" record={row.programme} /> },
    {
      label: t("portal.column.years"),
      cell: (row) => shown(years(row.firstYear, row.lastYear)) ?? <span class="muted">{t("portal.date.unknown")}</span>,
    },
    { label: t("portal.column.state"), cell: (row) => <span class="nowrap">{choice(t, "project.state", row.state)}</span> },
    {
      label: t("portal.column.amount"),
      numeric: true,
      cell: (row) =>
        row.amountCents === null ? <span class="muted">{t("common.unknown")}</span> : money(row.amountCents, row.currency, locale),
    },
  ];
}
