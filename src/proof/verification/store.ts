import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";

/** A verification that was made. `lastHash` in hexadecimal. */
export interface Check {
  number: number;
  at: Date;
  actor: string;
  actorName: string;
  /** 1: the whole log. */
  fromId: number;
  lastId: number;
  lastHash: string;
  entries: number;
  /** What did not hold (a ChainFault, or anchor_<AnchorFault>), and at which entry or anchor. */
  fault: string | null;
  faultAt: number | null;
}

const checks = sql`SELECT number, at, actor, actor_name, from_id, last_id, encode(last_hash, 'hex') AS last_hash, entries, fault, fault_at FROM audit_check`;

export async function lastCheck(db: Database): Promise<Check | undefined> {
  return (await sql<Check>`${checks} ORDER BY number DESC LIMIT 1`.execute(db)).rows[0];
}
/** The last that read the log from its first entry. */
export async function lastWholeCheck(db: Database): Promise<Check | undefined> {
  return (await sql<Check>`${checks} WHERE from_id = 1 ORDER BY number DESC LIMIT 1`.execute(db)).rows[0];
}
export async function listChecks(db: Database, limit: number): Promise<Check[]> {
  return (await sql<Check>`${checks} ORDER BY number DESC LIMIT ${limit}`.execute(db)).rows;
}

export async function insertCheck(trx: Database, check: Omit<Check, "number" | "at">): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    INSERT INTO audit_check (actor, actor_name, from_id, last_id, last_hash, entries, fault, fault_at)
    VALUES (${check.actor}, ${check.actorName}, ${check.fromId}, ${check.lastId}, decode(${check.lastHash}, 'hex'), ${check.entries}, ${check.fault}, ${check.faultAt})
    RETURNING number`.execute(trx);
  return rows[0]!.number;
}

/** Who is told when the log does not hold. */
export async function administrators(db: Database): Promise<{ name: string; email: string; locale: Locale }[]> {
  const { rows } = await sql<{ name: string; email: string; locale: Locale }>`
    SELECT name, email, locale FROM auth."user" WHERE role = 'administrator' AND "closedAt" IS NULL AND "emailVerified" ORDER BY id`.execute(
    db,
  );
  return rows;
}

/** True when a verification is asked for and not yet made. */
export async function isAsked(db: Database): Promise<boolean> {
  const { rows } = await sql<{ asked: boolean }>`
    SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'verify_log' AND attempts < max_attempts) AS asked`.execute(
    db,
  );
  return rows[0]!.asked;
}

/** Undefined while nothing was ever written. */
export async function firstEntryAt(db: Database): Promise<Date | undefined> {
  return (await sql<{ at: Date }>`SELECT at FROM event ORDER BY id LIMIT 1`.execute(db)).rows[0]?.at;
}
