import type { Feature, Point } from "geojson";

export type Layer = "agreements" | "projects" | "networks";
export const layers: Layer[] = ["agreements", "projects", "networks"];

export interface PointProperties {
  layer: Layer;
  id: string;
  name: string;
  country: string;
  href: string;
  precision: "exact" | "approximate" | "country";
}
export type MapPoint = Feature<Point, PointProperties>;

type Word =
  | "close"
  | "inView"
  | "more"
  | "layers"
  | "zoomIn"
  | "zoomOut"
  | "scrollHelp"
  | "touchHelp"
  | "failed"
  | "noWebgl"
  | "precisionCountry"
  | "loading"
  | "canvas"
  | "show"
  | "backToStatic";

/** What the page tells the island, as JSON in the page: addresses of the same origin, words of its language. */
export interface MapConfig {
  points: string;
  labels: string;
  layers: Layer[];
  region: "world" | "europe";
  center: [number, number];
  locale: string;
  names: Record<Layer, string>;
  words: Record<Word, string>;
}
