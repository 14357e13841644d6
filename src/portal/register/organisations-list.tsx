import {
  listOrganisations,
  ORGANISATIONS_PER_PAGE,
  type OrganisationListed,
  organisationFacets,
  organisationSorts,
  readOrganisationFilter,
} from "../../register/organisation/store.ts";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";
import { countryName, years } from "./parts/words.ts";

/** The organisations, with what each was granted in all. */
export async function organisationsList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readOrganisationFilter(c.req.queries());
  const [rows, facets] = [await listOrganisations(db, filter, locale), await organisationFacets(db, filter, locale)];
  const query = queryOf(filter, "name");
  const labels: Record<string, (value: string) => string> = {
    type: (value) => plain(facets.types.find((one) => one.value === value)?.name ?? {}, locale) || value,
    country: (value) => countryName(value, locale),
    grants: (value) => t.dynamic(`portal.organisations.grants.${value}`),
  };
  const labelOf = (name: string, value: string) => labels[name]?.(value) ?? value;
  const columns: Column<OrganisationListed>[] = [
    {
      label: t("portal.column.organisation"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="organisation" record={row} /> <DemoBadge demo={row.demo} t={t} />
          {row.aliases.length > 0 && (
            <>
              <br />
              <span class="row-note">{row.aliases.join(", ")}</span>
            </>
          )}
        </>
      ),
    },
    { label: t("portal.column.type"), cell: (row) => row.type && <Text value={row.type.name} locale={locale} /> },
    { label: t("portal.column.country"), cell: (row) => row.country && <Text value={row.country.name} locale={locale} /> },
    { label: t("portal.column.grants"), numeric: true, cell: (row) => String(row.awards.reduce((sum, total) => sum + total.count, 0)) },
    {
      label: t("portal.column.granted"),
      numeric: true,
      cell: (row) =>
        row.awards.map((total, i) => (
          <>
            {i > 0 && <br />}
            {money(total.cents, total.currency, locale)}
            <br />
            <span class="muted">{years(total.firstYear, total.lastYear)}</span>
          </>
        )),
    },
  ];
  const choices = (list: { value: string; name: Record<string, string | undefined>; count: number }[]) =>
    list.map(({ value, name, count }) => ({ value, label: plain(name, locale), count }));
  return c.html(
    <ListPage
      c={c}
      page="organisations"
      title={t("nav.organisations")}
      intro={t("portal.organisations.intro")}
      query={query}
      total={facets.total}
      paging={{ page: filter.page, size: ORGANISATIONS_PER_PAGE }}
      empty={{ title: t("portal.organisations.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "organisations", query, labelOf)}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "grants",
          label: t("nav.awards"),
          value: filter.grants,
          empty: t("portal.list.all"),
          options: ["yes", "no"].map((value) => ({ value, label: labelOf("grants", value) })),
        },
        {
          type: "select",
          name: "sort",
          label: t("portal.list.sort"),
          value: filter.sort,
          empty: null,
          options: organisationSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
        },
        {
          type: "checks",
          name: "type",
          label: t("portal.column.type"),
          values: filter.type,
          options: withChosen(choices(facets.types), filter.type, (value) => labelOf("type", value)),
        },
        {
          type: "checks",
          name: "country",
          label: t("portal.column.country"),
          values: filter.country,
          options: withChosen(choices(facets.countries), filter.country, (value) => labelOf("country", value)),
        },
      ]}
    >
      <Table caption={t("nav.organisations")} hideCaption columns={columns} rows={rows} />
      <p class="meta">{t("portal.organisations.perimeter")}</p>
    </ListPage>,
  );
}
