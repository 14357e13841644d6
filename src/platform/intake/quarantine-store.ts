import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { CheckState } from "./store.ts";

/** A file that nobody opens, or one that was decided upon: what it is, whose, since when, and why. */
export interface Quarantined {
  file: string;
  state: CheckState;
  name: string;
  use: string | null;
  bytes: number;
  senderName: string | null;
  senderEmail: string | null;
  aboutKind: string | null;
  aboutId: string | null;
  arrivedAt: Date;
  threat: string | null;
  fault: string | null;
  attempts: number;
  scannedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
}

const MOST_LISTED = 300;

/** Infected first, then what waits, oldest first; or what was decided upon, newest first. `hidden`: of what files nothing is told. */
export async function listQuarantine(db: Database, which: "closed" | "decided", hidden: readonly string[]): Promise<Quarantined[]> {
  const states = which === "closed" ? ["infected", "waiting"] : ["released", "deleted"];
  const order = which === "closed" ? sql`k.state = 'infected' DESC, f.created_at` : sql`k.decided_at DESC`;
  const { rows } = await sql<Quarantined>`
    SELECT k.file, k.state, coalesce(i.name, f.name) AS name, i.use, f.bytes, u.name AS "senderName", u.email AS "senderEmail",
      i.about_kind AS "aboutKind", i.about_id AS "aboutId", coalesce(i.at, f.created_at) AS "arrivedAt",
      k.threat, k.fault, k.attempts, k.scanned_at AS "scannedAt", d.name AS "decidedBy", k.decided_at AS "decidedAt", k.reason
    FROM file_check k JOIN file f ON f.sha256 = k.file
    LEFT JOIN LATERAL (SELECT * FROM intake i WHERE i.file = k.file ORDER BY i.id DESC LIMIT 1) i ON true
    LEFT JOIN auth."user" u ON u.id = i.sent_by LEFT JOIN auth."user" d ON d.id = k.decided_by
    WHERE k.state = ANY (${sql.val(states)}::text[])
      AND NOT EXISTS (SELECT FROM intake h WHERE h.file = k.file AND h.about_id = ANY (${sql.val([...hidden])}::text[]))
    ORDER BY ${order} LIMIT ${MOST_LISTED}`.execute(db);
  return rows;
}

/** Locked: of two who decide, the second sees what the first has decided. Undefined when it came with a hidden file, or is none. */
export async function lockCheck(trx: Database, file: string, hidden: readonly string[]): Promise<CheckState | undefined> {
  const { rows } = await sql<{ state: CheckState }>`
    SELECT state FROM file_check k WHERE file = ${file}
      AND NOT EXISTS (SELECT FROM intake h WHERE h.file = k.file AND h.about_id = ANY (${sql.val([...hidden])}::text[])) FOR UPDATE`.execute(
    trx,
  );
  return rows[0]?.state;
}

export async function decide(trx: Database, file: string, state: "released" | "deleted", by: string, reason: string): Promise<void> {
  await sql`UPDATE file_check SET state = ${state}, decided_by = ${by}, decided_at = now(), reason = ${reason}, fault = NULL WHERE file = ${file}`.execute(
    trx,
  );
}

/** Waits again, as if it had just come. */
export async function waitAgain(trx: Database, file: string): Promise<void> {
  await sql`UPDATE file_check SET state = 'waiting', threat = NULL, fault = NULL, attempts = 0, next_at = now() WHERE file = ${file}`.execute(
    trx,
  );
}

/** The digests of the bytes of a picture's sizes, which are forgotten. */
export async function takeSizes(trx: Database, file: string): Promise<string[]> {
  const rows = await trx.deleteFrom("fileSize").where("file", "=", file).returning("sha256").execute();
  return rows.map(({ sha256 }) => sha256);
}
