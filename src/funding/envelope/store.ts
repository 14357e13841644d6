import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Envelope, Gauge } from "./rules.ts";

export type Account = "ae" | "cp" | "reserved" | "voted" | "committed" | "scheduled" | "paid" | "recovered";

export interface Movement {
  envelope: string;
  account: Account;
  /** Signed, in cents; 0 writes nothing. */
  cents: number;
  about?: { kind: "application" | "grant" | "payment" | "recovery"; id: string };
  transfer?: string;
  reason?: string;
}

/** Posts movements in one statement: the sums of the envelopes and the gauges follow, or the database refuses all. */
export async function post(trx: Database, movements: readonly Movement[], by: Actor): Promise<void> {
  const rows = movements.filter(({ cents }) => cents !== 0);
  if (rows.length === 0) return;
  await trx
    .insertInto("movement")
    .values(
      // Always in the same order: two posts that touch the same envelopes never wait for each other in a circle.
      rows
        .toSorted((a, b) => a.envelope.localeCompare(b.envelope) || Math.sign(a.cents) - Math.sign(b.cents))
        .map(({ envelope, account, cents, about, transfer, reason }) => ({
          envelope,
          account,
          cents,
          aboutKind: about?.kind ?? null,
          aboutId: about?.id ?? null,
          transfer: transfer ?? null,
          reason: reason ?? "",
          actor: by.id,
          actorName: by.name,
        })),
    )
    .execute();
}

export type EnvelopeListed = Envelope & { programmeName: Localised; sourceName: Localised };

const withNames = (db: Database) =>
  db
    .selectFrom("envelope")
    .innerJoin("programme", "programme.id", "envelope.programme")
    .innerJoin("term", (join) => join.onRef("term.code", "=", "envelope.source").on("term.vocabulary", "=", "budget-source"))
    .select([
      "envelope.id",
      "envelope.year",
      "envelope.programme",
      "envelope.source",
      "envelope.currency",
      "envelope.aeCents",
      "envelope.cpCents",
      "envelope.reservedCents",
      "envelope.votedCents",
      "envelope.committedCents",
      "envelope.scheduledCents",
      "envelope.paidCents",
      "envelope.recoveredCents",
      "programme.name as programmeName",
      "term.name as sourceName",
    ]);

export function listEnvelopes(
  db: Database,
  filter: { year?: number | undefined; programme?: string | undefined } = {},
): Promise<EnvelopeListed[]> {
  let query = withNames(db);
  if (filter.year !== undefined) query = query.where("envelope.year", "=", filter.year);
  if (filter.programme !== undefined) query = query.where("envelope.programme", "=", filter.programme);
  return query.orderBy("envelope.year", "desc").orderBy("envelope.programme").orderBy("envelope.source").execute();
}

export function findEnvelope(db: Database, id: string): Promise<EnvelopeListed | undefined> {
  return withNames(db).where("envelope.id", "=", id).executeTakeFirst();
}

/** The envelope of a year, a programme and a source, if it was opened. */
export function envelopeFor(db: Database, year: number, programme: string, source: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom("envelope")
    .select("id")
    .where("year", "=", year)
    .where("programme", "=", programme)
    .where("source", "=", source)
    .executeTakeFirst();
}

export async function insertEnvelope(trx: Database, row: { year: number; programme: string; source: string }): Promise<string> {
  return (await trx.insertInto("envelope").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

const MOVEMENTS_PER_PAGE = 100;
export async function movementsOf(db: Database, envelope: string, before?: number) {
  let query = db.selectFrom("movement").selectAll().where("envelope", "=", envelope);
  if (before !== undefined) query = query.where("id", "<", before);
  return query.orderBy("id", "desc").limit(MOVEMENTS_PER_PAGE).execute();
}
export type MovementRow = Awaited<ReturnType<typeof movementsOf>>[number];

export function listGauges(db: Database, year?: number): Promise<(Gauge & { version: number })[]> {
  let query = db
    .selectFrom("gauge")
    .select(["year", "source", "revenueCents", "revenueBasis", "capCents", "perMille", "limitCents", "committedCents", "version"]);
  if (year !== undefined) query = query.where("year", "=", year);
  return query.orderBy("year", "desc").orderBy("source").execute() as Promise<(Gauge & { version: number })[]>;
}

/** Enters or corrects the revenue of a service for a year. Returns the row's new version. */
export async function putGauge(trx: Database, row: Omit<Gauge, "perMille" | "limitCents" | "committedCents">): Promise<number> {
  const { revenueCents, revenueBasis, capCents } = row;
  const written = await trx
    .insertInto("gauge")
    .values({ ...row, source: row.source })
    .onConflict((conflict) =>
      conflict.columns(["year", "source"]).doUpdateSet({ revenueCents, revenueBasis, capCents, version: sql<number>`gauge.version + 1` }),
    )
    .returning("version")
    .executeTakeFirstOrThrow();
  return written.version;
}

/** The years that have an envelope or a gauge, newest first. */
export async function fundingYears(db: Database): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`SELECT year FROM envelope UNION SELECT year FROM gauge ORDER BY year DESC`.execute(db);
  return rows.map(({ year }) => year);
}
