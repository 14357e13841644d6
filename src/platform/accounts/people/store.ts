import { sql } from "kysely";
import type { Database } from "../../database/connect.ts";
import type { Locale } from "../../i18n/languages.ts";
import type { Actor, Role } from "../rights.ts";

/** An account as those who keep the accounts see it. */
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
  closedAt: Date | null;
  secondFactor: boolean;
  /** When they last did something, to the minute; null when no session is left of it. */
  seenAt: Date | null;
  sessions: number;
}
const columns = sql`u.id, u.name, u.email, u.role, u."createdAt" AS created_at, u."closedAt" AS closed_at, u."secondFactor" AS second_factor,
  s.seen_at, coalesce(s.sessions, 0) AS sessions`;
const sessions = sql`LEFT JOIN LATERAL (SELECT max("seenAt") AS seen_at, count(*)::int AS sessions FROM auth.session
  WHERE "userId" = u.id AND "expiresAt" > now()) s ON true`;

/** Those who work in the office and those who did, who is there still first. */
export async function listPeople(db: Database): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`SELECT ${columns} FROM auth."user" u ${sessions} WHERE u.role <> 'applicant'
    ORDER BY u."closedAt" IS NOT NULL, u.name, u.id`.execute(db);
  return rows;
}

export async function findPersonRow(db: Database, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`SELECT ${columns} FROM auth."user" u ${sessions} WHERE u.id = ${id}`.execute(db);
  return rows[0];
}

/** Who does it, for the database to note where a role opens the protected compartment. */
const noteBy = (trx: Database, by: Actor | undefined) => sql`SELECT set_config('ville_monde.by', ${by?.name ?? ""}, true)`.execute(trx);

/** The role that someone had, when it was changed; undefined when there is no such account, or nothing changes. */
export async function writeRole(trx: Database, id: string, role: Role, by: Actor | undefined): Promise<Role | undefined> {
  await noteBy(trx, by);
  const { rows } = await sql<{ role: Role }>`WITH before AS (SELECT id, role FROM auth."user" WHERE id = ${id} FOR UPDATE)
    UPDATE auth."user" u SET role = ${role}, "updatedAt" = now() FROM before b WHERE u.id = b.id AND b.role <> ${role} RETURNING b.role`.execute(
    trx,
  );
  return rows[0]?.role;
}

/** Closes an account, or opens it again. False: there is none, or it is so already. */
export async function writeClosed(trx: Database, id: string, closed: boolean, by: Actor): Promise<boolean> {
  await noteBy(trx, by);
  const { numAffectedRows } = await sql`UPDATE auth."user" SET "closedAt" = ${closed ? sql`now()` : sql`NULL`}, "updatedAt" = now()
    WHERE id = ${id} AND ("closedAt" IS NULL) = ${closed}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Takes the password of an account away, and with it every session that it opened. */
export async function deletePassword(trx: Database, userId: string): Promise<void> {
  await sql`DELETE FROM auth.account WHERE "userId" = ${userId} AND "providerId" = 'credential'`.execute(trx);
  await sql`DELETE FROM auth.session WHERE "userId" = ${userId}`.execute(trx);
}

/** An invitation that nobody has taken yet. */
export interface InvitationRow {
  id: string;
  role: Role;
  email: string | null;
  locale: Locale | null;
  byName: string | null;
  createdAt: Date;
  expiresAt: Date;
  isOver: boolean;
}
const invitation = sql`id, role, email, locale, by_name, created_at, expires_at, expires_at < now() AS is_over`;
// Those that other subjects mailed (path) are seen to where they were made; first links are the program's own.
const waiting = sql`used_at IS NULL AND revoked_at IS NULL AND NOT first AND path IS NULL`;

export async function listInvitations(db: Database): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`SELECT ${invitation} FROM auth.invitation
    WHERE ${waiting} AND expires_at > now() - interval '30 days' ORDER BY created_at DESC, id`.execute(db);
  return rows;
}

/** Ends an invitation (`mailed`: only one that was mailed). Gives it back; undefined when it was used or revoked. */
export async function revokeInvitation(trx: Database, id: string, mailed: boolean): Promise<InvitationRow | undefined> {
  const { rows } =
    await sql<InvitationRow>`UPDATE auth.invitation SET revoked_at = now() WHERE id = ${id} AND ${waiting} AND (email IS NOT NULL OR NOT ${mailed})
    RETURNING ${invitation}`.execute(trx);
  return rows[0];
}
