import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Localised } from "../../platform/localised.ts";
import { followedBy } from "../assessment/visible-store.ts";
import { trancheMet } from "../payment/store.ts";
import type { ReportLine, TrancheLine } from "./schedule.ts";
import type { GrantFacts, GrantState } from "./states.ts";

export type GrantRow = Omit<Selectable<DB["grant"]>, "state"> & { state: GrantState };

export async function insertGrant(
  trx: Database,
  row: Insertable<DB["grant"]>,
  sources: readonly { envelope: string; amountCents: number }[],
  tranches: readonly TrancheLine[],
): Promise<string> {
  const { id } = await trx.insertInto("grant").values(row).returning("id").executeTakeFirstOrThrow();
  await trx
    .insertInto("grantSource")
    .values(sources.map((source) => ({ grant: id, ...source })))
    .execute();
  await insertTranches(trx, id, tranches);
  return id;
}

async function insertTranches(trx: Database, grant: string, tranches: readonly TrancheLine[]): Promise<void> {
  if (tranches.length > 0)
    await trx
      .insertInto("tranche")
      .values(tranches.map((line, position) => ({ grant, position, ...line })))
      .execute();
}

/** Replaces the tranches of a grant that is not committed. */
export async function replaceTranches(trx: Database, grant: string, tranches: readonly TrancheLine[]): Promise<void> {
  await trx.deleteFrom("tranche").where("grant", "=", grant).execute();
  await insertTranches(trx, grant, tranches);
}

export async function lockGrant(trx: Database, id: string): Promise<GrantRow | undefined> {
  return (await trx.selectFrom("grant").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as GrantRow | undefined;
}

export async function setGrant(trx: Database, id: string, set: Record<string, unknown>): Promise<number> {
  const row = await trx
    .updateTable("grant")
    .set({ ...set, version: sql`version + 1`, updatedAt: sql`now()` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}

/** What the moves of a grant depend on. `on`: the day of the move (YYYY-MM-DD). */
export async function grantFacts(db: Database, id: string, on: string): Promise<GrantFacts> {
  const { rows } = await sql<GrantFacts>`
    SELECT EXISTS (SELECT 1 FROM convention c WHERE c."grant" = g.id AND c.number = 0 AND c.state = 'signed') AS convention_signed,
           coalesce(d.executory_on <= ${on}::date, false) AS executory,
           (SELECT count(*)::int FROM report r WHERE r."grant" = g.id AND r.state NOT IN ('accepted', 'waived')) AS reports_open,
           (SELECT count(*)::int FROM payment p WHERE p."grant" = g.id AND p.state IN ('requested', 'checked', 'ordered')) AS payments_open,
           (SELECT count(*)::int FROM recovery v WHERE v."grant" = g.id AND v.state = 'ordered') AS recoveries_open
    FROM "grant" g JOIN deliberation d ON d.id = g.deliberation WHERE g.id = ${id}`.execute(db);
  return rows[0]!;
}

export interface SourceOfGrant {
  envelope: string;
  year: number;
  source: string;
  sourceName: Localised;
  amountCents: number;
}
export async function sourcesOf(db: Database, grant: string): Promise<SourceOfGrant[]> {
  return db
    .selectFrom("grantSource")
    .innerJoin("envelope", "envelope.id", "grantSource.envelope")
    .innerJoin("term", (join) => join.onRef("term.code", "=", "envelope.source").on("term.vocabulary", "=", "budget-source"))
    .select(["grantSource.envelope", "envelope.year", "envelope.source", "term.name as sourceName", "grantSource.amountCents"])
    .where("grantSource.grant", "=", grant)
    .orderBy("envelope.source")
    .execute();
}

export interface TrancheOfGrant extends TrancheLine {
  id: string;
  position: number;
  envelope: string | null;
  sourceName: Localised;
  /** The report that it waits for is accepted, or it waits for none. */
  met: boolean;
  /** Asked for and not rejected, and of that paid, in cents. */
  requestedCents: number;
  paidCents: number;
}
export async function tranchesOf(db: Database, grant: string): Promise<TrancheOfGrant[]> {
  const { rows } = await sql<TrancheOfGrant>`
    SELECT t.id, t.position, t.year, t.source, n.name AS source_name, t.condition, t.amount_cents, t.envelope, ${trancheMet} AS met,
           (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM payment p WHERE p.tranche = t.id AND p.state <> 'rejected') AS requested_cents,
           (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM payment p WHERE p.tranche = t.id AND p.state = 'paid') AS paid_cents
    FROM tranche t LEFT JOIN term n ON n.vocabulary = 'budget-source' AND n.code = t.source WHERE t."grant" = ${grant} ORDER BY t.position`.execute(
    db,
  );
  return rows;
}

/** A tranche that is in the envelope of its year and counted there. */
type ScheduledTranche = TrancheLine & { envelope: string; scheduled: true };

export async function insertTranche(trx: Database, grant: string, position: number, tranche: ScheduledTranche): Promise<void> {
  await trx
    .insertInto("tranche")
    .values({ grant, position, ...tranche })
    .execute();
}
export async function setTranche(trx: Database, id: string, set: Partial<ScheduledTranche>): Promise<void> {
  await trx.updateTable("tranche").set(set).where("id", "=", id).execute();
}
/** Brings what a grant takes of an envelope to an amount, in cents. */
export async function setSource(trx: Database, grant: string, envelope: string, amountCents: number): Promise<void> {
  await trx.updateTable("grantSource").set({ amountCents }).where("grant", "=", grant).where("envelope", "=", envelope).execute();
}

export async function insertReports(trx: Database, grant: string, reports: readonly ReportLine[]): Promise<void> {
  if (reports.length > 0)
    await trx
      .insertInto("report")
      .values(reports.map((report) => ({ grant, ...report })))
      .execute();
}

export interface GrantListed {
  id: string;
  number: string;
  object: string;
  state: GrantState;
  organisation: string;
  organisationName: Localised;
  programmeName: Localised;
  amountCents: number;
  paidCents: number;
  currency: string;
  votedOn: string;
  /** The report that has been late the longest, or the next one due. */
  nextReportOn: string | null;
  late: boolean;
  updatedAt: Date;
}
export interface GrantFilter {
  state?: string | undefined;
  programme?: string | undefined;
  late?: boolean | undefined;
  q?: string | undefined;
  page: number;
}
export const GRANTS_PER_PAGE = 50;

/** Grants as the office lists them: late reports first, then the newest. */
export async function listGrants(
  db: Database,
  filter: GrantFilter,
  on: string,
  reader: Actor,
): Promise<{ rows: GrantListed[]; total: number }> {
  const where = sql.join(
    [
      followedBy(reader),
      ...(filter.state ? [sql`g.state = ${filter.state}`] : []),
      ...(filter.programme ? [sql`g.programme = ${filter.programme}`] : []),
      ...(filter.late
        ? [
            sql`EXISTS (SELECT 1 FROM report l WHERE l."grant" = g.id AND l.state IN ('expected', 'certifying', 'to_complete') AND l.due_on < ${on}::date)`,
          ]
        : []),
      ...(filter.q ? [sql`(fold(g.number || ' ' || g.object || ' ' || (o.name::jsonb)::text) LIKE '%' || fold(${filter.q}) || '%')`] : []),
    ],
    sql` AND `,
  );
  const { rows } = await sql<GrantListed & { total: number }>`
    SELECT g.id, g.number, g.object, g.state, g.organisation, o.name AS organisation_name, m.name AS programme_name, g.amount_cents, g.currency,
           d.voted_on, r.next_report_on, coalesce(r.next_report_on < ${on}::date, false) AS late, g.updated_at,
           coalesce((SELECT sum(p.amount_cents) FROM payment p WHERE p."grant" = g.id AND p.state = 'paid'), 0)::bigint AS paid_cents,
           count(*) OVER ()::int AS total
    FROM "grant" g JOIN organisation o ON o.id = g.organisation JOIN programme m ON m.id = g.programme JOIN deliberation d ON d.id = g.deliberation
    LEFT JOIN LATERAL (SELECT min(due_on) AS next_report_on FROM report r WHERE r."grant" = g.id AND r.state IN ('expected', 'certifying', 'to_complete')) r ON true
    WHERE ${where} ORDER BY late DESC, d.voted_on DESC, g.number LIMIT ${GRANTS_PER_PAGE} OFFSET ${(filter.page - 1) * GRANTS_PER_PAGE}`.execute(
    db,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** A grant with its deliberation and the names that its page shows; undefined when there is none. */
export async function findGrant(db: Database, id: string) {
  const row = await db
    .selectFrom("grant")
    .innerJoin("deliberation", "deliberation.id", "grant.deliberation")
    .innerJoin("organisation", "organisation.id", "grant.organisation")
    .innerJoin("programme", "programme.id", "grant.programme")
    .innerJoin("application", "application.id", "grant.application")
    .selectAll("grant")
    .select([
      "deliberation.reference as deliberationReference",
      "deliberation.votedOn",
      "deliberation.executoryOn",
      "organisation.name as organisationName",
      "organisation.siret",
      "programme.name as programmeName",
      "programme.type as programmeType",
      "application.applicant",
      "application.editionVersion",
      "application.totalCents",
      "application.askedCents",
    ])
    .where("grant.id", "=", id)
    .executeTakeFirst();
  return row && { ...row, state: row.state as GrantState };
}
export type GrantRecord = NonNullable<Awaited<ReturnType<typeof findGrant>>>;

/** The grant that an application has become. */
export async function grantOf(db: Database, application: string): Promise<GrantRecord | undefined> {
  const row = await db.selectFrom("grant").select("id").where("application", "=", application).executeTakeFirst();
  return row && findGrant(db, row.id);
}

/** The place of the register that stands on a point, if it is public. */
export async function publishedPlaceAt(
  db: Database,
  { country, latitude, longitude }: { country: string; latitude: number; longitude: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom("place")
    .select("id")
    .where("status", "=", "published")
    .where("country", "=", country)
    .where("latitude", "=", latitude)
    .where("longitude", "=", longitude)
    .executeTakeFirst();
  return row?.id;
}
