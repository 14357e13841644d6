import { type Insertable, type Selectable, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Localised } from "../../platform/localised.ts";
import type { PaymentState, RecoveryState } from "./states.ts";

export type PaymentRow = Omit<Selectable<DB["payment"]>, "state"> & { state: PaymentState };
export type RecoveryRow = Omit<Selectable<DB["recovery"]>, "state"> & { state: RecoveryState };

export async function paymentsOf(db: Database, grant: string): Promise<PaymentRow[]> {
  return (await db.selectFrom("payment").selectAll().where("grant", "=", grant).orderBy("requestedAt").execute()) as PaymentRow[];
}
export async function recoveriesOf(db: Database, grant: string): Promise<RecoveryRow[]> {
  return (await db.selectFrom("recovery").selectAll().where("grant", "=", grant).orderBy("orderedOn").execute()) as RecoveryRow[];
}

/** A payment with its grant locked before it: every act takes its locks in this order. */
export async function lockPayment(trx: Database, id: string): Promise<PaymentRow | undefined> {
  await sql`SELECT 1 FROM "grant" g WHERE g.id = (SELECT p."grant" FROM payment p WHERE p.id = ${id}) FOR UPDATE`.execute(trx);
  return (await trx.selectFrom("payment").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as PaymentRow | undefined;
}
export async function lockRecovery(trx: Database, id: string): Promise<RecoveryRow | undefined> {
  await sql`SELECT 1 FROM "grant" g WHERE g.id = (SELECT v."grant" FROM recovery v WHERE v.id = ${id}) FOR UPDATE`.execute(trx);
  return (await trx.selectFrom("recovery").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as RecoveryRow | undefined;
}

/** Whether a grant has this tranche, or one that is paid from this envelope; what is no identifier names none. */
export async function hasTranche(db: Database, grant: string, one: { id: string } | { envelope: string }): Promise<boolean> {
  const is = "id" in one ? sql`t.id::text = ${one.id}` : sql`t.envelope::text = ${one.envelope}`;
  const { rows } = await sql`SELECT 1 FROM tranche t WHERE t."grant" = ${grant} AND ${is} LIMIT 1`.execute(db);
  return rows.length > 0;
}

export async function insertPayment(trx: Database, row: Insertable<DB["payment"]>): Promise<string> {
  return (await trx.insertInto("payment").values(row).returning("id").executeTakeFirstOrThrow()).id;
}
export async function insertRecovery(trx: Database, row: Insertable<DB["recovery"]>): Promise<string> {
  return (await trx.insertInto("recovery").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

/** Writes columns of a payment; `now`: the one that holds the instant of the act. Returns its version. */
export async function setPayment(
  trx: Database,
  id: string,
  set: Record<string, unknown>,
  now?: "checkedAt" | "orderedAt",
): Promise<number> {
  const row = await trx
    .updateTable("payment")
    .set({ ...set, ...(now ? { [now]: sql`now()` } : {}), version: sql`version + 1` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}
export async function setRecovery(trx: Database, id: string, set: Record<string, unknown>): Promise<number> {
  const row = await trx
    .updateTable("recovery")
    .set({ ...set, version: sql`version + 1` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Whether the report that a tranche waits for is accepted, of the table tranche AS t: the same question as the trigger payment_guard asks. */
export const trancheMet = sql<boolean>`
  CASE t.condition
    WHEN 'interim_report' THEN EXISTS (SELECT 1 FROM report r WHERE r."grant" = t."grant" AND r.type IN ('interim', 'final') AND r.state = 'accepted')
    WHEN 'final_report' THEN EXISTS (SELECT 1 FROM report r WHERE r."grant" = t."grant" AND r.type = 'final' AND r.state = 'accepted')
      AND NOT EXISTS (SELECT 1 FROM report r WHERE r."grant" = t."grant" AND r.state NOT IN ('accepted', 'waived'))
    ELSE true END`;

export async function conditionMet(db: Database, tranche: string): Promise<boolean> {
  const { rows } = await sql<{ met: boolean }>`SELECT ${trancheMet} AS met FROM tranche t WHERE t.id = ${tranche}`.execute(db);
  return rows[0]?.met ?? false;
}

export interface PaymentListed {
  id: string;
  grant: string;
  number: string;
  object: string;
  organisationName: Localised;
  amountCents: number;
  currency: string;
  state: PaymentState;
  source: string;
  year: number;
  requestedAt: Date;
  checkedName: string | null;
  orderNumber: string | null;
  paidOn: string | null;
}

/** The payments in a state, the oldest first: what finance and officers work through. */
export async function listPayments(db: Database, state: PaymentState): Promise<PaymentListed[]> {
  const { rows } = await sql<PaymentListed>`
    SELECT p.id, p."grant", g.number, g.object, o.name AS organisation_name, p.amount_cents, g.currency, p.state, t.source, t.year, p.requested_at,
           p.checked_name, p.order_number, p.paid_on
    FROM payment p JOIN "grant" g ON g.id = p."grant" JOIN organisation o ON o.id = g.organisation JOIN tranche t ON t.id = p.tranche
    WHERE p.state = ${state} ORDER BY p.requested_at LIMIT 500`.execute(db);
  return rows;
}
