import { listNetworks, type NetworkListed, networkThemes, readNetworkFilter } from "../../register/network/store.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";
import { choice, period } from "./parts/words.ts";

/** The networks, with the city's own place in each. */
export async function networksList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db, city } = c.get("services");
  const filter = readNetworkFilter(c.req.queries());
  const [rows, themes] = [await listNetworks(db, filter, locale), await networkThemes(db)];
  const query = queryOf(filter);
  const themeName = (code: string) => plain(themes.find(({ value }) => value === code)?.name ?? {}, locale) || code;
  const columns: Column<NetworkListed>[] = [
    {
      label: t("portal.column.network"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="network" record={row} />
          {row.acronym && row.acronym !== plain(row.name, locale) && ` (${row.acronym})`} <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    {
      label: t("portal.fact.founded"),
      cell: (row) => (row.foundedOn ? date(row.foundedOn, locale) : <span class="muted">{t("portal.date.unknown")}</span>),
    },
    {
      label: t("portal.networks.role", { city: plain(city.name, locale) }),
      cell: (row) =>
        row.own.map((own, i) => (
          <>
            {i > 0 && <br />}
            {[choice(t, "network.memberships.role", own.role), period(t, own.since, own.until)].filter(Boolean).join(", ")}
          </>
        )),
    },
    { label: t("portal.networks.partners"), numeric: true, cell: (row) => String(row.partners ?? 0) },
    { label: t("portal.fact.themes"), cell: (row) => row.themes.map((theme) => plain(theme.name, locale)).join(", ") },
  ];
  return c.html(
    <ListPage
      c={c}
      page="networks"
      title={t("nav.networks")}
      intro={t("portal.networks.intro")}
      query={query}
      total={rows.length}
      empty={{ title: t("portal.networks.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "networks", query, (name, value) => (name === "theme" ? themeName(value) : value))}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        {
          type: "checks",
          name: "theme",
          label: t("portal.fact.themes"),
          values: filter.theme,
          options: withChosen(
            themes.map(({ value, name, count }) => ({ value, label: plain(name, locale), count })),
            filter.theme,
            themeName,
          ),
        },
      ]}
    >
      <Table caption={t("nav.networks")} hideCaption columns={columns} rows={rows} />
    </ListPage>,
  );
}
