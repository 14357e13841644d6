import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { visibleTo } from "./visible-store.ts";

export interface EditionAssessor {
  userId: string;
  name: string;
  email: string;
  locale: string;
  strand: string;
  assigned: number;
  given: number;
  interests: number;
  declaredAt: Date | null;
  remindedAt: Date | null;
}

/** The assessors of an edition, one row a strand ("": every one), with how far they are. */
export async function assessorsOf(db: Database, edition: string): Promise<EditionAssessor[]> {
  const { rows } = await sql<EditionAssessor>`
    SELECT x.user_id, u.name, u.email, u.locale, x.strand, d.declared_at,
      (SELECT count(*)::int FROM assignment s JOIN application a ON a.id = s.application WHERE a.edition = x.edition AND s.user_id = x.user_id) AS assigned,
      (SELECT count(*)::int FROM opinion o JOIN application a ON a.id = o.application WHERE a.edition = x.edition AND o.user_id = x.user_id AND o.state = 'given') AS given,
      (SELECT count(*)::int FROM interest_declaration i JOIN application a ON a.id = i.application WHERE a.edition = x.edition AND i.user_id = x.user_id) AS interests,
      (SELECT max(s.reminded_at) FROM assignment s JOIN application a ON a.id = s.application WHERE a.edition = x.edition AND s.user_id = x.user_id) AS reminded_at
    FROM edition_assessor x JOIN auth."user" u ON u.id = x.user_id
    LEFT JOIN edition_declaration d ON d.edition = x.edition AND d.user_id = x.user_id
    WHERE x.edition = ${edition} ORDER BY u.name, x.user_id, x.strand`.execute(db);
  return rows;
}

export async function invitationsOf(db: Database, edition: string): Promise<{ email: string; strand: string; invitedAt: Date }[]> {
  return db
    .selectFrom("assessorInvitation")
    .select(["email", "strand", "invitedAt"])
    .where("edition", "=", edition)
    .orderBy("email")
    .orderBy("strand")
    .execute() as unknown as Promise<{ email: string; strand: string; invitedAt: Date }[]>;
}

/** Who may be asked for an opinion: whose role has the right to assess. */
export async function possibleAssessors(db: Database): Promise<{ id: string; name: string; role: string }[]> {
  const { rows } = await sql<{ id: string; name: string; role: string }>`
    SELECT id, name, role FROM auth."user" WHERE role IN ('assessor', 'officer', 'administrator') AND "closedAt" IS NULL ORDER BY name, id`.execute(
    db,
  );
  return rows;
}

export async function findAssessor(
  db: Database,
  id: string,
): Promise<{ id: string; name: string; email: string; locale: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string; email: string; locale: string }>`
    SELECT id, name, email, locale FROM auth."user" WHERE id = ${id} AND role IN ('assessor', 'officer', 'administrator') AND "closedAt" IS NULL`.execute(
    db,
  );
  return rows[0];
}

export async function assessorByEmail(db: Database, email: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM auth."user" WHERE lower(email) = ${email} AND role IN ('assessor', 'officer', 'administrator') AND "closedAt" IS NULL`.execute(
    db,
  );
  return rows[0]?.id;
}

export async function hasAccount(db: Database, email: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM auth."user" WHERE lower(email) = ${email}`.execute(db)).rows.length > 0;
}

export async function addAssessorRow(trx: Database, edition: string, user: string, strand: string): Promise<void> {
  await trx
    .insertInto("editionAssessor")
    .values({ edition, userId: user, strand })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeAssessorRow(trx: Database, edition: string, user: string, strand: string): Promise<void> {
  await trx.deleteFrom("editionAssessor").where("edition", "=", edition).where("userId", "=", user).where("strand", "=", strand).execute();
}

export async function addInvitation(trx: Database, edition: string, email: string, strand: string, by: string): Promise<void> {
  await trx
    .insertInto("assessorInvitation")
    .values({ edition, email: email.toLowerCase(), strand, invitedBy: by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Makes assessors of those who were asked by mail and have their account now. */
export async function settleInvitations(db: Database, edition: string): Promise<void> {
  await sql`
    WITH here AS (
      DELETE FROM assessor_invitation i USING auth."user" u
      WHERE i.edition = ${edition} AND lower(u.email) = i.email AND u.role IN ('assessor', 'officer', 'administrator')
      RETURNING i.edition, u.id, i.strand)
    INSERT INTO edition_assessor (edition, user_id, strand) SELECT edition, id, strand FROM here ON CONFLICT DO NOTHING`.execute(db);
}

/** Puts the assessors of its strands on files that are in assessment, without those who have declared an interest. Returns how many. */
export async function assignByStrand(trx: Database, where: { application: string } | { edition: string }, by: Actor): Promise<number> {
  const which = "application" in where ? sql`a.id = ${where.application}` : sql`a.edition = ${where.edition}`;
  const { numAffectedRows } = await sql`
    INSERT INTO assignment (application, user_id, assigned_by)
    SELECT DISTINCT a.id, x.user_id, ${by.id} FROM application a JOIN edition_assessor x ON x.edition = a.edition
    WHERE ${which} AND a.state = 'in_assessment'
      AND (x.strand = '' OR EXISTS (SELECT 1 FROM application_strand s WHERE s.application = a.id AND s.strand = x.strand))
      AND NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = a.id AND d.user_id = x.user_id)
    ON CONFLICT DO NOTHING`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

export interface Assigned {
  userId: string;
  name: string;
  assignedAt: Date;
  remindedAt: Date | null;
  state: "draft" | "given" | null;
}
/** Who was asked for an opinion on a file, and whether it has come. */
export async function assignedTo(db: Database, application: string): Promise<Assigned[]> {
  const { rows } = await sql<Assigned>`
    SELECT s.user_id, u.name, s.assigned_at, s.reminded_at, o.state FROM assignment s JOIN auth."user" u ON u.id = s.user_id
    LEFT JOIN opinion o ON o.application = s.application AND o.user_id = s.user_id
    WHERE s.application = ${application} ORDER BY u.name, s.user_id`.execute(db);
  return rows;
}

export async function insertAssignment(trx: Database, application: string, user: string, by: Actor): Promise<void> {
  await trx
    .insertInto("assignment")
    .values({ application, userId: user, assignedBy: by.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes an assessor off a file; an opinion that was given stays. Returns whether it was done. */
export async function deleteAssignment(trx: Database, application: string, user: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM assignment s WHERE s.application = ${application} AND s.user_id = ${user}
      AND NOT EXISTS (SELECT 1 FROM opinion o WHERE o.application = s.application AND o.user_id = s.user_id AND o.state = 'given')`.execute(
    trx,
  );
  if (numAffectedRows === 0n) return false;
  await trx.deleteFrom("opinion").where("application", "=", application).where("userId", "=", user).execute();
  return true;
}

export interface Waiting {
  userId: string;
  name: string;
  email: string;
  locale: string;
  files: number;
}
/** Who has opinions to give on the files in assessment of an edition, with how many; noted as reminded now. */
export async function noteReminded(trx: Database, edition: string, only?: string): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    WITH late AS (
      UPDATE assignment s SET reminded_at = now() FROM application a
      WHERE a.id = s.application AND a.edition = ${edition} AND a.state = 'in_assessment' AND (${only ?? null}::text IS NULL OR s.user_id = ${only ?? null})
        AND NOT EXISTS (SELECT 1 FROM opinion o WHERE o.application = s.application AND o.user_id = s.user_id AND o.state = 'given')
      RETURNING s.user_id)
    SELECT u.id AS user_id, u.name, u.email, u.locale, count(*)::int AS files FROM late JOIN auth."user" u ON u.id = late.user_id
    GROUP BY u.id ORDER BY u.name`.execute(trx);
  return rows;
}

export interface ToAssess {
  id: string;
  number: string;
  title: string;
  applicant: string;
  edition: string;
  editionName: Record<string, string>;
  askedCents: number;
  currency: string;
  countries: string[];
  strands: string[];
  assignedAt: Date;
  state: "draft" | "given" | null;
  total: number | null;
  open: boolean;
  /** A person of the body has the name of this assessor. */
  sameName: boolean;
}
/** The files that this person was asked to assess, those still open first; of one edition, or of all. */
export async function filesToAssess(db: Database, actor: Actor, edition?: string): Promise<ToAssess[]> {
  const { rows } = await sql<ToAssess>`
    SELECT a.id, a.number, a.title, b.name AS applicant, a.edition, e.name AS edition_name, a.asked_cents, a.currency, a.countries, s.assigned_at,
      ARRAY(SELECT t.strand FROM application_strand t WHERE t.application = a.id ORDER BY t.strand) AS strands,
      o.state, o.total, a.state = 'in_assessment' AS open,
      fold(${actor.name}) IN (fold(coalesce(b.profile ->> 'representativeName', '')), fold(coalesce(b.profile ->> 'contactName', ''))) AS same_name
    FROM assignment s JOIN application a ON a.id = s.application JOIN applicant b ON b.id = a.applicant JOIN edition e ON e.id = a.edition
    LEFT JOIN opinion o ON o.application = a.id AND o.user_id = s.user_id
    WHERE s.user_id = ${actor.id} AND ${visibleTo(actor)} AND (${edition ?? null}::text IS NULL OR a.edition = ${edition ?? null})
    ORDER BY a.state = 'in_assessment' DESC, o.state = 'given' NULLS FIRST, a.edition, a.number`.execute(db);
  return rows;
}
