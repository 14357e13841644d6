import type { Locale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import type { Localised } from "../platform/localised.ts";
import type { MapPoint } from "../register/map/points.ts";
import type { CountryOf } from "../register/map/spots.ts";
import { href, hrefOfRecord } from "./paths.ts";
import { plain } from "./text.tsx";
import { type MapMark, type MapRegion, type MarkKind, positionOn } from "./world-map.tsx";

/** Points nearer than this on the drawing, in its pixels, are one mark with a number. */
export const CELL: Record<MapRegion, number> = { world: 22, europe: 30 };
/** The shape that stands for a layer. */
export const markOfLayer: Record<MapPoint["layer"], MarkKind> = {
  agreements: "agreement",
  projects: "project",
  networks: "network",
  occasions: "occasion",
};

/** Points of one layer that would cover each other. */
export interface Group {
  layer: MapPoint["layer"];
  latitude: number;
  longitude: number;
  /** How many records stand here. */
  count: number;
  /** Only their countries are known. */
  hollow: boolean;
  /** ISO 3166-1. */
  countries: string[];
  /** The record, when it is one. */
  only?: { kind: MapPoint["kind"]; id: string; name?: Localised };
}

/** Points of one layer that would cover each other, together. Every point is in exactly one group. */
export function groupPoints(points: readonly MapPoint[], region: MapRegion): Group[] {
  const cells = Map.groupBy(points, (point) => {
    const at = positionOn(region, point.latitude, point.longitude);
    return at ? `${point.layer} ${Math.floor(at[0] / CELL[region])} ${Math.floor(at[1] / CELL[region])}` : "";
  });
  cells.delete("");
  return [...cells.values()].map((group) => {
    // The mark stands at the point that most of its records share, never in the sea between two.
    const places = Map.groupBy(group, (point) => `${point.latitude} ${point.longitude}`);
    const [at] = [...places.values()].sort((a, b) => b.length - a.length)[0]!;
    const { layer, kind, id, name } = group[0]!;
    const count = new Set(group.map((point) => `${point.kind} ${point.id}`)).size;
    return {
      layer,
      latitude: at!.latitude,
      longitude: at!.longitude,
      count,
      hollow: group.every((point) => point.precision === "country"),
      countries: [...new Set(group.flatMap((point) => (point.country ? [point.country] : [])))],
      ...(count === 1 ? { only: { kind, id, name } } : {}),
    };
  });
}

/** The marks of a map: one record leads to its page, several to the list of what stands there. */
export function marksOf(groups: readonly Group[], countryOf: CountryOf, locale: Locale, listHref: (group: Group) => string): MapMark[] {
  const t = translator(locale);
  return groups.map((group) => {
    const { layer, latitude, longitude, count, hollow, only, countries } = group;
    const places = countries.map((code) => plain(countryOf(code)?.name ?? {}, locale)).filter(Boolean);
    return {
      kind: markOfLayer[layer],
      latitude,
      longitude,
      count,
      hollow,
      label: only
        ? plain(only.name ?? {}, locale) || only.id
        : t.dynamic(`map.group.${layer}`, { count, places: places.slice(0, 4).join(", ") + (places.length > 4 ? "…" : "") }),
      href: only ? hrefOfRecord(locale, only.kind, only.id) : listHref(group),
    };
  });
}

/** The list that a group of a layer leads to: projects, occasions, or partners with an agreement, of the countries that it covers. */
export function listOfGroup(
  locale: Locale,
  { layer, countries: country }: Group,
  query: Record<string, string | number | string[] | undefined> = {},
): string {
  if (layer === "projects") return href(locale, "projects", { query: { ...query, country } });
  if (layer === "networks") return href(locale, "networks");
  if (layer === "occasions") return href(locale, "occasions", { query: { q: query.q, country } });
  return href(locale, "partners", { query: { q: query.q, agreement: "yes", country } });
}
