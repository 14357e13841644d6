import { type ProjectFilter, readProjectFilter, writeProjectFilter } from "../project/filters.ts";
import { type MapLayer, mapLayers } from "./store.ts";

export const mapRegions = ["world", "europe"] as const;

/** What a map shows: its layers, its frame, and, for projects, the filters of their list. The same names in every address. */
export interface MapFilter {
  layers: MapLayer[];
  region: (typeof mapRegions)[number];
  projects: ProjectFilter;
}

export function readMapFilter(query: Record<string, string[]>): MapFilter {
  const layers = mapLayers.filter((layer) => query.layer?.includes(layer));
  return {
    layers: layers.length > 0 ? layers : ["agreements", "projects"],
    region: mapRegions.find((region) => region === query.region?.[0]) ?? "world",
    projects: readProjectFilter(query),
  };
}

export type MapQuery = Record<string, string | number | string[] | undefined>;

export function writeMapFilter({ layers, region, projects }: MapFilter): MapQuery {
  const { sort: _, ...selection } = projects;
  return {
    ...(layers.join() === "agreements,projects" ? {} : { layer: layers }),
    ...(region === "world" ? {} : { region }),
    ...writeProjectFilter({ ...selection }),
  };
}
