import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Applicant } from "../applicant/store.ts";
import type { CheckList } from "../application/lists.ts";
import type { ApplicationState } from "../application/states.ts";
import { visibleTo } from "../assessment/visible-store.ts";

/** One file with what stands around it; its content is parsed apart (application/content.ts). */
export interface FileRecord
  extends Pick<
    Applicant,
    "legalForm" | "siret" | "rna" | "foreignScheme" | "foreignId" | "noIdentifier" | "foundedOn" | "country" | "postalCode" | "organisation"
  > {
  id: string;
  number: string;
  edition: string;
  editionVersion: number;
  editionName: Localised;
  editionCode: string;
  fiscalYear: number;
  programme: string;
  applicant: string;
  applicantName: string;
  profile: unknown;
  organisationName: Localised | null;
  state: ApplicationState;
  stateSince: Date;
  version: number;
  content: unknown;
  title: string;
  countries: string[];
  askedCents: number;
  totalCents: number;
  currency: string;
  submittedAt: Date;
  contentSha256: string;
  receipt: string | null;
  reason: string | null;
  deliberation: string | null;
  deliberationReference: string | null;
  demo: boolean;
}

/** A file, if this person sees it. */
export async function findFile(db: Database, actor: Actor, id: string): Promise<FileRecord | undefined> {
  const { rows } = await sql<FileRecord>`
    SELECT a.id, a.number, a.edition, a.edition_version, e.name AS edition_name, e.code AS edition_code, e.fiscal_year, c.programme,
      a.applicant, b.name AS applicant_name, b.legal_form, b.siret, b.rna, b.foreign_scheme, b.foreign_id, b.no_identifier, b.founded_on, b.country,
      b.postal_code, b.profile, b.organisation, o.name AS organisation_name, a.state, a.state_since, a.version, a.content, a.title, a.countries,
      a.asked_cents, a.total_cents, a.currency, a.submitted_at, a.content_sha256, a.receipt, a.reason, a.deliberation, d.reference AS deliberation_reference, a.demo
    FROM application a JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition JOIN call c ON c.id = e.call
    LEFT JOIN organisation o ON o.id = b.organisation LEFT JOIN deliberation d ON d.id = a.deliberation
    WHERE a.id = ${id} AND ${visibleTo(actor)}`.execute(db);
  return rows[0];
}

export interface StrandAsked {
  strand: string;
  source: string;
  askedCents: number;
}
export async function strandsAsked(db: Database, application: string): Promise<StrandAsked[]> {
  return db
    .selectFrom("applicationStrand")
    .select(["strand", "source", "askedCents"])
    .where("application", "=", application)
    .orderBy("strand")
    .execute();
}

export interface FileOfficer {
  position: number;
  userId: string;
  name: string;
}
export async function officersOn(db: Database, application: string): Promise<FileOfficer[]> {
  const { rows } = await sql<FileOfficer>`
    SELECT o.position, o.user_id, u.name FROM application_officer o JOIN auth."user" u ON u.id = o.user_id WHERE o.application = ${application} ORDER BY 1`.execute(
    db,
  );
  return rows;
}

export interface Checked {
  list: CheckList;
  code: string;
  verdict: "yes" | "no" | "not_applicable";
  note: string;
  checkedName: string;
  checkedAt: Date;
}
export async function checksOf(db: Database, application: string): Promise<Checked[]> {
  return (await db
    .selectFrom("applicationCheck")
    .select(["list", "code", "verdict", "note", "checkedName", "checkedAt"])
    .where("application", "=", application)
    .execute()) as unknown as Checked[];
}

export async function putCheck(
  trx: Database,
  application: string,
  check: Pick<Checked, "list" | "code" | "verdict" | "note">,
  by: Actor,
): Promise<void> {
  const { verdict, note } = check;
  const signed = { verdict, note, checkedBy: by.id, checkedName: by.name };
  await trx
    .insertInto("applicationCheck")
    .values({ application, ...check, ...signed })
    .onConflict((conflict) => conflict.columns(["application", "list", "code"]).doUpdateSet({ ...signed, checkedAt: sql`now()` as never }))
    .execute();
}

export async function deleteCheck(trx: Database, application: string, list: CheckList, code: string): Promise<void> {
  await trx
    .deleteFrom("applicationCheck")
    .where("application", "=", application)
    .where("list", "=", list)
    .where("code", "=", code)
    .execute();
}

export interface Note {
  note: string;
  byName: string;
  at: Date;
}
export async function notesOf(db: Database, application: string): Promise<Note[]> {
  return (await db
    .selectFrom("applicationNote")
    .select(["note", "byName", "at"])
    .where("application", "=", application)
    .orderBy("id", "desc")
    .execute()) as unknown as Note[];
}

export async function insertNote(trx: Database, application: string, note: string, by: Actor): Promise<void> {
  await trx.insertInto("applicationNote").values({ application, note, byUser: by.id, byName: by.name }).execute();
}

export async function setFileVerdict(
  trx: Database,
  application: string,
  file: string,
  verdict: "accepted" | "refused" | null,
  note: string,
  by: Actor,
): Promise<{ name: string; requirement: string | null } | undefined> {
  return trx
    .updateTable("applicationFile")
    .set({ verdict, note, checkedBy: by.name, checkedAt: sql`now()` as never })
    .where("application", "=", application)
    .where("id", "=", file)
    .returning(["name", "requirement"])
    .executeTakeFirst();
}

export async function insertPiece(
  trx: Database,
  piece: { application: string; requirement: string | null; question: string; dueAt: Date },
  by: Actor,
): Promise<string> {
  const row = await trx
    .insertInto("pieceRequest")
    .values({ ...piece, askedBy: by.id, askedName: by.name } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Takes a request back: it is no longer awaited. False when it was answered or closed already. */
export async function closePieceRow(trx: Database, application: string, piece: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("pieceRequest")
    .set({ closedAt: sql`now()` as never })
    .where("application", "=", application)
    .where("id", "=", piece)
    .where("answeredAt", "is", null)
    .where("closedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Puts officers on files, in the place of those who were there. Files in which one of them has declared an interest are left out. */
export async function putOfficers(
  trx: Database,
  ids: readonly string[],
  officers: readonly string[],
): Promise<{ done: string[]; refused: string[] }> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT d.application AS id FROM interest_declaration d WHERE d.application = ANY (${ids}::uuid[]) AND d.user_id = ANY (${officers}::text[])`.execute(
    trx,
  );
  const refused = rows.map(({ id }) => id);
  const done = ids.filter((id) => !refused.includes(id));
  await sql`DELETE FROM application_officer WHERE application = ANY (${done}::uuid[])`.execute(trx);
  for (const [i, officer] of officers.entries())
    await sql`INSERT INTO application_officer (application, position, user_id) SELECT f, ${i + 1}, ${officer} FROM unnest(${done}::uuid[]) f`.execute(
      trx,
    );
  return { done, refused };
}

export async function visibleIds(db: Database, actor: Actor, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT a.id FROM application a WHERE a.id = ANY (${ids}::uuid[]) AND ${visibleTo(actor)} ORDER BY a.id`.execute(db);
  return rows.map(({ id }) => id);
}

export interface HistoryLine {
  at: Date;
  actorName: string;
  kind: string;
  action: string;
  document: Record<string, unknown>;
}
/** What has been done with a file, the newest first. */
export async function historyOfFile(db: Database, application: string): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom("event")
    .select(["at", "actorName", "kind", "action", "document"])
    .where("kind", "in", ["application", "assessment"])
    .where("record", "=", application)
    .orderBy("id", "desc")
    .limit(300)
    .execute();
  return rows as unknown as HistoryLine[];
}
