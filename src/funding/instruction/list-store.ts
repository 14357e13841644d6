import { type RawBuilder, sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { admissibilityItems } from "../application/lists.ts";
import type { ApplicationState } from "../application/states.ts";
import { visibleTo } from "../assessment/visible-store.ts";
import { type CountByState, FILES_PER_PAGE, type FileFilter } from "./filter.ts";

export interface FileRow {
  id: string;
  number: string;
  edition: string;
  editionCode: string;
  title: string;
  applicant: string;
  state: ApplicationState;
  stateSince: Date;
  submittedAt: Date;
  askedCents: number;
  currency: string;
  countries: string[];
  strands: Localised[];
  officers: string[];
  /** Pieces and questions without an answer, those whose day is over, and the day of the first. */
  openPieces: number;
  overduePieces: number;
  nextDue: Date | null;
  /** Files sent for what is asked of the application: not looked at yet, accepted; and what is asked. */
  uncheckedDocuments: number;
  acceptedDocuments: number;
  askedDocuments: number;
  admissibilityDone: number;
  legalityDone: number;
  opinionsGiven: number;
  opinionsAsked: number;
  demo: boolean;
}

/** How many items of work a file has: each item of the admissibility list, and each document that is asked of it. */
export const completenessOf = (row: Pick<FileRow, "admissibilityDone" | "acceptedDocuments" | "askedDocuments">): number =>
  Math.round((100 * (row.admissibilityDone + row.acceptedDocuments)) / (admissibilityItems.length + row.askedDocuments));

/** Everything that the filter says but the state, as one condition on application AS a. */
function matching(actor: Actor, filter: FileFilter): RawBuilder<boolean> {
  const { q, edition, strand, officer, country, days, mine, overdue } = filter;
  const all: RawBuilder<unknown>[] = [visibleTo(actor)];
  if (edition) all.push(sql`a.edition = ${edition}`);
  if (country) all.push(sql`${country} = ANY (a.countries)`);
  if (days) all.push(sql`a.state_since < now() - make_interval(days => ${days})`);
  if (strand) all.push(sql`EXISTS (SELECT 1 FROM application_strand s WHERE s.application = a.id AND s.strand = ${strand})`);
  const held = (id: string) => sql`EXISTS (SELECT 1 FROM application_officer o WHERE o.application = a.id AND o.user_id = ${id})`;
  if (mine) all.push(held(actor.id));
  if (officer === "none") all.push(sql`NOT EXISTS (SELECT 1 FROM application_officer o WHERE o.application = a.id)`);
  else if (officer) all.push(held(officer));
  if (overdue)
    all.push(
      sql`EXISTS (SELECT 1 FROM piece_request p WHERE p.application = a.id AND p.answered_at IS NULL AND p.closed_at IS NULL AND p.due_at < now())`,
    );
  for (const part of (q ?? "").split(/\s+/).filter(Boolean).slice(0, 6)) all.push(sql`a.words LIKE '%' || trim(fold(${part})) || '%'`);
  return sql<boolean>`${sql.join(all, sql` AND `)}`;
}

const order: Record<FileFilter["sort"], RawBuilder<unknown>> = {
  age: sql`a.state_since, a.id`,
  amount: sql`a.asked_cents DESC, a.id`,
  number: sql`a.edition, a.number, a.id`,
  completeness: sql`a.work_done, a.state_since, a.id`,
};
/** A page of the files that a filter leaves to this person, and how many there are in each state. */
export async function listFiles(
  db: Database,
  actor: Actor,
  filter: FileFilter,
): Promise<{ rows: FileRow[]; total: number; byState: CountByState }> {
  const matches = matching(actor, filter);
  const inState = filter.state ? sql`AND a.state = ${filter.state}` : sql``;
  const [counted, page] = await Promise.all([
    sql<{
      state: ApplicationState;
      n: number;
    }>`SELECT a.state, count(*)::int AS n FROM application a WHERE ${matches} GROUP BY a.state`.execute(db),
    sql<FileRow>`
      WITH page AS MATERIALIZED (
        SELECT a.id, row_number() OVER (ORDER BY ${order[filter.sort]}) AS at FROM application a
        WHERE ${matches} ${inState} ORDER BY ${order[filter.sort]} LIMIT ${FILES_PER_PAGE} OFFSET ${(filter.page - 1) * FILES_PER_PAGE})
      SELECT a.id, a.number, a.edition, e.code AS edition_code, a.title, b.name AS applicant, a.state, a.state_since, a.submitted_at,
        a.asked_cents, a.currency, a.countries, a.demo,
        (SELECT coalesce(jsonb_agg(coalesce(x.name::jsonb, jsonb_build_object('fr', s.strand)) ORDER BY x.position), '[]') FROM application_strand s
           LEFT JOIN edition_strand x ON x.edition = a.edition AND x.code = s.strand WHERE s.application = a.id) AS strands,
        ARRAY(SELECT u.name FROM application_officer o JOIN auth."user" u ON u.id = o.user_id WHERE o.application = a.id ORDER BY o.position) AS officers,
        p.open_pieces, p.overdue_pieces, p.next_due, f.unchecked_documents, f.accepted_documents,
        (SELECT count(*)::int FROM edition_requirement r WHERE r.edition = a.edition AND r.stage = 'application' AND r.required
           AND coalesce(r.above_cents, 0) <= a.asked_cents) AS asked_documents,
        k.admissibility_done, k.legality_done,
        (SELECT count(*)::int FROM opinion o WHERE o.application = a.id AND o.state = 'given') AS opinions_given,
        (SELECT count(*)::int FROM assignment s WHERE s.application = a.id) AS opinions_asked
      FROM page JOIN application a USING (id) JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS open_pieces, count(*) FILTER (WHERE p.due_at < now())::int AS overdue_pieces, min(p.due_at) AS next_due
        FROM piece_request p WHERE p.application = a.id AND p.answered_at IS NULL AND p.closed_at IS NULL) p
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE f.verdict IS NULL)::int AS unchecked_documents,
          count(DISTINCT f.requirement) FILTER (WHERE f.verdict = 'accepted')::int AS accepted_documents
        FROM application_file f WHERE f.application = a.id) f
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE k.list = 'admissibility')::int AS admissibility_done, count(*) FILTER (WHERE k.list = 'legality')::int AS legality_done
        FROM application_check k WHERE k.application = a.id) k
      ORDER BY page.at`.execute(db),
  ]);
  const byState = Object.fromEntries(counted.rows.map(({ state, n }) => [state, n])) as CountByState;
  const total = filter.state ? (byState[filter.state] ?? 0) : counted.rows.reduce((sum, { n }) => sum + n, 0);
  return { rows: page.rows, total, byState };
}

/** Every file that a filter leaves to this person, at most `most`: what "all of the selection" stands for. */
export async function idsOfFiles(db: Database, actor: Actor, filter: FileFilter, most: number): Promise<string[]> {
  const inState = filter.state ? sql`AND a.state = ${filter.state}` : sql``;
  const { rows } = await sql<{
    id: string;
  }>`SELECT a.id FROM application a WHERE ${matching(actor, filter)} ${inState} ORDER BY a.id LIMIT ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export interface FileChoices {
  editions: { id: string; code: string; name: Localised; files: number }[];
  strands: { code: string; name: Localised }[];
  officers: { id: string; name: string }[];
  countries: { code: string; name: Localised }[];
}

/** What the filters of the list offer: the editions that have files, the strands and countries of the one chosen, the officers. */
export async function fileChoices(db: Database, actor: Actor, edition: string | undefined): Promise<FileChoices> {
  const inEdition = edition ? sql`AND a.edition = ${edition}` : sql``;
  const [editions, strands, officers, countries] = await Promise.all([
    sql<FileChoices["editions"][number]>`
      SELECT e.id, e.code, e.name, n.files FROM edition e JOIN (
        SELECT a.edition, count(*)::int AS files FROM application a WHERE ${visibleTo(actor)} GROUP BY 1) n ON n.edition = e.id
      ORDER BY e.closes_at DESC, e.code`.execute(db),
    edition
      ? sql<FileChoices["strands"][number]>`SELECT code, name FROM edition_strand WHERE edition = ${edition} ORDER BY position`.execute(db)
      : { rows: [] },
    officersOf(db),
    sql<FileChoices["countries"][number]>`
      SELECT c.code, c.name FROM country c WHERE c.code IN (
        SELECT unnest(a.countries) FROM application a WHERE ${visibleTo(actor)} ${inEdition}) ORDER BY c.code`.execute(db),
  ]);
  return { editions: editions.rows, strands: strands.rows, officers, countries: countries.rows };
}

/** Who may follow files. */
export async function officersOf(db: Database): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM auth."user" WHERE role IN ('officer', 'administrator') AND "closedAt" IS NULL ORDER BY name, id`.execute(db);
  return rows;
}

/** The least time that an opening is remembered as "now". In minutes. */
const OPEN_MINUTES = 30;

/** Notes that this person has opened a file, and says who else has in the last half hour. */
export async function openFile(db: Database, application: string, actor: Actor): Promise<{ userName: string; openedAt: Date }[]> {
  await sql`
    INSERT INTO application_opening (application, user_id, user_name) VALUES (${application}, ${actor.id}, ${actor.name})
    ON CONFLICT (application, user_id) DO UPDATE SET opened_at = now(), user_name = excluded.user_name`.execute(db);
  const { rows } = await sql<{ userName: string; openedAt: Date }>`
    SELECT user_name, opened_at FROM application_opening WHERE application = ${application} AND user_id <> ${actor.id}
      AND opened_at > now() - make_interval(mins => ${OPEN_MINUTES}) ORDER BY opened_at DESC`.execute(db);
  return rows;
}
