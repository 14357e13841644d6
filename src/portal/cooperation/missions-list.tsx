import {
  listMissions,
  MISSIONS_PER_PAGE,
  type MissionListed,
  missionFacets,
  missionSorts,
  readMissionFilter,
} from "../../register/mission/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { type MapMark, WorldMap } from "../../ui/world-map.tsx";
import { ListPage } from "../register/parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "../register/parts/selection.ts";
import { choice, countryName } from "../register/parts/words.ts";
import { missionColumns } from "./mission-parts.tsx";

/** The missions of technical cooperation, planned and done, the latest first. */
export async function missionsList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readMissionFilter(c.req.queries());
  const [rows, facets] = [await listMissions(db, filter, locale), await missionFacets(db, filter, locale)];
  const query = queryOf(filter, "recent");
  const named = (terms: { value: string; name: Record<string, string | undefined> }[], value: string) =>
    plain(terms.find((one) => one.value === value)?.name ?? {}, locale) || value;
  const labels: Record<string, (value: string) => string> = {
    state: (value) => choice(t, "mission.state", value),
    type: (value) => choice(t, "mission.type", value),
    country: (value) => countryName(value, locale),
    skill: (value) => named(facets.skills, value),
    theme: (value) => named(facets.themes, value),
  };
  const labelOf = (name: string, value: string) => labels[name]?.(value) ?? value;
  const checks = (
    name: "state" | "type" | "country" | "skill" | "theme",
    label: string,
    choices: { value: string | null; count: number }[],
  ) => ({
    type: "checks" as const,
    name,
    label,
    values: filter[name],
    options: withChosen(
      choices.map(({ value, count }) => ({ value: value!, label: labelOf(name, value!), count })),
      filter[name],
      (value) => labelOf(name, value),
    ),
  });
  // What stands at no place of the register is in the table alone.
  const marks = rows.flatMap(({ id, name, point }): MapMark[] =>
    point
      ? [
          {
            latitude: point.latitude,
            longitude: point.longitude,
            label: plain(name, locale),
            href: href(locale, "mission", { id }),
            kind: "project",
          },
        ]
      : [],
  );
  const year = filter.year === undefined ? undefined : String(filter.year);
  return c.html(
    <ListPage
      c={c}
      page="missions"
      title={t("nav.missions")}
      intro={t("cooperation.intro")}
      query={query}
      total={facets.total}
      paging={{ page: filter.page, size: MISSIONS_PER_PAGE }}
      empty={{ title: t("cooperation.none"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "missions", query, labelOf)}
      aside={
        <p>
          <a href={hrefOfData("missions.csv")}>{t("cooperation.data")}</a>
        </p>
      }
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
          options: missionSorts.map((value) => ({ value, label: t.dynamic(`portal.sort.${value}`) })),
        },
        checks("state", t("portal.column.state"), facets.states),
        checks("type", t("portal.column.type"), facets.types),
        checks("skill", t("field.mission.skills"), facets.skills),
        checks("theme", t("portal.fact.themes"), facets.themes),
        checks("country", t("portal.column.country"), facets.countries),
      ]}
    >
      {marks.length > 0 && <WorldMap marks={marks} label={t("cooperation.listMap")} class="small-map" />}
      <Table caption={t("nav.missions")} hideCaption columns={missionColumns<MissionListed>(c, { partner: true })} rows={rows} />
      <p class="meta">{t("cooperation.listPerimeter")}</p>
    </ListPage>,
  );
}
