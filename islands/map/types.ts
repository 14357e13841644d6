import type { Feature, FeatureCollection, Point } from "geojson";

export const layers = ["agreements", "projects", "networks", "occasions"] as const;
export type Layer = (typeof layers)[number];

export interface PointProperties {
  layer: Layer;
  kind: string;
  id: string;
  name: string;
  country: string;
  href: string;
  precision: "exact" | "approximate" | "country";
  /** The name of the place; absent on a country. */
  place?: string;
  /** What is worth knowing at a glance, in words. */
  detail?: string;
}
export type MapPoint = Feature<Point, PointProperties>;
export type MapPoints = FeatureCollection<Point, PointProperties>;

/** Names and where they are written; `area` of a country in steradians, 0 when it is an island of no size. */
export interface MapLabels {
  countries: [name: string, longitude: number, latitude: number, area: number][];
  places: [name: string, longitude: number, latitude: number][];
}

type Word =
  | "close"
  | "inView"
  | "firstListed"
  | "layers"
  | "zoomIn"
  | "zoomOut"
  | "scrollHelp"
  | "touchHelp"
  | "keyHelp"
  | "failed"
  | "lost"
  | "noWebgl"
  | "loading"
  | "canvas"
  | "show"
  | "nothingHere"
  | "severalHere"
  | "firstOf"
  | "precisionCountry"
  | "backToStatic";

/** What the page tells the island, as JSON in the page: addresses of the same origin, words of its language. */
export interface MapConfig {
  points: string;
  labels: string;
  /** The path of the page that other sites frame. */
  embed: string;
  layers: Layer[];
  /** Shown when the address names none. */
  usualLayers: Layer[];
  region: "world" | "europe";
  city: { name: string; at: [longitude: number, latitude: number] };
  locale: string;
  layerNames: Record<Layer, string>;
  /** "projects.project": "Project". */
  kinds: Record<string, string>;
  words: Record<Word, string>;
}
