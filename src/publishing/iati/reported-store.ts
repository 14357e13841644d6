import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** The activity behind a record that came from an IATI file of the city itself. */
export interface ReportedRow {
  identifier: string;
  xml: string;
  /** last-updated-datetime of the file. */
  updatedAt: Date | null;
  /** The fields that the record has changed since. */
  changed: string[];
}
export interface Listed {
  id: string;
  reported: ReportedRow | null;
}

/** What was changed in a record since it said the same as its activity: nothing, for a move from one state to another. */
const changedSince = (kind: "project" | "programme") => sql`
  CASE WHEN p.version = r.record_version THEN '{}'::text[] ELSE ARRAY(
    SELECT DISTINCT f FROM public.event e, unnest(e.changed) f WHERE e.kind = ${kind} AND e.record = p.id AND e.version > r.record_version ORDER BY f) END`;

/** The city's own published projects after an identifier, in their order, each with the activity that it came from. */
export async function listProjects(db: Database, after: string, limit: number): Promise<Listed[]> {
  const { rows } = await sql<Omit<ReportedRow, "identifier"> & { id: string; identifier: string | null }>`
    SELECT p.id, r.identifier, r.xml, r.updated_at, CASE WHEN r.identifier IS NULL THEN '{}' ELSE ${changedSince("project")} END AS changed
    FROM published.project p LEFT JOIN published.reported_activity r ON r.project = p.id
    WHERE p.reported_by IS NULL AND p.id > ${after} ORDER BY p.id LIMIT ${limit}`.execute(db);
  return rows.map(({ id, identifier, ...rest }) => ({ id, reported: identifier === null ? null : { identifier, ...rest } }));
}

/** The activities that published programmes came from, by the programme. */
export async function reportedProgrammes(db: Database): Promise<Map<string, ReportedRow>> {
  const { rows } = await sql<ReportedRow & { id: string }>`
    SELECT p.id, r.identifier, r.xml, r.updated_at, ${changedSince("programme")} AS changed
    FROM published.programme p JOIN published.reported_activity r ON r.programme = p.id`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/**
 * When one of the city's own projects was last changed, and which of those that tell awards go out as they came:
 * the others count with their awards. Null when there is no project.
 */
export async function lastProjectChange(db: Database, withAwards: readonly string[]): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT max(CASE WHEN r.identifier IS NOT NULL AND p.id <> ALL (${withAwards}::text[]) AND ${changedSince("project")} = '{}' THEN r.updated_at ELSE p.updated_at END) AS at
    FROM published.project p LEFT JOIN published.reported_activity r ON r.project = p.id WHERE p.reported_by IS NULL`.execute(db);
  return rows[0]!.at;
}

export interface Child {
  programme: string;
  identifier: string;
}

/** The city's own projects of programmes, each with the identifier of its activity, in their order. `prefix` begins those that did not come from a file. */
export async function projectsOfProgrammes(db: Database, prefix: string): Promise<Child[]> {
  const { rows } = await sql<Child>`
    SELECT p.programme, coalesce(r.identifier, ${prefix} || p.id) AS identifier
    FROM published.project p LEFT JOIN published.reported_activity r ON r.project = p.id
    WHERE p.programme IS NOT NULL AND p.reported_by IS NULL ORDER BY p.programme, p.id`.execute(db);
  return rows;
}

/** How many published projects partners report: they go out with their own publishers. */
export async function countReportedByOthers(db: Database): Promise<number> {
  const { n } = await db
    .selectFrom("project")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("reportedBy", "is not", null)
    .executeTakeFirstOrThrow();
  return n;
}

/** How many activities the file has, and when one of their records last changed. */
export async function iatiExtent(db: Database): Promise<{ rows: number; changedAt: Date | null }> {
  const { rows } = await sql<{ rows: number; changedAt: Date | null }>`
    SELECT count(*)::integer AS rows, max(updated_at) AS changed_at FROM (
      SELECT updated_at FROM published.project WHERE reported_by IS NULL UNION ALL SELECT updated_at FROM published.programme) one`.execute(
    db,
  );
  return rows[0]!;
}
