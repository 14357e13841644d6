import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

const WINDOW_MINUTES = 10;

/** Adds one to each key, in one statement, and says how many it has had in its window. Keys in one order: no two wait for each other. */
export async function count(db: Database, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    INSERT INTO auth.throttle AS t (key, count, until)
    SELECT k, 1, now() + make_interval(mins => ${WINDOW_MINUTES}) FROM unnest(${[...keys].sort()}::text[]) AS k
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN t.until <= now() THEN 1 ELSE t.count + 1 END,
      until = CASE WHEN t.until <= now() THEN excluded.until ELSE t.until END
    RETURNING key, count`.execute(db);
  return new Map(rows.map((row) => [row.key, row.count]));
}

export async function forget(db: Database, keys: readonly string[]): Promise<void> {
  await sql`DELETE FROM auth.throttle WHERE key = ANY (${keys}::text[])`.execute(db);
}
