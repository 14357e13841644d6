import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

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
