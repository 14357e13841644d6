import type { Locale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import type { MapPoint } from "../register/map/points.ts";
import { href, hrefOfRecord } from "./paths.ts";
import { plain } from "./text.tsx";
import { type MapMark, type MapRegion, type MarkKind, positionOn } from "./world-map.tsx";

/** Points nearer than this on the drawing, in its pixels, are one mark with a number. */
const CELL: Record<MapRegion, number> = { world: 22, europe: 30 };
const kinds: Record<MapPoint["layer"], MarkKind> = { agreements: "agreement", projects: "project", networks: "network" };

export interface Group {
  points: MapPoint[];
  latitude: number;
  longitude: number;
}

/** Points of one layer that would cover each other, together. Every point is in exactly one group. */
export function groupPoints(points: readonly MapPoint[], region: MapRegion): Group[] {
  const cells = new Map<string, MapPoint[]>();
  for (const point of points) {
    const at = positionOn(region, point.latitude, point.longitude);
    if (!at) continue;
    const key = `${point.layer} ${Math.floor(at[0] / CELL[region])} ${Math.floor(at[1] / CELL[region])}`;
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  }
  // The mark stands at the point that most of its records share, never in the sea between two.
  return [...cells.values()].map((group) => {
    const places = Map.groupBy(group, (point) => `${point.latitude} ${point.longitude}`);
    const [first] = [...places.values()].sort((a, b) => b.length - a.length)[0]!;
    return { points: group, latitude: first!.latitude, longitude: first!.longitude };
  });
}

/** The marks of a map: one record leads to its page, several to the list of what stands there. */
export function marksOf(points: readonly MapPoint[], locale: Locale, region: MapRegion, listHref: (group: Group) => string): MapMark[] {
  const t = translator(locale);
  return groupPoints(points, region).map((group) => {
    const first = group.points[0]!;
    const ids = new Set(group.points.map((point) => `${point.kind} ${point.id}`));
    const single = ids.size === 1;
    const places = [...new Set(group.points.map((point) => (point.countryName ? plain(point.countryName, locale) : "")).filter(Boolean))];
    return {
      kind: kinds[first.layer],
      latitude: group.latitude,
      longitude: group.longitude,
      count: ids.size,
      hollow: group.points.every((point) => point.precision === "country"),
      label: single
        ? plain(first.name, locale)
        : t.dynamic(`map.group.${first.layer}`, {
            count: ids.size,
            places: places.slice(0, 4).join(", ") + (places.length > 4 ? "…" : ""),
          }),
      href: single ? hrefOfRecord(locale, first.kind, first.id) : listHref(group),
    };
  });
}

/** The list that a group of a layer leads to: projects, or partners with an agreement, of the countries that it covers. */
export function listOfGroup(locale: Locale, group: Group, query: Record<string, string | number | string[] | undefined> = {}): string {
  const country = [...new Set(group.points.flatMap((point) => (point.country ? [point.country] : [])))];
  const { layer } = group.points[0]!;
  if (layer === "projects") return href(locale, "projects", { query: { ...query, country } });
  return layer === "networks" ? href(locale, "networks") : href(locale, "partners", { query: { q: query.q, agreement: "yes", country } });
}
