import type { Feature, FeatureCollection, Point } from "geojson";
import type { FilterSpecification, LayerSpecification, Map as MapLibre, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Base } from "./base.ts";
import { type Palette, palette } from "./colours.ts";
import { icons, PIXEL_RATIO } from "./icons.ts";
import { type Layer, layers, type MapConfig, type MapLabels, type MapPoints } from "./types.ts";

/** Points nearer than this, in pixels, are one mark with a number. */
const CLUSTER_RADIUS = 42;
export const MAX_ZOOM = 9;
// The site's own font, drawn by the browser: no file of glyphs is fetched.
const FONT = ["Public Sans", "sans-serif"];

/** The whole map as a style: our own shapes, names and points, all of them handed over, nothing fetched. */
export function styleOf(
  config: MapConfig,
  base: Base,
  labels: MapLabels,
  points: MapPoints,
  shown: ReadonlySet<Layer>,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: base.land },
      borders: { type: "geojson", data: base.borders },
      countries: named(labels.countries.map(([name, longitude, latitude, area]) => label(name, longitude, latitude, area))),
      places: named(labels.places.map(([name, longitude, latitude]) => label(name, longitude, latitude))),
      city: named([label(config.city.name, ...config.city.at)]),
      ...Object.fromEntries(layers.map((layer) => [layer, sourceOf(layer, points)])),
    },
    layers: [
      { id: "sea", type: "background" },
      { id: "land", type: "fill", source: "land" },
      { id: "borders", type: "line", source: "borders", paint: { "line-width": 0.8 } },
      countryLayer("countries", ["!=", ["get", "area"], 0], 1.5),
      // The islands of no size, once one is near enough to see them.
      countryLayer("small-countries", ["==", ["get", "area"], 0], 5),
      {
        id: "places",
        type: "symbol",
        source: "places",
        minzoom: 4,
        layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.8] },
        paint: { "text-halo-width": 1.4 },
      },
      {
        id: "city",
        type: "symbol",
        source: "city",
        layout: { "icon-image": "city", "icon-allow-overlap": true, "icon-ignore-placement": true },
      },
      ...layers.flatMap((layer) => layersOf(layer, shown.has(layer))),
    ],
  };
}

function countryLayer(id: string, filter: FilterSpecification, minzoom: number): LayerSpecification {
  return {
    id,
    type: "symbol",
    source: "countries",
    filter,
    minzoom,
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 14],
      "text-max-width": 7,
      // Aside when a mark stands in the middle; the larger country first.
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 1,
      "symbol-sort-key": ["-", ["get", "area"]],
    },
    paint: { "text-halo-width": 1.2 },
  };
}

const named = (features: Feature<Point>[]): SourceSpecification => ({ type: "geojson", data: { type: "FeatureCollection", features } });

function label(name: string, longitude: number, latitude: number, area = 0): Feature<Point> {
  return { type: "Feature", geometry: { type: "Point", coordinates: [longitude, latitude] }, properties: { name, area } };
}

/** The points of a layer. What stands at one place stays together however near one comes. */
function sourceOf(layer: Layer, { features }: MapPoints): SourceSpecification {
  const data: FeatureCollection = { type: "FeatureCollection", features: features.filter((point) => point.properties.layer === layer) };
  return { type: "geojson", data, cluster: true, clusterRadius: CLUSTER_RADIUS, clusterMaxZoom: MAX_ZOOM + 1 };
}

/** The clusters of a layer with their number, and its points by their shape. */
function layersOf(layer: Layer, visible: boolean): LayerSpecification[] {
  const visibility = visible ? "visible" : "none";
  return [
    {
      id: `${layer}-cluster`,
      type: "symbol",
      source: layer,
      filter: ["has", "point_count"],
      layout: {
        visibility,
        "icon-image": `${layer}-cluster`,
        "icon-size": ["step", ["get", "point_count"], 0.8, 10, 1, 50, 1.3],
        "icon-allow-overlap": true,
        "text-field": ["get", "point_count_abbreviated"],
        "text-font": FONT,
        "text-size": 12,
        "text-allow-overlap": true,
      },
    },
    {
      id: `${layer}-point`,
      type: "symbol",
      source: layer,
      filter: ["!", ["has", "point_count"]],
      layout: {
        visibility,
        "icon-image": ["case", ["==", ["get", "precision"], "country"], `${layer}-country`, layer],
        "icon-allow-overlap": true,
      },
    },
  ];
}

/** What bears the points of a layer. */
export const partsOf = (layer: Layer) => [`${layer}-cluster`, `${layer}-point`];

/** Gives the map the colours of the page, at first and whenever they change. */
export function paint(map: MapLibre, colours: Palette = palette()): void {
  for (const [name, image] of Object.entries(icons(colours))) {
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
  }
  map.setPaintProperty("sea", "background-color", colours.sea);
  map.setPaintProperty("land", "fill-color", colours.land);
  map.setPaintProperty("borders", "line-color", colours.paper);
  for (const [id, colour] of [
    ["countries", colours.muted],
    ["small-countries", colours.muted],
    ["places", colours.ink],
  ] as const) {
    map.setPaintProperty(id, "text-color", colour);
    map.setPaintProperty(id, "text-halo-color", colours.land);
  }
  for (const layer of layers) map.setPaintProperty(`${layer}-cluster`, "text-color", layer === "networks" ? colours.ink : colours.paper);
}
