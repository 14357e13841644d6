import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** The last public change of one record. */
export interface Change {
  kind: string;
  id: string;
  change: "created" | "changed" | "withdrawn";
  at: Date;
  /** Its number in the log: the order of the changes. */
  event: number;
}

/** The changes after a place among them, the oldest first; of some kinds, or since an instant. */
export async function readChanges(
  db: Database,
  {
    after,
    kinds,
    since,
    size,
  }: { after: { event: string; record: string } | undefined; kinds: readonly string[]; since: Date | undefined; size: number },
): Promise<Change[]> {
  const { rows } = await sql<Change>`
    SELECT c.kind, c.record AS id, c.change, c.at, c.event FROM published.change c
    WHERE ${after ? sql`(c.event, c.kind || ' ' || c.record) > (${after.event}::bigint, ${after.record})` : sql`true`}
      AND ${kinds.length > 0 ? sql`c.kind = ANY (${kinds}::text[])` : sql`true`} AND ${since ? sql`c.at >= ${since}` : sql`true`}
    ORDER BY c.event, c.kind || ' ' || c.record LIMIT ${size}`.execute(db);
  return rows;
}

/** The vocabularies, with how many terms each holds. */
export async function readVocabularies(db: Database): Promise<{ code: string; terms: number }[]> {
  const { rows } = await sql<{ code: string; terms: number }>`
    SELECT t.vocabulary AS code, count(*)::int AS terms FROM published.term t GROUP BY t.vocabulary ORDER BY t.vocabulary`.execute(db);
  return rows;
}
