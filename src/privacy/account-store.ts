import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";

/** What of a person is under way, and would be lost with the account or leave a body without anybody to answer for it. */
export interface Living {
  id: string;
  number: string | null;
  title: string;
  /** grant: money is still to come or to be accounted for. file: sent, and not decided. */
  what: "grant" | "file";
}

const living = sql`
  SELECT m.user_id, a.id, coalesce(g.number, a.number) AS number, a.title, CASE WHEN g.id IS NULL THEN 'file' ELSE 'grant' END AS what
  FROM applicant_member m JOIN application a ON a.applicant = m.applicant LEFT JOIN "grant" g ON g.application = a.id
  WHERE m.role = 'representative'
    AND CASE WHEN g.id IS NULL THEN a.state NOT IN ('draft', 'inadmissible', 'rejected', 'refused', 'withdrawn', 'lapsed') ELSE g.state NOT IN ('closed', 'cancelled', 'lapsed', 'withdrawn') END
    AND NOT EXISTS (SELECT FROM applicant_member o WHERE o.applicant = m.applicant AND o.role = 'representative' AND o.user_id <> m.user_id)`;

/** True, in SQL, of an account that answers alone for something under way. */
export const answersAlone = (user: ReturnType<typeof sql>) => sql`EXISTS (SELECT FROM (${living}) l WHERE l.user_id = ${user})`;

/** What a person answers for alone: an account with any is not closed. */
export async function livingOf(db: Database, user: string): Promise<Living[]> {
  const { rows } = await sql<Living>`SELECT id, number, title, what FROM (${living}) l WHERE l.user_id = ${user} ORDER BY number`.execute(
    db,
  );
  return rows;
}

/** True when files that were sent or signed bear the name of a person: it stays in them, and in the log, as long as they do. */
export async function hasSigned(db: Database, user: string): Promise<boolean> {
  const { rows } = await sql<{ signed: boolean }>`SELECT EXISTS (SELECT FROM application WHERE submitted_by = ${user})
    OR EXISTS (SELECT FROM application_snapshot WHERE by_user = ${user}) OR EXISTS (SELECT FROM report WHERE ${user} IN (sent_by, certified_by))
    OR EXISTS (SELECT FROM payment WHERE requested_by = ${user}) AS signed`.execute(db);
  return rows[0]!.signed;
}

/**
 * Ends accounts with all that hangs on them alone: sessions, memberships, invitations, mails, and the drafts of bodies that
 * nobody is left for. Returns the digests of the files of those drafts. What a body sent stays the body's.
 */
export async function endAccounts(trx: Database, users: readonly string[]): Promise<{ files: string[]; drafts: string[] }> {
  const { rows: addresses } = await sql<{ email: string }>`SELECT lower(email) AS email FROM auth."user" WHERE id = ANY (${users})`.execute(
    trx,
  );
  const emails = addresses.map(({ email }) => email);
  const { rows: bodies } = await sql<{
    applicant: string;
  }>`SELECT DISTINCT applicant FROM applicant_member WHERE user_id = ANY (${users})`.execute(trx);
  await sql`DELETE FROM auth."user" WHERE id = ANY (${users})`.execute(trx);
  const { rows: drafts } = await sql<{
    id: string;
  }>`SELECT a.id FROM application a WHERE a.state = 'draft' AND a.applicant = ANY (${bodies.map(({ applicant }) => applicant)}::uuid[])
    AND NOT EXISTS (SELECT FROM applicant_member m WHERE m.applicant = a.applicant)`.execute(trx);
  const ids = drafts.map(({ id }) => id);
  const { rows: files } = await sql<{ file: string }>`SELECT file FROM application_file WHERE application = ANY (${ids}::uuid[])`.execute(
    trx,
  );
  await sql`DELETE FROM application WHERE id = ANY (${ids}::uuid[])`.execute(trx);
  await forgetAddresses(trx, emails);
  return { files: files.map(({ file }) => file), drafts: ids };
}

/** Forgets addresses wherever they stand for a person who may still come: invitations, and what was written to them. */
export async function forgetAddresses(trx: Database, emails: readonly string[]): Promise<void> {
  for (const table of ["applicant_invitation", "application_guest", "assessor_invitation", "auth.invitation"])
    await sql`DELETE FROM ${sql.table(table)} WHERE lower(email) = ANY (${emails})`.execute(trx);
  await sql`DELETE FROM outgoing_mail WHERE lower(to_address) = ANY (${emails})`.execute(trx);
}
