import { type Insertable, sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Localised } from "../../platform/localised.ts";
import { visibleTo } from "../assessment/visible-store.ts";
import type { DeliberationState } from "./states.ts";

export async function listDeliberations(db: Database, state?: string) {
  let query = db
    .selectFrom("deliberation")
    .select(["id", "reference", "title", "sessionOn", "state", "votedOn", "executoryOn", "transmittedOn", "publishedOn"])
    .select((eb) => [
      eb
        .selectFrom("application")
        .select((a) => a.fn.countAll<number>().as("n"))
        .whereRef("application.deliberation", "=", "deliberation.id")
        .as("files"),
      sql<number>`(SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM proposal p JOIN application a ON a.id = p.application WHERE a.deliberation = deliberation.id)`.as(
        "cents",
      ),
    ]);
  if (state) query = query.where("state", "=", state);
  return query.orderBy(sql`coalesce(session_on, 'infinity')`, "desc").orderBy("createdAt", "desc").limit(500).execute();
}
export type DeliberationListed = Awaited<ReturnType<typeof listDeliberations>>[number];

export async function findDeliberation(db: Database, id: string) {
  const row = await db.selectFrom("deliberation").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const stepAsides = await db
    .selectFrom("deliberationStepAside")
    .select(["name", "reason"])
    .where("deliberation", "=", id)
    .orderBy("position")
    .execute();
  return { ...row, state: row.state as DeliberationState, stepAsides };
}
export type DeliberationRecord = NonNullable<Awaited<ReturnType<typeof findDeliberation>>>;

export async function lockDeliberation(
  trx: Database,
  id: string,
): Promise<{ state: DeliberationState; version: number; reference: string | null; sessionOn: string | null } | undefined> {
  const row = await trx
    .selectFrom("deliberation")
    .select(["state", "version", "reference", "sessionOn"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as never;
}

/** One beneficiary of a deliberation: what is proposed, from which envelopes. */
export interface DeliberationFile {
  id: string;
  number: string;
  title: string;
  state: string;
  edition: string;
  applicant: string;
  applicantName: string;
  organisation: string | null;
  askedCents: number;
  totalCents: number;
  currency: string;
  countries: string[];
  demo: boolean;
  programme: string;
  fiscalYear: number;
  sources: { envelope: string; source: string; sourceName: Localised; cents: number }[];
}

/** The files of a deliberation, or those named, in the order of their numbers; for a person, those that they may see. */
export async function deliberationFiles(
  db: Database,
  where: { deliberation: string } | { ids: readonly string[] },
  reader?: Actor,
): Promise<DeliberationFile[]> {
  const narrowed = "deliberation" in where ? sql`a.deliberation = ${where.deliberation}` : sql`a.id = ANY (${where.ids}::uuid[])`;
  const { rows } = await sql<DeliberationFile>`
    SELECT a.id, a.number, a.title, a.state, a.edition, a.applicant, b.name AS applicant_name, b.organisation, a.asked_cents, a.total_cents,
           a.currency, a.countries, a.demo, c.programme, e.fiscal_year,
           coalesce((SELECT jsonb_agg(jsonb_build_object('envelope', p.envelope, 'source', v.source, 'sourceName', t.name, 'cents', p.amount_cents) ORDER BY v.source)
             FROM proposal p JOIN envelope v ON v.id = p.envelope JOIN term t ON t.vocabulary = 'budget-source' AND t.code = v.source
             WHERE p.application = a.id), '[]') AS sources
    FROM application a JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition JOIN call c ON c.id = e.call
    WHERE ${narrowed} AND ${reader ? visibleTo(reader) : sql`true`} ORDER BY a.number, a.id`.execute(db);
  return rows;
}

/** The files that a jury has proposed, that no deliberation holds yet and that this person may see. */
export async function proposedFiles(db: Database, reader: Actor): Promise<DeliberationFile[]> {
  const rows = await db.selectFrom("application").select("id").where("state", "=", "proposed").orderBy("number").limit(1_000).execute();
  return rows.length === 0 ? [] : deliberationFiles(db, { ids: rows.map(({ id }) => id) }, reader);
}

export async function replaceStepAsides(
  trx: Database,
  deliberation: string,
  lines: readonly { name: string; reason: string | null }[],
): Promise<void> {
  await trx.deleteFrom("deliberationStepAside").where("deliberation", "=", deliberation).execute();
  if (lines.length > 0)
    await trx
      .insertInto("deliberationStepAside")
      .values(lines.map((line, position) => ({ deliberation, position, name: line.name, reason: line.reason ?? "" })))
      .execute();
}

export async function insertDeliberation(trx: Database, row: Insertable<DB["deliberation"]>): Promise<string> {
  return (await trx.insertInto("deliberation").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function setDeliberation(trx: Database, id: string, set: Record<string, unknown>): Promise<number> {
  const row = await trx
    .updateTable("deliberation")
    .set({ ...set, version: sql`version + 1`, updatedAt: sql`now()` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}

/** What identifies applicants in an act: SIRET, RNA or a foreign number, as far as there is one. */
export async function identifiersOf(db: Database, applicants: readonly string[]): Promise<Map<string, string>> {
  if (applicants.length === 0) return new Map();
  const rows = await db
    .selectFrom("applicant")
    .select(["id", "siret", "rna", "foreignScheme", "foreignId"])
    .where("id", "in", applicants)
    .execute();
  return new Map(
    rows.flatMap(({ id, siret, rna, foreignScheme, foreignId }): [string, string][] => {
      const identifier = siret ? `SIRET ${siret}` : rna ? `RNA ${rna}` : foreignId ? `${foreignScheme} ${foreignId}` : undefined;
      return identifier ? [[id, identifier]] : [];
    }),
  );
}

interface NotRetained {
  id: string;
  applicant: string;
  number: string;
  title: string;
  state: "rejected" | "reserve";
  comment: string | null;
}

const told = sql`EXISTS (SELECT 1 FROM outgoing_mail m WHERE m.about_kind = 'application' AND m.about_id = a.id::text AND m.template IN ('not_retained', 'on_reserve'))`;

/** The files of the editions of an adopted deliberation that a jury did not retain, and that nobody has been told of. */
export async function untoldFiles(db: Database, deliberation: string): Promise<NotRetained[]> {
  const { rows } = await sql<NotRetained>`
    SELECT a.id, a.applicant, a.number, a.title, a.state, j.comment FROM application a LEFT JOIN jury_decision j ON j.application = a.id
    WHERE a.state IN ('rejected', 'reserve') AND NOT ${told}
      AND a.edition IN (SELECT v.edition FROM application v WHERE v.deliberation = ${deliberation} AND v.state = 'granted')
    ORDER BY a.number`.execute(db);
  return rows;
}
