import type { Database } from "../../platform/database/connect.ts";
import { conventionsOf, type Locale } from "../../platform/i18n/languages.ts";
import { type MapFilter, mapLayers } from "../../register/map/filters.ts";
import { type MapContent, type MapPoint, otherPoints, projectPoints } from "../../register/map/points.ts";
import { has } from "../../register/project/catalogue/bits.ts";
import { nameOrder } from "../../register/project/catalogue/words-store.ts";
import { cellsOf } from "../../ui/map-spots.ts";
import { plain } from "../../ui/text.tsx";
import { positionOn } from "../../ui/world-map.tsx";

const POINTS_PER_PAGE = 100;

/** A page of the points of a map. */
export interface PointsPage {
  rows: MapPoint[];
  page: number;
  pages: number;
  /** Points in all, inside the frame. */
  total: number;
}

// A row is sorted by one number: what comes first, the rank of the name, which point it is. Together below 2^53.
const NAMES = 2 ** 21;
const POINTS = 2 ** 22;

/**
 * One page of the table of points: by name; by country, then name, those without a country last; by layer, then name.
 * All points are sorted as numbers; only those of the page are read from their records.
 */
export async function pointsPage(db: Database, content: MapContent, filter: MapFilter, locale: Locale): Promise<PointsPage> {
  const { catalogue, projects, countryOf } = content;
  const { spots, ids } = catalogue;
  const others = otherPoints(content, filter).filter((point) => positionOn(filter.region, point.latitude, point.longitude));
  const { rankOf } = await nameOrder(db, catalogue, locale);
  const first = firstKey(content, filter, locale);
  const cells = cellsOf(spots, filter.region);
  const keys: number[] = [];
  const key = (before: number, rank: number, point: number) => (before * NAMES + rank) * POINTS + point;
  for (let i = 0; i < cells.length; i++) {
    const project = spots.project[i]!;
    if (cells[i] !== -1 && has(projects, project)) keys.push(key(first("projects", spots.country[i]!), rankOf.project[project]!, i));
  }
  for (const [i, point] of others.entries())
    keys.push(key(first(point.layer, point.country ?? ""), rankOf.other.get(`${point.kind} ${point.id}`) ?? 0, cells.length + i));
  const pages = Math.max(1, Math.ceil(keys.length / POINTS_PER_PAGE));
  const page = Math.min(filter.projects.page, pages);
  const chosen = [
    ...Float64Array.from(keys)
      .sort()
      .subarray((page - 1) * POINTS_PER_PAGE, page * POINTS_PER_PAGE),
  ].map((one) => one % POINTS);
  const wanted = new Set(chosen.flatMap((i) => (i < cells.length ? [ids[spots.project[i]!]!] : [])));
  const pointsOf = Map.groupBy(await projectPoints(db, [...wanted], countryOf), ({ id }) => id);
  const rows = chosen.flatMap((i) => {
    const point = i < cells.length ? pointsOf.get(ids[spots.project[i]!]!)?.[spots.ordinal[i]!] : others[i - cells.length];
    return point ? [point] : [];
  });
  return { rows, page, pages, total: keys.length };
}

function firstKey({ catalogue }: MapContent, { sort }: MapFilter, locale: Locale): (layer: MapPoint["layer"], country: string) => number {
  if (sort === "name") return () => 0;
  if (sort === "layer") {
    const order = [...mapLayers].sort();
    return (layer) => order.indexOf(layer);
  }
  const { compare } = new Intl.Collator(conventionsOf(locale));
  const named = catalogue.named.country.map(({ value, name }) => ({ value, text: plain(name, locale) }));
  const ranks = new Map(named.sort((a, b) => compare(a.text, b.text)).map(({ value }, rank) => [value, rank]));
  return (_layer, country) => ranks.get(country) ?? ranks.size;
}
