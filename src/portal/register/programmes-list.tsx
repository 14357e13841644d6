import { listProgrammes, type ProgrammeListed, programmeFacets, readProgrammeFilter } from "../../register/programme/store.ts";
import { type Branch, inTreeOrder } from "../../register/programme/tree.ts";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { ListPage, RecordLink } from "./parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "./parts/selection.ts";
import { choice, period } from "./parts/words.ts";

/** The programmes as a tree: each under the one it belongs to. */
export async function programmesList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readProgrammeFilter(c.req.queries());
  const [rows, facets] = [await listProgrammes(db, filter, locale), await programmeFacets(db)];
  const query = queryOf(filter);
  const themeName = (code: string) => plain(facets.themes.find(({ value }) => value === code)?.name ?? {}, locale) || code;
  const labelOf = (name: string, value: string) =>
    name === "type" ? choice(t, "programme.type", value) : name === "theme" ? themeName(value) : value;
  const columns: Column<Branch<ProgrammeListed>>[] = [
    {
      label: t("portal.column.programme"),
      heading: true,
      cell: ({ node, depth }) => (
        <span class={`depth depth-${Math.min(depth, 4)}`}>
          {depth > 0 && <span class="visually-hidden">{t("portal.programmes.under", { level: depth })} </span>}
          <RecordLink c={c} kind="programme" record={node} /> <DemoBadge demo={node.demo} t={t} />
        </span>
      ),
    },
    { label: t("portal.column.type"), cell: ({ node }) => choice(t, "programme.type", node.type) },
    {
      label: t("portal.column.period"),
      cell: ({ node }) => period(t, node.startedOn, node.endedOn) ?? <span class="muted">{t("portal.date.unknown")}</span>,
    },
    { label: t("nav.projects"), numeric: true, cell: ({ node }) => String(node.projects ?? 0) },
    {
      label: t("portal.column.granted"),
      numeric: true,
      cell: ({ node }) =>
        node.awards.map((total) => money(total.cents, total.currency, locale)).join(" + ") || <span class="muted">—</span>,
    },
  ];
  return c.html(
    <ListPage
      c={c}
      page="programmes"
      title={t("nav.programmes")}
      intro={t("portal.programmes.intro")}
      query={query}
      total={rows.length}
      empty={{ title: t("portal.programmes.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "programmes", query, labelOf)}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
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
          name: "theme",
          label: t("portal.fact.themes"),
          values: filter.theme,
          options: withChosen(
            facets.themes.map(({ value, name, count }) => ({ value, label: plain(name, locale), count })),
            filter.theme,
            themeName,
          ),
        },
      ]}
    >
      <Table caption={t("nav.programmes")} hideCaption columns={columns} rows={inTreeOrder(rows)} />
      <p class="meta">{t("portal.programmes.perimeter")}</p>
    </ListPage>,
  );
}
