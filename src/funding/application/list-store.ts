import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { ApplicationState } from "./states.ts";
import type { Standing } from "./store.ts";

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
