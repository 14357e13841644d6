import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

export interface ChainReport {
  /** How many entries were read. */
  entries: number;
  /** The first entry that does not fit, and what is wrong with it; undefined when the whole chain holds. */
  broken?: { id: number; fault: "altered" | "removed_before" | "inserted" };
}

const BATCH = 5_000;

/**
 * Walks the log from its first entry: each must carry the digest of what it says, and the digest of the one before.
 * `progress` is told how many entries have been read.
 */
export async function verifyChain(db: Database, progress: (entries: number) => void = () => {}): Promise<ChainReport> {
  let [entries, lastId, lastHash] = [0, 0, "\\x00"];
  for (;;) {
    const { rows } = await sql<{ id: number; hash: string; previous: string; sealed: boolean }>`
      SELECT id, hash::text AS hash, previous_hash::text AS previous, hash = event_digest(e) AS sealed FROM event e WHERE id > ${lastId} ORDER BY id LIMIT ${BATCH}`.execute(
      db,
    );
    for (const row of rows) {
      if (!row.sealed) return { entries, broken: { id: row.id, fault: "altered" } };
      if (row.previous !== lastHash)
        return { entries, broken: { id: row.id, fault: row.id === lastId + 1 ? "inserted" : "removed_before" } };
      if (row.id !== lastId + 1) return { entries, broken: { id: row.id, fault: "removed_before" } };
      [lastId, lastHash] = [row.id, row.hash];
      entries++;
    }
    progress(entries);
    if (rows.length < BATCH) return { entries };
  }
}
