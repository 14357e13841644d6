import { type RawBuilder, sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";

/** From the jury's proposal on, a file is also the business of who prepares the vote and of who pays. */
const beforeTheCouncil = sql`a.state IN ('proposed', 'in_deliberation', 'granted', 'refused')`;

/**
 * The one rule of who sees which file, for every query that reads files, scores, rankings, exports or searches: a
 * condition on the table application AS a. Who has declared an interest in a file sees nothing of it, whatever their
 * role (CGCT L2131-11; law 2013-907, art. 2). An assessor sees what is assigned to them. A draft is its applicant's.
 */
export function visibleTo(actor: Actor): RawBuilder<boolean> {
  const undeclared = sql`NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = a.id AND d.user_id = ${actor.id})`;
  const sent = sql`a.state <> 'draft'`;
  switch (actor.role) {
    case "system":
      return sql<boolean>`true`;
    case "administrator":
    case "officer":
      return sql<boolean>`(${sent} AND ${undeclared})`;
    case "council":
    case "finance":
      return sql<boolean>`(${beforeTheCouncil} AND ${undeclared})`;
    case "assessor":
      return sql<boolean>`(${sent} AND EXISTS (SELECT 1 FROM assignment s WHERE s.application = a.id AND s.user_id = ${actor.id}) AND ${undeclared})`;
    default:
      return sql<boolean>`false`;
  }
}

/** May this person see this file? For every page, act and download of one file. */
export async function maySee(db: Database, actor: Actor, application: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM application a WHERE a.id = ${application} AND ${visibleTo(actor)}`.execute(db);
  return rows.length > 0;
}

/**
 * What was voted is public, and so is that it is paid; who declared an interest still has no hand in it. A condition on
 * the table "grant" AS g.
 */
export function followedBy(actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = g.application AND d.user_id = ${actor.id})`;
}

/** May this person follow this grant? */
export async function mayFollow(db: Database, actor: Actor, grant: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM "grant" g WHERE g.id = ${grant} AND ${followedBy(actor)}`.execute(db);
  return rows.length > 0;
}

/** Has this person declared an interest in any file of an edition? The papers that name all its files are not for them. */
export async function hasInterestIn(db: Database, actor: Actor, edition: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM interest_declaration d JOIN application a ON a.id = d.application
    WHERE d.user_id = ${actor.id} AND a.edition = ${edition} LIMIT 1`.execute(db);
  return rows.length > 0;
}

/**
 * May this person read these bytes? A file that came with applications is for who sees one of them; minutes of a jury
 * are for officers without an interest in its edition; what hangs on neither is the register's own.
 */
export async function mayReadFile(db: Database, actor: Actor, sha256: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean; seen: boolean }>`
    SELECT true AS held, ${visibleTo(actor)} AS seen FROM application a
    WHERE a.receipt = ${sha256} OR a.id IN (SELECT f.application FROM application_file f WHERE f.file = ${sha256})
    UNION ALL
    SELECT true, ${actor.role === "officer" || actor.role === "administrator"} AND NOT EXISTS (
      SELECT 1 FROM interest_declaration d JOIN application a ON a.id = d.application WHERE d.user_id = ${actor.id} AND a.edition = j.edition)
    FROM jury j WHERE j.minutes = ${sha256}`.execute(db);
  return rows.length === 0 || rows.some(({ seen }) => seen);
}
