import { z } from "zod";
import { agreementTypes } from "../agreement/rules.ts";
import { type ProjectFilter, readProjectFilter, writeProjectFilter } from "../project/filters.ts";
import { oneOf, type Query, several } from "../record/filter-values.ts";

export const mapLayers = ["agreements", "projects", "networks", "occasions"] as const;
export type MapLayer = (typeof mapLayers)[number];
export const mapRegions = ["world", "europe"] as const;
export type MapRegion = (typeof mapRegions)[number];
export const mapSorts = ["name", "country", "layer"] as const;

const usualLayers: readonly MapLayer[] = ["agreements", "projects"];

/**
 * What a map shows, with the same names in every address. The filters of the list of projects narrow the projects;
 * words, themes and countries narrow the other layers too; `types` the agreements.
 */
export interface MapFilter {
  layers: readonly MapLayer[];
  region: MapRegion;
  /** Agreement types; none: all of them. */
  types: string[];
  /** Of the table. */
  sort: (typeof mapSorts)[number];
  projects: ProjectFilter;
}

const schema = z.object({
  layer: several,
  region: oneOf(mapRegions).transform((value) => value ?? "world"),
  type: several.transform((values) => values.filter((one) => (agreementTypes as readonly string[]).includes(one))),
  sort: oneOf(mapSorts).transform((value) => value ?? "name"),
});

/** Reads the filters of an address; what makes no sense is left out rather than refused. */
export function readMapFilter(query: Query): MapFilter {
  const { layer, region, type, sort } = schema.parse(query);
  const layers = mapLayers.filter((one) => layer.includes(one));
  return { layers: layers.length > 0 ? layers : usualLayers, region, types: type, sort, projects: readProjectFilter(query) };
}

export type MapQuery = Record<string, string | number | string[] | undefined>;

/** The filters as an address writes them, defaults left out. */
export function writeMapFilter({ layers, region, types, sort, projects }: MapFilter): MapQuery {
  return {
    ...(layers.join() === usualLayers.join() ? {} : { layer: [...layers] }),
    ...(region === "world" ? {} : { region }),
    ...(types.length > 0 ? { type: types } : {}),
    ...writeProjectFilter({ ...projects, sort: undefined }),
    ...(sort === "name" ? {} : { sort }),
  };
}
