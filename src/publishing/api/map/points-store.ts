import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import type { Locale } from "../../../platform/i18n/languages.ts";
import { projectsThatMatch } from "../matching-store.ts";
import type { Values } from "../query.ts";

/** Where a project is: one point for each of its places and sites, else for each of its countries. Degrees, WGS 84. */
export interface Point {
  id: string;
  lon: number;
  lat: number;
  country: string | null;
  /** The first of its themes. */
  theme: string | null;
  precision: "exact" | "approximate" | "country";
}
/** Projects near one another: their middle, and how many they are. */
export interface Cluster {
  lon: number;
  lat: number;
  projects: number;
}
/** West, south, east, north. West beyond east: over the 180th meridian. */
export type Box = readonly [number, number, number, number];

const DECIMALS = 4; // some ten metres
const rounded = (column: string) => sql`round(${sql.raw(column)}::numeric, ${sql.lit(DECIMALS)})::float8`;

function located(db: Database, values: Values, locale: Locale) {
  const chosen = projectsThatMatch(db, values, locale).select(["project.id", "project.themes"] as never);
  return sql`
    chosen AS MATERIALIZED (SELECT m.id, m.themes[1] AS theme FROM ${chosen} m),
    exact AS (
      SELECT m.id, m.theme, p.longitude AS lon, p.latitude AS lat, p.country::text, p.exactness AS precision
      FROM chosen m JOIN published.project_place l ON l.project = m.id JOIN published.place p ON p.id = l.place
      UNION ALL
      SELECT m.id, m.theme, s.longitude, s.latitude, (SELECT k.country FROM published.project_country k WHERE k.project = m.id ORDER BY k.position LIMIT 1), s.exactness
      FROM chosen m JOIN published.project_site s ON s.project = m.id
    ),
    point AS (
      SELECT * FROM exact
      UNION ALL
      SELECT m.id, m.theme, y.longitude, y.latitude, y.code, 'country'
      FROM chosen m JOIN published.project_country k ON k.project = m.id JOIN published.country y ON y.code = k.country
      WHERE y.latitude IS NOT NULL AND y.longitude IS NOT NULL AND NOT EXISTS (SELECT FROM exact e WHERE e.id = m.id)
    )`;
}

function within(box: Box | undefined) {
  if (!box) return sql`true`;
  const [west, south, east, north] = box;
  return sql`lat BETWEEN ${south} AND ${north} AND ${west <= east ? sql`lon BETWEEN ${west} AND ${east}` : sql`(lon >= ${west} OR lon <= ${east})`}`;
}

/** How many projects match, counted no further than `most` and one. */
export async function countLocated(db: Database, values: Values, locale: Locale, most: number): Promise<number> {
  const some = projectsThatMatch(db, values, locale)
    .select(sql`1`.as("one") as never)
    .limit(most + 1);
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${some} x`.execute(db);
  return rows[0]!.n;
}

/** The points of the projects that match. */
export async function readPoints(db: Database, values: Values, locale: Locale, box: Box | undefined): Promise<Point[]> {
  const { rows } = await sql<Point>`
    WITH ${located(db, values, locale)}
    SELECT id, ${rounded("lon")} AS lon, ${rounded("lat")} AS lat, country, theme, precision FROM point WHERE ${within(box)} ORDER BY id, lon, lat`.execute(
    db,
  );
  return rows;
}

/** The points gathered by the cells of a grid, `cell` degrees wide and high. */
export async function readClusters(db: Database, values: Values, locale: Locale, box: Box | undefined, cell: number): Promise<Cluster[]> {
  const { rows } = await sql<Cluster>`
    WITH ${located(db, values, locale)}
    SELECT ${rounded("avg(lon)")} AS lon, ${rounded("avg(lat)")} AS lat, count(DISTINCT id)::int AS projects
    FROM point WHERE ${within(box)} GROUP BY floor(lon / ${cell}::float8), floor(lat / ${cell}::float8) ORDER BY projects DESC, 1, 2`.execute(
    db,
  );
  return rows;
}
