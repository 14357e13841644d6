import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { type Draft, parseDraft, type Section, type Totals } from "./content.ts";
import type { Part } from "./sections.ts";
import type { ApplicationState } from "./states.ts";

export interface StoredApplication {
  id: string;
  number: string | null;
  edition: string;
  editionVersion: number;
  applicant: string;
  state: ApplicationState;
  version: number;
  draft: Draft;
  title: string;
  askedCents: number;
  totalCents: number;
  currency: string;
  submittedAt: Date | null;
  submittedBy: string | null;
  contentSha256: string | null;
  receipt: string | null;
  reason: string | null;
  deliberation: string | null;
  startedFrom: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export async function findApplication(db: Database, id: string): Promise<StoredApplication | undefined> {
  const row = await db.selectFrom("application").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const { content, ...rest } = row;
  return { ...(rest as unknown as Omit<StoredApplication, "draft">), draft: parseDraft(content) };
}

/** What a person is to a file: a member of its applicant, or the guest of its draft. */
export type Standing = "representative" | "contributor" | "guest";

export async function standingOf(db: Database, application: string, userId: string): Promise<Standing | undefined> {
  const { rows } = await sql<{ standing: Standing }>`
    SELECT m.role AS standing FROM application a JOIN applicant_member m ON m.applicant = a.applicant WHERE a.id = ${application} AND m.user_id = ${userId}
    UNION ALL
    SELECT 'guest' FROM application_guest g JOIN application a ON a.id = g.application WHERE g.application = ${application} AND g.user_id = ${userId} AND a.state = 'draft'
    LIMIT 1`.execute(db);
  return rows[0]?.standing;
}

export interface ListedApplication {
  id: string;
  number: string | null;
  title: string;
  state: ApplicationState;
  askedCents: number;
  currency: string;
  submittedAt: Date | null;
  updatedAt: Date;
  applicant: string;
  applicantName: string;
  edition: string;
  editionName: Localised;
  closesAt: string;
  /** They were written to about the jury's word. */
  told: boolean;
  /** What the desk waits for, and until when, where it waits. */
  openPieces: number;
  nextDue: Date | null;
  standing: Standing;
}

/** Whether an applicant was written to about the results: a condition on the table application AS a. */
const resultsTold = sql<boolean>`EXISTS (SELECT 1 FROM outgoing_mail w WHERE w.about_kind = 'application' AND w.about_id = a.id::text AND w.template IN ('not_retained', 'on_reserve'))`;

export async function resultsToldOf(db: Database, application: string): Promise<boolean> {
  const { rows } = await sql<{ told: boolean }>`SELECT ${resultsTold} AS told FROM application a WHERE a.id = ${application}`.execute(db);
  return rows[0]?.told ?? false;
}

/** All files of a person, those that wait for something first. */
export async function applicationsOf(db: Database, userId: string): Promise<ListedApplication[]> {
  const { rows } = await sql<ListedApplication>`
    SELECT a.id, a.number, a.title, a.state, a.asked_cents, a.currency, a.submitted_at, a.updated_at, a.applicant, b.name AS applicant_name,
      a.edition, e.name AS edition_name, e.closes_at, ${resultsTold} AS told, p.open_pieces, p.next_due, coalesce(m.role, 'guest') AS standing
    FROM application a JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition
    LEFT JOIN applicant_member m ON m.applicant = a.applicant AND m.user_id = ${userId}
    LEFT JOIN application_guest g ON g.application = a.id AND g.user_id = ${userId} AND a.state = 'draft'
    CROSS JOIN LATERAL (SELECT count(*)::int AS open_pieces, min(r.due_at) AS next_due FROM piece_request r
      WHERE r.application = a.id AND r.answered_at IS NULL AND r.closed_at IS NULL) p
    WHERE m.user_id IS NOT NULL OR g.user_id IS NOT NULL
    ORDER BY p.next_due NULLS LAST, (a.state = 'draft') DESC, CASE WHEN a.state = 'draft' THEN e.closes_at END, a.updated_at DESC`.execute(
    db,
  );
  return rows;
}

/** Earlier files of an applicant, to start another from, the newest first. */
export async function earlierApplications(
  db: Database,
  applicant: string,
): Promise<{ id: string; title: string; number: string | null; updatedAt: Date }[]> {
  return db
    .selectFrom("application")
    .select(["id", "title", "number", "updatedAt"])
    .where("applicant", "=", applicant)
    .where("title", "<>", "")
    .orderBy("updatedAt", "desc")
    .limit(50)
    .execute();
}

export async function draftsOf(db: Database, applicant: string, edition: string): Promise<{ id: string; title: string }[]> {
  return db
    .selectFrom("application")
    .select(["id", "title"])
    .where("applicant", "=", applicant)
    .where("edition", "=", edition)
    .where("state", "=", "draft")
    .execute();
}

export async function insertDraft(
  trx: Database,
  row: {
    edition: string;
    editionVersion: number;
    applicant: string;
    currency: string;
    draft: Draft;
    startedFrom: string | null;
    by: string;
  },
): Promise<string> {
  const { draft, by, ...rest } = row;
  const made = await trx
    .insertInto("application")
    .values({ ...rest, content: JSON.stringify(draft), title: draft.title.slice(0, 300), createdBy: by, updatedBy: by } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}

/** What lists read of a content. */
const listed = (draft: Draft, totals: Totals) => ({
  title: draft.title.trim().slice(0, 300),
  countries: [...new Set(draft.places.map(({ country }) => country).filter((code) => /^[A-Z]{2}$/.test(code)))],
  // A ceiling of the column, far above any: what is too much is said by the check.
  askedCents: Math.max(0, totals.asked),
  totalCents: Math.max(0, totals.expenses),
});

export async function writeDraft(trx: Database, id: string, draft: Draft, totals: Totals, by: string): Promise<void> {
  await trx
    .updateTable("application")
    .set({
      ...listed(draft, totals),
      content: JSON.stringify(draft),
      version: sql`version + 1`,
      updatedAt: sql`now()`,
      updatedBy: by,
    } as never)
    .where("id", "=", id)
    .execute();
}

export interface SavedSection {
  version: number;
  savedAt: Date;
  savedName: string;
  savedBy: string;
}

/** When each section was last saved, and by whom. */
export async function sectionsOf(db: Database, application: string): Promise<Map<string, SavedSection>> {
  const rows = await db
    .selectFrom("applicationSection")
    .distinctOn("section")
    .select(["section", "version", "savedAt", "savedName", "savedBy"])
    .where("application", "=", application)
    .orderBy("section")
    .orderBy("version", "desc")
    .execute();
  return new Map(rows.map(({ section, ...saved }) => [section, saved as unknown as SavedSection]));
}

export async function sectionAt(db: Database, application: string, section: Section, version: number): Promise<Part | undefined> {
  const row = await db
    .selectFrom("applicationSection")
    .select("content")
    .where("application", "=", application)
    .where("section", "=", section)
    .where("version", "=", version)
    .executeTakeFirst();
  return row?.content as Part | undefined;
}

/** Whether anybody else has saved a section after a version of it. */
export async function otherWriters(db: Database, application: string, section: Section, after: number, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom("applicationSection")
    .select("version")
    .where("application", "=", application)
    .where("section", "=", section)
    .where("version", ">", after)
    .where("savedBy", "<>", userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Versions of a section that are kept, so that whoever opened one of them can still be merged. */
const KEPT_VERSIONS = 60;

export async function insertSection(
  trx: Database,
  row: { application: string; section: Section; version: number; content: Part; savedBy: string; savedName: string },
): Promise<Date> {
  const made = await trx
    .insertInto("applicationSection")
    .values({ ...row, content: JSON.stringify(row.content) } as never)
    .returning("savedAt")
    .executeTakeFirstOrThrow();
  await trx
    .deleteFrom("applicationSection")
    .where("application", "=", row.application)
    .where("section", "=", row.section)
    .where("version", "<=", row.version - KEPT_VERSIONS)
    .execute();
  return made.savedAt as unknown as Date;
}

export interface Guest {
  email: string;
  name: string | null;
  joined: boolean;
  invitedAt: Date;
}
export async function guestsOf(db: Database, application: string): Promise<Guest[]> {
  const { rows } = await sql<Guest>`
    SELECT g.email, u.name, g.user_id IS NOT NULL AS joined, g.invited_at FROM application_guest g LEFT JOIN auth."user" u ON u.id = g.user_id
    WHERE g.application = ${application} ORDER BY g.email`.execute(db);
  return rows;
}

export async function putGuest(trx: Database, guest: { application: string; email: string; by: string; digest: string }): Promise<void> {
  const { application, email, by, digest } = guest;
  await sql`INSERT INTO application_guest (application, email, invited_by, token_sha256) VALUES (${application}, ${email}, ${by}, ${digest})
    ON CONFLICT (application, email) DO UPDATE SET invited_by = excluded.invited_by, invited_at = now(), token_sha256 = excluded.token_sha256`.execute(
    trx,
  );
}

export async function deleteGuest(trx: Database, application: string, email: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("applicationGuest")
    .where("application", "=", application)
    .where("email", "=", email)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

const guestLink = sql`g.token_sha256 IS NOT NULL AND g.invited_at > now() - interval '14 days' AND a.state = 'draft'`;

export async function guestLinkOf(
  db: Database,
  digest: string,
): Promise<{ application: string; title: string; applicantName: string } | undefined> {
  const { rows } = await sql<{ application: string; title: string; applicantName: string }>`
    SELECT g.application, a.title, b.name AS applicant_name FROM application_guest g JOIN application a ON a.id = g.application
    JOIN applicant b ON b.id = a.applicant WHERE g.token_sha256 = ${digest} AND ${guestLink}`.execute(db);
  return rows[0];
}

/** Uses a guest's link up. */
export async function takeGuestLink(trx: Database, digest: string, userId: string): Promise<string | undefined> {
  const { rows } = await sql<{ application: string }>`
    UPDATE application_guest g SET user_id = ${userId}, token_sha256 = NULL FROM application a
    WHERE a.id = g.application AND g.token_sha256 = ${digest} AND ${guestLink} RETURNING g.application`.execute(trx);
  return rows[0]?.application;
}

export interface SentFile {
  id: string;
  application: string;
  requirement: string | null;
  piece: string | null;
  sha256: string;
  name: string;
  mediaType: string;
  bytes: number;
  sentAt: Date;
  sentBy: string;
  /** What the virus check refused, nobody need look at. */
  verdict: "accepted" | "refused" | null;
  note: string;
  /** Where the file stands with the virus check, and what was found in it; null of one that came before there was any. */
  check: string | null;
  found: string[] | null;
}

function selectFiles(db: Database) {
  return db
    .selectFrom("applicationFile as f")
    .innerJoin("file", "file.sha256", "f.file")
    .leftJoin("fileCheck as k", "k.file", "f.file")
    .select([
      "f.id",
      "f.application",
      "f.requirement",
      "f.piece",
      "f.file as sha256",
      "f.name",
      "file.mediaType",
      "file.bytes",
      "f.sentAt",
      "f.sentBy",
      "f.note",
      "k.state as check",
      "k.found",
    ])
    .select(sql<SentFile["verdict"]>`CASE WHEN k.state IN ('infected', 'deleted') THEN 'refused' ELSE f.verdict END`.as("verdict"))
    .orderBy("f.sentAt");
}
export async function filesOf(db: Database, application: string): Promise<SentFile[]> {
  return (await selectFiles(db).where("f.application", "=", application).execute()) as unknown as SentFile[];
}
export async function findSentFile(db: Database, application: string, id: string): Promise<SentFile | undefined> {
  return (await selectFiles(db).where("f.application", "=", application).where("f.id", "=", id).executeTakeFirst()) as unknown as
    | SentFile
    | undefined;
}
export async function insertSentFile(
  trx: Database,
  row: { application: string; requirement: string | null; piece: string | null; file: string; name: string; sentBy: string },
): Promise<string> {
  return (await trx.insertInto("applicationFile").values(row).returning("id").executeTakeFirstOrThrow()).id;
}
export async function deleteSentFile(trx: Database, application: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("applicationFile")
    .where("application", "=", application)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function putStrands(
  trx: Database,
  application: string,
  rows: { strand: string; source: string; askedCents: number }[],
): Promise<void> {
  await trx.deleteFrom("applicationStrand").where("application", "=", application).execute();
  if (rows.length > 0)
    await trx
      .insertInto("applicationStrand")
      .values(rows.map((row) => ({ application, ...row })))
      .execute();
}

export async function insertSnapshot(
  trx: Database,
  row: {
    application: string;
    version: number;
    reason: "submission" | "complement";
    content: unknown;
    sha256: string;
    byUser: string;
    byName: string;
  },
): Promise<void> {
  await trx
    .insertInto("applicationSnapshot")
    .values({ ...row, content: JSON.stringify(row.content) } as never)
    .execute();
}

/** What was sent, as it was sealed. */
export async function submissionOf(
  db: Database,
  application: string,
): Promise<{ content: unknown; sha256: string; byUser: string; byName: string } | undefined> {
  return db
    .selectFrom("applicationSnapshot")
    .select(["content", "sha256", "byUser", "byName"])
    .where("application", "=", application)
    .where("reason", "=", "submission")
    .orderBy("version", "desc")
    .executeTakeFirst();
}

/** The instant at which the request arrived, by this database's clock where ours is ahead of it. */
export async function notInTheFuture(trx: Database, at: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`SELECT least(${at}::timestamptz, date_trunc('milliseconds', clock_timestamp())) AS at`.execute(
    trx,
  );
  return rows[0]!.at;
}

export async function setReceipt(trx: Database, application: string, sha256: string): Promise<void> {
  await trx.updateTable("application").set({ receipt: sha256 }).where("id", "=", application).execute();
}

export async function deleteDraftRow(trx: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("application").where("id", "=", id).where("state", "=", "draft").executeTakeFirst();
  return numDeletedRows === 1n;
}

export interface PieceRequest {
  id: string;
  application: string;
  requirement: string | null;
  question: string;
  askedName: string;
  askedBy: string;
  askedAt: Date;
  dueAt: Date;
  answer: string | null;
  answeredAt: Date | null;
  closedAt: Date | null;
}
const pieceColumns = [
  "id",
  "application",
  "requirement",
  "question",
  "askedName",
  "askedBy",
  "askedAt",
  "dueAt",
  "answer",
  "answeredAt",
  "closedAt",
] as const;

/** What the desk has asked for, what waits first. */
export async function piecesOf(db: Database, application: string): Promise<PieceRequest[]> {
  const rows = await db
    .selectFrom("pieceRequest")
    .select(pieceColumns)
    .where("application", "=", application)
    .orderBy("askedAt", "desc")
    .execute();
  return rows as unknown as PieceRequest[];
}
export async function lockPiece(trx: Database, application: string, id: string): Promise<PieceRequest | undefined> {
  const row = await trx
    .selectFrom("pieceRequest")
    .select(pieceColumns)
    .where("application", "=", application)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as unknown as PieceRequest | undefined;
}
export async function writeAnswer(trx: Database, id: string, answer: string, by: string): Promise<void> {
  await trx
    .updateTable("pieceRequest")
    .set({ answer, answeredBy: by, answeredAt: sql`now()` } as never)
    .where("id", "=", id)
    .execute();
}

/** Who follows a file at the city: its officers, and `also` (who asked), each once; never who has declared an interest in it. */
export async function deskOf(
  db: Database,
  application: string,
  also: string | null,
): Promise<{ email: string; name: string; locale: string }[]> {
  const { rows } = await sql<{ email: string; name: string; locale: string }>`
    SELECT DISTINCT u.email, u.name, u.locale FROM auth."user" u
    WHERE u.role IN ('officer', 'administrator') AND (u.id = ${also} OR u.id IN (SELECT o.user_id FROM application_officer o WHERE o.application = ${application}))
      AND NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = ${application} AND d.user_id = u.id)
    ORDER BY u.email`.execute(db);
  return rows;
}

export interface TimelineEntry {
  at: Date;
  action: string;
  actorName: string;
  /** "applicant" for members and guests, "city" otherwise. */
  version: number;
  document: Record<string, unknown>;
}
/** What has been done with a file, oldest first. */
export async function timelineOf(db: Database, application: string): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom("event")
    .select(["at", "action", "actorName", "version", "document"])
    .where("kind", "=", "application")
    .where("record", "=", application)
    .orderBy("id")
    .execute();
  return rows as unknown as TimelineEntry[];
}

export async function lateReportsOf(
  db: Database,
  applicant: string,
  day: string,
): Promise<{ grant: string; type: string; dueOn: string }[]> {
  const { rows } = await sql<{
    grant: string;
    type: string;
    dueOn: string;
  }>`SELECT "grant", type, due_on FROM late_reports(${applicant}, ${day}::date)`.execute(db);
  return rows;
}

/** Latitude and longitude of the middle of each country that has one. */
export async function countryPoints(db: Database): Promise<Map<string, [number, number]>> {
  const rows = await db.selectFrom("country").select(["code", "latitude", "longitude"]).execute();
  return new Map(
    rows.flatMap(({ code, latitude, longitude }) => (latitude === null || longitude === null ? [] : [[code, [latitude, longitude]]])),
  );
}

/** The editions that take files at an instant: those of calls that are open, and the fast tracks that stand. */
export async function openEditions(
  db: Database,
  at: Date,
): Promise<{ id: string; name: Localised; closesAt: string; procedure: string }[]> {
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  const rows = await db
    .selectFrom("edition")
    .select(["id", "name", "closesAt", "procedure"])
    .where("status", "=", "published")
    .where("cancelledOn", "is", null)
    .where((eb) => eb.or([eb("procedure", "=", "fast_track"), eb.and([eb("opensAt", "<=", instant), eb("closesAt", ">=", instant)])]))
    .orderBy("closesAt")
    .execute();
  return rows as unknown as { id: string; name: Localised; closesAt: string; procedure: string }[];
}

export interface ClosingDraft {
  id: string;
  title: string;
  applicant: string;
  applicantName: string;
  editionName: Localised;
  closesAt: string;
}

/** Drafts of published calls that close within so many hours of an instant, to remind of. */
export async function draftsClosing(db: Database, now: Date, hours: number): Promise<ClosingDraft[]> {
  const { rows } = await sql<ClosingDraft>`
    SELECT a.id, a.title, a.applicant, b.name AS applicant_name, e.name AS edition_name, e.closes_at
    FROM application a JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition
    WHERE a.state = 'draft' AND e.status = 'published' AND e.cancelled_on IS NULL AND e.procedure = 'call'
      AND e.closes_at::timestamptz BETWEEN ${now} AND ${now}::timestamptz + make_interval(hours => ${hours})
    ORDER BY a.id`.execute(db);
  return rows;
}
