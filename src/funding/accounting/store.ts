import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { GrantState } from "../grant/states.ts";
import type { PaymentState, RecoveryState } from "../payment/states.ts";
import type { Candidate } from "./rules.ts";

/** Locks grants by number, in one order whoever asks: two batches never wait for each other in a circle. */
export async function lockGrants(trx: Database, numbers: readonly string[]): Promise<void> {
  if (numbers.length > 0)
    await trx
      .selectFrom("grant")
      .select("id")
      .where("number", "in", [...new Set(numbers)])
      .orderBy("id")
      .forUpdate()
      .execute();
}

export async function grantByNumber(
  db: Database,
  number: string,
): Promise<{ id: string; state: GrantState; commitmentNumber: string | null } | undefined> {
  const row = await db.selectFrom("grant").select(["id", "state", "commitmentNumber"]).where("number", "=", number).executeTakeFirst();
  return row as { id: string; state: GrantState; commitmentNumber: string | null } | undefined;
}

/** Every payment of a grant, and any other that has this order number. */
export async function candidates(db: Database, grant: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`SELECT p.id, p.state, p.amount_cents, p.order_number, t.position + 1 AS tranche
    FROM payment p JOIN tranche t ON t.id = p.tranche WHERE p."grant" = ${grant} ORDER BY p.requested_at, p.id`.execute(db);
  return rows;
}

/** The envelope of a year and a source from which a grant was paid. */
export async function envelopeOfGrant(db: Database, grant: string, year: number, source: string): Promise<string | undefined> {
  const { rows } = await sql<{ envelope: string }>`SELECT envelope FROM tranche
    WHERE "grant" = ${grant} AND year = ${year} AND source = ${source} AND envelope IS NOT NULL LIMIT 1`.execute(db);
  return rows[0]?.envelope;
}

export interface PaymentOfAccounts {
  id: string;
  grant: string;
  tranche: number;
  year: number;
  source: string;
  organisation: string;
  organisationName: Localised;
  siret: string | null;
  amountCents: number;
  currency: string;
  state: PaymentState;
  requestedAt: Date;
  checkedAt: Date | null;
  orderNumber: string | null;
  paidOn: string | null;
  reason: string | null;
  /** The number, in the log, of the last act on it: the next page starts after the last of these. */
  cursor: number;
  changedAt: Date;
}
export interface PaymentQuery {
  /** After this number of the log. */
  after?: number | undefined;
  /** Touched at this instant or later. */
  since?: string | undefined;
  state?: PaymentState | undefined;
  grant?: string | undefined;
  limit: number;
}

/**
 * Payments in the order of the last act on each, as the log numbers them: who has read up to a number misses nothing
 * before it, as writers of the log take turns until they commit.
 */
export async function paymentsForAccounts(db: Database, query: PaymentQuery): Promise<PaymentOfAccounts[]> {
  const where: RawBuilder<unknown>[] = [
    ...(query.after === undefined ? [] : [sql`e.id > ${query.after}`]),
    ...(query.since === undefined ? [] : [sql`e.at >= ${query.since}::timestamptz`]),
    ...(query.state ? [sql`p.state = ${query.state}`] : []),
    ...(query.grant ? [sql`g.number = ${query.grant}`] : []),
  ];
  const { rows } = await sql<PaymentOfAccounts>`
    SELECT p.id, g.number AS grant, t.position + 1 AS tranche, t.year, t.source, g.organisation, o.name AS organisation_name, o.siret, p.amount_cents,
           g.currency, p.state, p.requested_at, p.checked_at, p.order_number, p.paid_on, p.reason, e.id AS cursor, e.at AS changed_at
    FROM payment p JOIN "grant" g ON g.id = p."grant" JOIN tranche t ON t.id = p.tranche JOIN organisation o ON o.id = g.organisation
    JOIN LATERAL (SELECT id, at FROM event WHERE kind = 'payment' AND record = p.id::text ORDER BY id DESC LIMIT 1) e ON true
    ${where.length > 0 ? sql`WHERE ${sql.join(where, sql` AND `)}` : sql``} ORDER BY e.id LIMIT ${query.limit}`.execute(db);
  return rows;
}

export interface GrantOfAccounts {
  number: string;
  object: string;
  state: GrantState;
  deliberation: string | null;
  votedOn: string;
  signedOn: string | null;
  committedOn: string | null;
  commitmentNumber: string | null;
  organisation: string;
  organisationName: Localised;
  siret: string | null;
  award: string;
  project: string | null;
  programme: string;
  amountCents: number;
  currency: string;
  tranches: { position: number; year: number; source: string; condition: string; amountCents: number }[];
  payments: { id: string; tranche: number; state: PaymentState; amountCents: number; orderNumber: string | null; paidOn: string | null }[];
  recoveries: {
    id: string;
    year: number;
    source: string;
    state: RecoveryState;
    amountCents: number;
    orderedOn: string;
    receivedOn: string | null;
  }[];
}

/** Grants with their schedule, payments and recoveries, in the order of their numbers, after the one named. One query. */
export async function grantsForAccounts(
  db: Database,
  query: { after?: string | undefined; number?: string | undefined; state?: GrantState | undefined; limit: number },
): Promise<GrantOfAccounts[]> {
  const where = [
    sql`true`,
    ...(query.after === undefined ? [] : [sql`g.number > ${query.after}`]),
    ...(query.number === undefined ? [] : [sql`g.number = ${query.number}`]),
    ...(query.state ? [sql`g.state = ${query.state}`] : []),
  ];
  const { rows } = await sql<GrantOfAccounts>`
    SELECT g.number, g.object, g.state, d.reference AS deliberation, d.voted_on, g.signed_on, g.committed_on, g.commitment_number, g.organisation,
           o.name AS organisation_name, o.siret, g.award, g.project, g.programme, g.amount_cents, g.currency,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('position', t.position + 1, 'year', t.year, 'source', t.source, 'condition', t.condition,
              'amountCents', t.amount_cents) ORDER BY t.position), '[]') FROM tranche t WHERE t."grant" = g.id) AS tranches,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'tranche', t.position + 1, 'state', p.state, 'amountCents', p.amount_cents,
              'orderNumber', p.order_number, 'paidOn', p.paid_on) ORDER BY p.requested_at, p.id), '[]')
              FROM payment p JOIN tranche t ON t.id = p.tranche WHERE p."grant" = g.id) AS payments,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'year', e.year, 'source', e.source, 'state', v.state, 'amountCents', v.amount_cents,
              'orderedOn', v.ordered_on, 'receivedOn', v.received_on) ORDER BY v.ordered_on, v.id), '[]')
              FROM recovery v JOIN envelope e ON e.id = v.envelope WHERE v."grant" = g.id) AS recoveries
    FROM "grant" g JOIN deliberation d ON d.id = g.deliberation JOIN organisation o ON o.id = g.organisation
    WHERE ${sql.join(where, sql` AND `)} ORDER BY g.number LIMIT ${query.limit}`.execute(db);
  return rows;
}
