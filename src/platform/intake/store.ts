import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import { closedStates, type Find, type ScanState, type Use } from "./rules.ts";

/** Of what use a file came, from whom, about what. */
export interface Arrival {
  file: string;
  use: Use;
  name: string;
  bytes: number;
  /** An account; null: somebody without one. */
  sentBy: string | null;
  aboutKind: string | null;
  aboutId: string | null;
}
export type CheckState = ScanState | "unscanned";

/** One person's files of one use are counted one at a time, until the transaction ends. */
export async function lockSender(trx: Database, sender: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.intake'), hashtext(${sender}))`.execute(trx);
}

/** What a person has sent of a use in the last 24 hours. */
export async function sentToday(db: Database, sentBy: string, use: Use): Promise<{ files: number; bytes: number }> {
  const { rows } = await sql<{ files: number; bytes: number }>`
    SELECT count(*)::int AS files, coalesce(sum(bytes), 0)::float8 AS bytes FROM intake
    WHERE sent_by = ${sentBy} AND use = ${use} AND at > now() - interval '24 hours'`.execute(db);
  return rows[0]!;
}

export async function insertArrival(trx: Database, row: Arrival): Promise<void> {
  await trx.insertInto("intake").values(row).execute();
}

/** Whether this person has sent this file for this use. */
export async function hasSent(db: Database, sentBy: string, use: Use, file: string): Promise<boolean> {
  const row = await db
    .selectFrom("intake")
    .select("id")
    .where("file", "=", file)
    .where("use", "=", use)
    .where("sentBy", "=", sentBy)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Where a file stands; undefined: made by the program, or kept before there was a gate. */
export async function checkOf(db: Database, file: string): Promise<{ state: CheckState; found: Find[] } | undefined> {
  const row = await db.selectFrom("fileCheck").select(["state", "found"]).where("file", "=", file).executeTakeFirst();
  return row as { state: CheckState; found: Find[] } | undefined;
}

/** May this file be opened now? Asked each time that one is given out. */
export async function isClosed(db: Database, file: string): Promise<CheckState | undefined> {
  const state = (await checkOf(db, file))?.state;
  return state && (closedStates as readonly string[]).includes(state) ? state : undefined;
}

/** Where a new file stands; of one that is known, nothing changes. Returns where it stands. */
export async function insertCheck(
  trx: Database,
  file: string,
  state: "unscanned" | "waiting",
  found: readonly Find[],
): Promise<CheckState> {
  const { rows } = await sql<{ state: CheckState }>`
    INSERT INTO file_check (file, state, found) VALUES (${file}, ${state}, ${sql.val([...found])}::text[])
    ON CONFLICT (file) DO UPDATE SET found = EXCLUDED.found RETURNING state`.execute(trx);
  return rows[0]!.state;
}
