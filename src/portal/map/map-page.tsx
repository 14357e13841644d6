import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { type MapFilter, writeMapFilter } from "../../register/map/filters.ts";
import { type MapContent, unplaced } from "../../register/map/points.ts";
import type { ProjectFacets } from "../../register/project/facets.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import { listOfGroup, markOfLayer, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { MapLegend, WorldMap } from "../../ui/world-map.tsx";
import type { Drawn } from "./drawn.ts";
import { type MapChoices, MapFilters } from "./filters.tsx";
import { islandConfig } from "./island-config.ts";
import type { PointsPage } from "./points-page.ts";
import { PointsTable } from "./points-table.tsx";
import { Share, sharedQuery } from "./share.tsx";

const MAP_ISLAND = "islands/map.ts";
interface Props {
  c: PageContext;
  filter: MapFilter;
  content: MapContent;
  drawn: Drawn;
  points: PointsPage;
  choices: MapChoices;
  facets: ProjectFacets;
}

export const MapPage: FC<Props> = ({ c, filter, content, drawn, points, choices, facets }) => {
  const t = c.get("t");
  return (
    <PublicLayout c={c} meta={{ title: t("map.title"), description: t("map.intro"), islands: [MAP_ISLAND] }}>
      <Breadcrumb c={c} steps={[{ label: t("map.title") }]} />
      <h1>{t("map.title")}</h1>
      <p class="lede">{t("map.intro")}</p>
      <Views c={c} filter={filter} />
      <MapFilters c={c} filter={filter} choices={choices} facets={facets} />

      <section id="map" class="map-section" aria-labelledby="map-heading">
        <h2 id="map-heading" class="visually-hidden">
          {t("map.heading")}
        </h2>
        <p class="map-counts" id="map-counts">
          {filter.layers.map((layer) => t.dynamic(`map.count.${layer}`, { count: drawn.records[layer] })).join(" · ")}
        </p>
        <div id="static-map">
          <Drawing c={c} filter={filter} content={content} drawn={drawn} />
        </div>
        <p id="map-status" class="map-status" role="status"></p>
        <div id="interactive-map" hidden></div>
        <Foot c={c} filter={filter} drawn={drawn} />
        <p id="map-actions" class="map-actions" hidden>
          <button type="button" id="open-map">
            {t("map.interactive")}
          </button>
        </p>
        <script type="application/json" id="map-config">
          {raw(json(islandConfig(c, filter)))}
        </script>
        <Aside c={c} filter={filter} outside={drawn.outside} unplaced={unplaced(content)} />
      </section>

      {points.total > 0 ? (
        <PointsTable c={c} points={points} filter={filter} />
      ) : (
        <Empty title={t("map.empty")}>
          <p>
            <a href={href(t.locale, "map")}>{t("common.clearFilters")}</a>
          </p>
        </Empty>
      )}
      <Share c={c} filter={filter} />
    </PublicLayout>
  );
};

// The text of a script element ends at "</": it is never in the JSON.
const json = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Maps that many come for, by their names. */
const Views: FC<{ c: PageContext; filter: MapFilter }> = ({ c, filter }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const views = {
    all: {},
    europe: { layer: ["agreements"], region: "europe", type: ["european_agreement"] },
    agreements: { layer: ["agreements"] },
    projects: { layer: ["projects"] },
    networks: { layer: ["networks"] },
    occasions: { layer: ["occasions"] },
  };
  const current = href(locale, "map", { query: sharedQuery(filter) });
  return (
    <nav class="map-views" aria-label={t("map.views")}>
      <ul>
        {Object.entries(views).map(([name, query]) => {
          const address = href(locale, "map", { query });
          return (
            <li>
              <a href={address} aria-current={address === current ? "page" : undefined}>
                {t.dynamic(`map.view.${name}`)}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
};

/** The map that needs no script. */
const Drawing: FC<{ c: PageContext; filter: MapFilter; content: MapContent; drawn: Drawn }> = ({ c, filter, content, drawn }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const home = { kind: "city" as const, latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale) };
  const { layer: _layer, region: _region, type: _type, country: _country, ...selection } = sharedQuery(filter);
  return (
    <WorldMap
      marks={[home, ...marksOf(drawn.groups, content.countryOf, locale, (group) => listOfGroup(locale, group, selection))]}
      label={t("map.label", { count: drawn.inside })}
      region={filter.region}
    />
  );
};

/** What the shapes of either map mean, and where its ground comes from. */
const Foot: FC<{ c: PageContext; filter: MapFilter; drawn: Drawn }> = ({ c, filter, drawn }) => {
  const t = c.get("t");
  const vague = filter.layers.find((layer) => drawn.groups.some((group) => group.layer === layer && group.hollow));
  return (
    <div class="map-foot">
      <MapLegend
        entries={[
          { kind: "city", label: plain(c.get("services").city.name, t.locale) },
          ...filter.layers.map((layer) => ({ kind: markOfLayer[layer], label: t.dynamic(`map.layer.${layer}`) })),
          ...(vague ? [{ kind: markOfLayer[vague], hollow: true, label: t("map.hollow") }] : []),
        ]}
      />
      <p class="meta">{t("map.attribution")}</p>
    </div>
  );
};

/** What the filter leaves and the map does not show. */
const Aside: FC<{ c: PageContext; filter: MapFilter; outside: number; unplaced: number }> = ({ c, filter, outside, unplaced }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <>
      {outside > 0 && (
        <p class="meta">
          {t("map.outside", { count: outside })}
          {filter.region !== "world" && (
            <>
              {" "}
              <a href={href(locale, "map", { query: writeMapFilter({ ...filter, region: "world" }) })}>{t("map.seeWorld")}</a>
            </>
          )}
        </p>
      )}
      {unplaced > 0 && <p class="meta">{t("map.unplaced", { count: unplaced })}</p>}
    </>
  );
};
