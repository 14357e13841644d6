import { AWARDS_PER_PAGE, type AwardListed, awardFacets, awardSorts, listAwards, readAwardFilter } from "../../register/award/store.ts";
import { date, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { AggregateMark, Totals } from "./parts/awards.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";

/** The grants, what the selection adds up to, and of what that sum is made. */
export async function awardsList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readAwardFilter(c.req.queries());
  const [rows, facets] = [await listAwards(db, filter, locale), await awardFacets(db, filter, locale)];
  const query = queryOf(filter, "recent");
  const named = { programme: facets.programmes, organisation: facets.organisations };
  const labelOf = (name: string, value: string) =>
    plain(named[name as keyof typeof named]?.find((one) => one.value === value)?.name ?? {}, locale) || value;
  const columns: Column<AwardListed>[] = [
    { label: t("portal.column.date"), cell: (row) => date(row.awardedOn, locale) },
    {
      label: t("portal.column.purpose"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="award" record={row} /> <DemoBadge demo={row.demo} t={t} />
          <AggregateMark c={c} award={row} />
        </>
      ),
    },
    {
      label: t("portal.column.beneficiary"),
      cell: (row) => <RecordLink c={c} kind="organisation" record={{ id: row.organisationId, name: row.organisationName }} />,
    },
    { label: t("portal.column.programme"), cell: (row) => <RecordLink c={c} kind="programme" record={row.programme} /> },
    { label: t("portal.column.amount"), numeric: true, cell: (row) => money(row.amountCents, row.currency, locale) },
  ];
  const year = filter.year === undefined ? undefined : String(filter.year);
  return c.html(
    <ListPage
      c={c}
      page="awards"
      title={t("nav.awards")}
      intro={t("portal.awards.intro")}
      query={query}
      total={facets.totals.reduce((sum, total) => sum + total.count, 0)}
      paging={{ page: filter.page, size: AWARDS_PER_PAGE }}
      empty={{ title: t("portal.awards.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "awards", query, labelOf)}
      aside={facets.totals.length > 0 && <Totals c={c} totals={facets.totals} perimeter={t("portal.awards.perimeter")} />}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "year",
          label: t("portal.column.year"),
          value: year,
          empty: t("portal.list.allYears"),
          options: withChosen(
            facets.years.map(({ value, count }) => ({ value: String(value), label: String(value), count })),
            year ? [year] : [],
            (value) => value,
          ),
        },
        {
          type: "select",
          name: "sort",
          label: t("portal.list.sort"),
          value: filter.sort,
          empty: null,
          options: awardSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
        },
        {
          type: "checks",
          name: "programme",
          label: t("portal.column.programme"),
          values: filter.programme,
          options: withChosen(
            facets.programmes.map(({ value, name, count }) => ({ value, label: plain(name, locale), count })),
            filter.programme,
            (value) => labelOf("programme", value),
          ),
        },
        ...(filter.organisation.length > 0
          ? [
              {
                type: "checks" as const,
                name: "organisation",
                label: t("portal.column.beneficiary"),
                values: filter.organisation,
                options: filter.organisation.map((value) => ({ value, label: labelOf("organisation", value) })),
              },
            ]
          : []),
      ]}
    >
      <Table caption={t("nav.awards")} hideCaption columns={columns} rows={rows} />
    </ListPage>,
  );
}
