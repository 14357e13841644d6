import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { HoldKind } from "./rules.ts";

export interface Hold {
  id: string;
  kind: HoldKind;
  record: string;
  reason: string;
  placedAt: Date;
  placedName: string;
  liftedAt: Date | null;
  liftedName: string | null;
  liftedReason: string | null;
}

const lookups: Record<HoldKind, (record: string) => ReturnType<typeof sql<{ id: string }>>> = {
  application: (record) => sql`SELECT id::text FROM application WHERE id::text = ${record} OR number = ${record}`,
  applicant: (record) =>
    sql`SELECT id::text FROM applicant WHERE id::text = ${record} OR siret = regexp_replace(${record}, '\\s', '', 'g')`,
  account: (record) => sql`SELECT id FROM auth."user" WHERE id = ${record} OR email = lower(${record})`,
  story: (record) => sql`SELECT id FROM story WHERE id = ${record}`,
  expert: (record) => sql`SELECT id FROM expert WHERE id = ${record}`,
  advice: (record) => sql`SELECT id FROM advice WHERE id = ${record}`,
};

/** The identifier of what someone names; undefined when there is no such thing. */
export async function findHeld(db: Database, kind: HoldKind, record: string): Promise<string | undefined> {
  return (await lookups[kind](record).execute(db)).rows[0]?.id;
}

/** False when it is held already. */
export async function insertHold(trx: Database, hold: { kind: HoldKind; record: string; reason: string }, by: Actor): Promise<boolean> {
  const { numAffectedRows } = await sql`INSERT INTO legal_hold (kind, record, reason, placed_by, placed_name)
    VALUES (${hold.kind}, ${hold.record}, ${hold.reason}, ${by.id}, ${by.name}) ON CONFLICT (kind, record) WHERE lifted_at IS NULL DO NOTHING`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

export async function endHold(trx: Database, id: string, reason: string, by: Actor): Promise<Pick<Hold, "kind" | "record"> | undefined> {
  const { rows } = await sql<
    Pick<Hold, "kind" | "record">
  >`UPDATE legal_hold SET lifted_at = now(), lifted_by = ${by.id}, lifted_name = ${by.name}, lifted_reason = ${reason}
    WHERE id = ${id} AND lifted_at IS NULL RETURNING kind, record`.execute(trx);
  return rows[0];
}

/** Those that stand, then those that were lifted. */
export async function listHolds(db: Database, limit = 200): Promise<Hold[]> {
  const { rows } =
    await sql<Hold>`SELECT id, kind, record, reason, placed_at, placed_name, lifted_at, lifted_name, lifted_reason FROM legal_hold
    ORDER BY lifted_at DESC NULLS FIRST, placed_at DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** True while a person's account is held. */
export async function isHeld(db: Database, kind: HoldKind, record: string): Promise<boolean> {
  return (await sql<{ held: boolean }>`SELECT held(${kind}, ${record}) AS held`.execute(db)).rows[0]!.held;
}
