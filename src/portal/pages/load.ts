import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type MapFilter, readMapFilter } from "../../register/map/filters.ts";
import { allPoints, type MapContent, type MapPoint, readMap } from "../../register/map/points.ts";
import { type Block, loadPage } from "../../register/page/store.ts";
import { type Drawn, draw } from "../map/drawn.ts";

/** A map as a block shows it: drawn, and its points in a table where they are few enough to read. */
export interface BlockMap {
  filter: MapFilter;
  content: MapContent;
  drawn: Drawn;
  points: MapPoint[];
}
/** More points than this are a table to search, not to read: it stands on the page of the map. */
export const MOST_POINTS = 60;

/** All that an editorial page shows, the maps of its blocks drawn; undefined when there is none. */
export async function loadPageWithMaps(db: Database, id: string, locale: Locale) {
  const page = await loadPage(db, id, locale);
  return page && { ...page, maps: await mapsOf(db, page.blocks, locale) };
}
export type EditorialRecord = NonNullable<Awaited<ReturnType<typeof loadPageWithMaps>>>;

async function mapsOf(db: Database, blocks: Block[], locale: Locale): Promise<Map<Block, BlockMap>> {
  const drawn = blocks
    .filter(({ type }) => type === "map")
    .map(async (block): Promise<[Block, BlockMap]> => {
      const filter = readMapFilter(block.filter ?? {});
      const content = await readMap(db, filter, locale);
      return [
        block,
        { filter, content, drawn: await draw(db, content, filter, filter.region), points: await fewPoints(db, content, filter) },
      ];
    });
  return new Map(await Promise.all(drawn));
}

/** Every point, or none when they are too many. */
async function fewPoints(db: Database, content: MapContent, filter: MapFilter): Promise<MapPoint[]> {
  const points: MapPoint[] = [];
  for await (const some of allPoints(db, content, filter)) {
    points.push(...some);
    if (points.length > MOST_POINTS) return [];
  }
  return points;
}
