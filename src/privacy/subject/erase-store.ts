import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Subject } from "./copy-store.ts";

/** What goes with an account, and what stays where it is, in numbers. */
export interface Balance {
  memberships: number;
  drafts: number;
  mails: number;
  subscriptions: number;
  stories: number;
  /** Files that were sent by the person's bodies and bear the name. */
  files: number;
  /** Entries of the log under the name. */
  entries: number;
  payments: number;
}

export async function balanceOf(db: Database, { userId, email }: Subject): Promise<Balance> {
  const { rows } = await sql<Balance>`SELECT
    (SELECT count(*) FROM applicant_member WHERE user_id = ${userId})::int AS memberships,
    (SELECT count(*) FROM application a JOIN applicant_member m ON m.applicant = a.applicant WHERE m.user_id = ${userId} AND a.state = 'draft'
      AND NOT EXISTS (SELECT FROM applicant_member o WHERE o.applicant = m.applicant AND o.user_id <> m.user_id))::int AS drafts,
    (SELECT count(*) FROM outgoing_mail WHERE lower(to_address) = ${email})::int AS mails,
    (SELECT count(*) FROM subscription WHERE email = ${email})::int AS subscriptions,
    (SELECT count(*) FROM story_contact WHERE lower(email) = ${email})::int AS stories,
    (SELECT count(DISTINCT s.application) FROM application_snapshot s WHERE s.by_user = ${userId})::int AS files,
    (SELECT count(*) FROM event WHERE actor = ${userId})::int AS entries,
    (SELECT count(*) FROM payment WHERE ${userId} IN (requested_by, checked_by, ordered_by))::int AS payments`.execute(db);
  return rows[0]!;
}

/** Whose account an address is: its identifier and role. */
export async function accountOf(db: Database, email: string): Promise<{ id: string; role: string; name: string } | undefined> {
  const { rows } = await sql<{
    id: string;
    role: string;
    name: string;
  }>`SELECT id, role, name FROM auth."user" WHERE email = ${email}`.execute(db);
  return rows[0];
}
