import { listPrizes, type PrizeListed, prizeFacets, readPrizeFilter } from "../../register/prize/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { ListPage, RecordLink } from "../register/parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "../register/parts/selection.ts";
import { choice, period } from "../register/parts/words.ts";

/** The prizes that the city gives, hosts or stands by. */
export async function prizesList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db } = c.get("services");
  const filter = readPrizeFilter(c.req.queries());
  const [rows, facets] = [await listPrizes(db, filter, locale), await prizeFacets(db)];
  const query = queryOf(filter);
  const role = (value: string) => choice(t, "prize.role", value);
  const columns: Column<PrizeListed>[] = [
    {
      label: t("kind.prize"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="prize" record={row} /> <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    {
      label: t("honours.prizes.giver"),
      cell: (row) =>
        row.organisation ? (
          <RecordLink c={c} kind="organisation" record={row.organisation} />
        ) : (
          <span class="muted">{t("common.unknown")}</span>
        ),
    },
    { label: t("field.prize.role"), cell: (row) => role(row.role) },
    {
      label: t("portal.column.period"),
      cell: (row) => period(t, row.since, row.until) ?? <span class="muted">{t("portal.date.unknown")}</span>,
    },
    { label: t("field.prize.recurrence"), cell: (row) => <Text value={row.recurrence} locale={locale} /> },
    { label: t("honours.prizes.column.last"), numeric: true, cell: (row) => row.lastYear && String(row.lastYear) },
  ];
  return c.html(
    <ListPage
      c={c}
      page="prizes"
      title={t("nav.prizes")}
      intro={t("honours.prizes.intro")}
      query={query}
      total={rows.length}
      empty={{ title: t("honours.prizes.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "prizes", query, (name, value) => (name === "role" ? role(value) : value))}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "year",
          label: t("honours.year"),
          value: filter.year?.toString(),
          empty: t("portal.list.allYears"),
          options: facets.years.map(({ value, count }) => ({ value: String(value), label: String(value), count })),
        },
        {
          type: "checks",
          name: "role",
          label: t("field.prize.role"),
          values: filter.role,
          options: withChosen(
            facets.roles.map((one) => ({ ...one, label: role(one.value) })),
            filter.role,
            role,
          ),
        },
      ]}
    >
      <Table caption={t("nav.prizes")} hideCaption columns={columns} rows={rows} />
    </ListPage>,
  );
}
