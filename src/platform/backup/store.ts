import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

export interface Run {
  kind: "manual" | "scheduled" | "restore";
  actor: string;
  actorName: string;
  startedAt: Date;
  file: string | null;
  bytes: number | null;
  tableRows: number | null;
  files: number | null;
  missing: number;
  verifiedAt: Date | null;
  fault: string | null;
}

export async function insertRun(trx: Database, run: Run): Promise<number> {
  const { id } = await trx.insertInto("backupRun").values(run).returning("id").executeTakeFirstOrThrow();
  return id;
}

export type PastRun = Run & { id: number; finishedAt: Date };

/** The newest first. */
export async function latestRuns(db: Database, most: number): Promise<PastRun[]> {
  return (await db
    .selectFrom("backupRun")
    .selectAll()
    .orderBy("finishedAt", "desc")
    .orderBy("id", "desc")
    .limit(most)
    .execute()) as PastRun[];
}

/** One backup at a time, of all nodes: the work, or "busy". The lock is of a transaction, which outlives no process. */
export async function alone<T>(db: Database, work: () => Promise<T>): Promise<T | "busy"> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext('ville-monde.backup')) AS mine`.execute(trx);
    return rows[0]!.mine ? work() : "busy";
  });
}
