import {
  listPartners,
  PARTNERS_PER_PAGE,
  type PartnerListed,
  partnerFacets,
  partnerSorts,
  readPartnerFilter,
} from "../../register/partner/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { MapLegend, WorldMap } from "../../ui/world-map.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";
import { choice, countryName } from "./parts/words.ts";

/** The partners, on a map and in a table that say the same. */
export async function partnersList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readPartnerFilter(c.req.queries());
  const [rows, facets] = [await listPartners(db, filter, locale), await partnerFacets(db, filter, locale)];
  const query = queryOf(filter, "name");
  const labels: Record<string, (value: string) => string> = {
    type: (value) => choice(t, "partner.type", value),
    country: (value) => countryName(value, locale),
    agreement: (value) => t.dynamic(`portal.partners.agreement.${value}`),
  };
  const labelOf = (name: string, value: string) => labels[name]?.(value) ?? value;
  const columns: Column<PartnerListed>[] = [
    {
      label: t("portal.column.partner"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="partner" record={row} /> <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    {
      label: t("portal.column.country"),
      cell: (row) =>
        row.countryName ? <Text value={row.countryName} locale={locale} /> : <span class="muted">{t("portal.partners.noCountry")}</span>,
    },
    { label: t("portal.column.type"), cell: (row) => choice(t, "partner.type", row.type) },
    { label: t("nav.agreements"), numeric: true, cell: (row) => String(row.agreements ?? 0) },
    { label: t("nav.projects"), numeric: true, cell: (row) => String(row.projects ?? 0) },
  ];
  const placed = rows.filter((row) => row.point);
  return c.html(
    <ListPage
      c={c}
      page="partners"
      title={t("nav.partners")}
      intro={t("portal.partners.intro")}
      query={query}
      total={facets.total}
      paging={{ page: filter.page, size: PARTNERS_PER_PAGE }}
      empty={{ title: t("portal.partners.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "partners", query, labelOf)}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "select",
          name: "agreement",
          label: t("nav.agreements"),
          value: filter.agreement,
          empty: t("portal.list.all"),
          options: ["yes", "no"].map((value) => ({ value, label: labelOf("agreement", value) })),
        },
        {
          type: "select",
          name: "sort",
          label: t("portal.list.sort"),
          value: filter.sort,
          empty: null,
          options: partnerSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
        },
        {
          type: "checks",
          name: "type",
          label: t("portal.column.type"),
          values: filter.type,
          options: withChosen(
            facets.types.map(({ value, count }) => ({ value, label: labelOf("type", value), count })),
            filter.type,
            (value) => labelOf("type", value),
          ),
        },
        {
          type: "checks",
          name: "country",
          label: t("portal.column.country"),
          values: filter.country,
          options: withChosen(
            facets.countries.map(({ value, name, count }) => ({ value: value!, label: plain(name!, locale), count })),
            filter.country,
            (value) => labelOf("country", value),
          ),
        },
      ]}
    >
      {placed.length > 0 && (
        <WorldMap
          label={t("portal.partners.map", { count: placed.length })}
          marks={placed.map((row) => ({
            latitude: row.point!.latitude,
            longitude: row.point!.longitude,
            label: plain(row.name, locale),
            href: href(locale, "partner", { id: row.id }),
            kind: row.agreements ? "agreement" : "partner",
          }))}
        />
      )}
      {placed.length > 0 && (
        <MapLegend
          entries={[
            { kind: "agreement", label: t("portal.partners.agreement.yes") },
            { kind: "partner", label: t("portal.partners.agreement.no") },
          ]}
        />
      )}
      {placed.length < rows.length && <p class="meta">{t("portal.partners.unplaced", { count: rows.length - placed.length })}</p>}
      <Table caption={t("nav.partners")} hideCaption columns={columns} rows={rows} />
    </ListPage>,
  );
}
