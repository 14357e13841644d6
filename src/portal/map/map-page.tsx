import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { type MapFilter, type MapQuery, mapRegions, writeMapFilter } from "../../register/map/filters.ts";
import { type MapLayer, mapLayers, type MapPoint } from "../../register/map/store.ts";
import type { ProjectFacets } from "../../register/project/facets-store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { type FilterField, FilterForm } from "../../ui/filter-form.tsx";
import { count } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import { listOfGroup, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfRecord } from "../../ui/paths.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { MapLegend, type MarkKind, sizeOf, WorldMap } from "../../ui/world-map.tsx";

export const MAP_ISLAND = "islands/map.ts";
const POINTS_PER_PAGE = 100;
const kindOfLayer: Record<MapLayer, MarkKind> = { agreements: "agreement", projects: "project", networks: "network" };

interface Props {
  c: PageContext;
  filter: MapFilter;
  points: MapPoint[];
  facets: ProjectFacets;
}

export const MapPage: FC<Props> = ({ c, filter, points, facets }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const query = writeMapFilter(filter);
  const home = { kind: "city" as const, latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale) };
  return (
    <PublicLayout c={c} meta={{ title: t("map.title"), description: t("map.intro"), islands: [MAP_ISLAND] }}>
      <Breadcrumb c={c} steps={[{ label: t("map.title") }]} />
      <h1>{t("map.title")}</h1>
      <p class="lede">{t("map.intro")}</p>
      <FilterForm
        c={c}
        action={href(locale, "map")}
        label={t("map.filters")}
        fields={fieldsOf(c, filter, facets)}
        active={activeOf(c, filter, query, facets)}
        clear={href(locale, "map")}
      />

      <section id="map" class="map-section" aria-labelledby="map-heading">
        <h2 id="map-heading" class="visually-hidden">
          {t("map.heading")}
        </h2>
        <p class="map-counts">
          {filter.layers
            .map((layer) =>
              t.dynamic(`map.count.${layer}`, {
                count: new Set(points.filter((point) => point.layer === layer).map((point) => point.id)).size,
              }),
            )
            .join(" · ")}
        </p>
        <div id="static-map">
          <WorldMap
            marks={[home, ...marksOf(points, locale, filter.region, (group) => listOfGroup(locale, group, selectionOf(query)))]}
            label={t("map.label", { count: points.length })}
            region={filter.region}
          />
          <div class="map-foot">
            <MapLegend
              entries={[
                { kind: "city", label: plain(city.name, locale) },
                ...filter.layers.map((layer) => ({ kind: kindOfLayer[layer], label: t.dynamic(`map.layer.${layer}`) })),
              ]}
            />
            <p>{t("map.attribution")}</p>
          </div>
        </div>
        <p id="map-actions" class="map-actions" hidden>
          <button type="button" id="open-map">
            {t("map.interactive")}
          </button>
        </p>
        <p id="map-failed" class="notice" role="status" hidden></p>
        <div id="interactive-map" hidden></div>
        <script type="application/json" id="map-config">
          {raw(json(configOf(c, filter, query)))}
        </script>
      </section>

      <Points c={c} points={points} query={query} page={filter.projects.page} />
      <Share c={c} query={query} filter={filter} />
    </PublicLayout>
  );
};

/** The part of the address that lists of projects understand too. */
function selectionOf({ layer: _layer, region: _region, page: _page, country: _country, ...selection }: MapQuery): MapQuery {
  return selection;
}

// The text of a script element ends at "</": it is never in the JSON.
const json = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

function configOf(c: PageContext, filter: MapFilter, query: MapQuery) {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const here = href(locale, "map");
  const words = Object.fromEntries(
    (
      [
        "close",
        "inView",
        "more",
        "layers",
        "zoomIn",
        "zoomOut",
        "scrollHelp",
        "touchHelp",
        "failed",
        "noWebgl",
        "precisionCountry",
        "loading",
        "canvas",
        "show",
        "backToStatic",
      ] as const
    ).map((key) => [key, t.dynamic(`map.ui.${key}`)]),
  );
  return {
    points: `${here}/points.geojson${href(locale, "map", { query: { ...selectionOf(query), country: query.country } }).slice(here.length)}`,
    labels: `${here}/labels.json`,
    layers: filter.layers,
    region: filter.region,
    center: [city.longitude, city.latitude],
    locale,
    names: Object.fromEntries(mapLayers.map((layer) => [layer, t.dynamic(`map.layer.${layer}`)])),
    words,
  };
}

function fieldsOf(c: PageContext, filter: MapFilter, facets: ProjectFacets): FilterField[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { projects } = filter;
  const named = (name: "theme" | "country" | "programme") =>
    facets.choices[name].map((one) => ({ value: one.value, label: one.name ? plain(one.name, locale) : one.value, count: one.count }));
  return [
    {
      type: "checks",
      name: "layer",
      label: t("map.layers"),
      values: filter.layers,
      options: mapLayers.map((layer) => ({ value: layer, label: t.dynamic(`map.layer.${layer}`) })),
    },
    {
      type: "select",
      name: "region",
      label: t("map.region"),
      value: filter.region,
      empty: null,
      options: mapRegions.map((region) => ({ value: region, label: t.dynamic(`map.region.${region}`) })),
    },
    { type: "search", name: "q", label: t("map.words"), value: projects.q },
    {
      type: "select",
      name: "year",
      label: t("map.year"),
      value: projects.year === undefined ? undefined : String(projects.year),
      empty: t("map.allYears"),
      options: facets.choices.year.map(({ value, count: n }) => ({ value, label: value, count: n })),
    },
    { type: "checks", name: "theme", label: t("field.themes"), values: projects.theme, options: named("theme") },
    { type: "checks", name: "country", label: t("field.countries"), values: projects.country, options: named("country") },
    { type: "checks", name: "programme", label: t("kind.programme.many"), values: projects.programme, options: named("programme") },
  ];
}

function activeOf(c: PageContext, filter: MapFilter, query: MapQuery, facets: ProjectFacets) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const without = (name: string, value?: string) => {
    const kept: MapQuery = { ...query, page: undefined };
    kept[name] = value === undefined || !Array.isArray(query[name]) ? undefined : (query[name] as string[]).filter((one) => one !== value);
    return href(locale, "map", { query: kept });
  };
  const label = (facet: string, value: string) =>
    plain(facets.chosen.find((one) => one.facet === facet && one.value === value)?.name ?? {}, locale) || value;
  const { q, year, theme, country, programme } = filter.projects;
  return [
    ...(q ? [{ label: `« ${q} »`, without: without("q") }] : []),
    ...(year === undefined ? [] : [{ label: String(year), without: without("year") }]),
    ...Object.entries({ theme, country, programme }).flatMap(([name, values]) =>
      values.map((value) => ({ label: label(name, value), without: without(name, value) })),
    ),
  ].concat(filter.region === "europe" ? [{ label: t("map.region.europe"), without: without("region") }] : []);
}

/** Every point of the map as a row: the equal of the drawing, not its summary. */
const Points: FC<{ c: PageContext; points: MapPoint[]; query: MapQuery; page: number }> = ({ c, points, query, page }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (points.length === 0)
    return (
      <Empty title={t("map.empty")}>
        <p>
          <a href={href(locale, "map")}>{t("common.clearFilters")}</a>
        </p>
      </Empty>
    );
  const byName = new Intl.Collator(locale);
  const rows = [...points].sort((a, b) => byName.compare(plain(a.name, locale), plain(b.name, locale)));
  return (
    <section aria-labelledby="points-title" id="points">
      <h2 id="points-title">{t("map.table")}</h2>
      <Table
        caption={t("map.tableCaption", { count: points.length })}
        rows={rows.slice((page - 1) * POINTS_PER_PAGE, page * POINTS_PER_PAGE)}
        columns={[
          {
            label: t("field.name"),
            heading: true,
            cell: (point) => (
              <a href={hrefOfRecord(locale, point.kind, point.id)}>
                <Text value={point.name} locale={locale} />
              </a>
            ),
          },
          { label: t("map.layer"), cell: (point) => t.dynamic(`map.layer.${point.layer}`) },
          { label: t("field.country"), cell: (point) => (point.countryName ? <Text value={point.countryName} locale={locale} /> : "") },
          { label: t("map.precision"), cell: (point) => t.dynamic(`map.precision.${point.precision}`) },
        ]}
      />
      <Pagination
        c={c}
        page={page}
        pages={Math.ceil(points.length / POINTS_PER_PAGE)}
        hrefOf={(one) => href(locale, "map", { query: { ...query, page: one > 1 ? one : undefined }, hash: "points" })}
      />
      <p class="meta">
        {count(points.length, locale)} {t("map.pointsNote")}
      </p>
    </section>
  );
};

const Share: FC<{ c: PageContext; query: MapQuery; filter: MapFilter }> = ({ c, query, filter }) => {
  const { baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { page: _, ...shared } = query;
  const address = baseUrl + href(locale, "map", { query: shared });
  const { width, height } = sizeOf(filter.region);
  const frame = `<iframe src="${baseUrl}${href(locale, "mapEmbed", { query: shared }).replaceAll("&", "&amp;")}" title="${t("map.title")}" width="${width}" height="${Math.round(height) + 70}" loading="lazy"></iframe>`;
  return (
    <section class="section share" aria-labelledby="share-title">
      <h2 id="share-title">{t("map.share")}</h2>
      <p class="field">
        <label for="share-address">{t("map.address")}</label>
        <input id="share-address" type="text" readonly value={address} />
      </p>
      <p class="field">
        <label for="share-embed">{t("map.embed")}</label>
        <textarea id="share-embed" rows={3} readonly>
          {frame}
        </textarea>
      </p>
    </section>
  );
};
