import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { Locale } from "../i18n/languages.ts";
import { type Role, roles } from "./rights.ts";

export interface Account {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
}

// better-auth writes its own column names; Kysely's plugin would turn createdAt into created_at: plain SQL here.
/** The open accounts of these roles. */
export async function listAccounts(db: Database, among: readonly Role[] = roles): Promise<Account[]> {
  const { rows } = await sql<Account>`SELECT id, name, email, role, "createdAt" AS created_at FROM auth."user"
    WHERE role IN (${sql.join(among)}) AND "closedAt" IS NULL ORDER BY name, id`.execute(db);
  return rows;
}

const anAdministrator = sql`SELECT 1 FROM auth."user" WHERE role = 'administrator' AND "closedAt" IS NULL`;

export async function hasAdministrator(db: Database): Promise<boolean> {
  return (await sql`${anAdministrator} LIMIT 1`.execute(db)).rows.length > 0;
}

// What is good once, asked for by several at the same instant: one after the other, under this lock.
const oneAtATime = <T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> => {
  const locked = async (trx: Database) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.accounts'))`.execute(trx);
    return work(trx);
  };
  return db.isTransaction ? locked(db) : db.transaction().execute(locked);
};

const LINK_HOURS = 24;
const newToken = () => randomBytes(32).toString("base64url");
const digest = (token: string) => createHash("sha256").update(token).digest("hex");

/** What a one-time link gives, and to whom when it was mailed. */
export interface Invitation {
  role: Role;
  email: string | null;
  locale: Locale | null;
}

/**
 * Makes a link's token, good for one account within `hours` (24 when not said); `first` only while there is no
 * administrator. Only its digest is kept.
 */
export async function makeInvitation(
  db: Database,
  role: Role,
  options: { first?: boolean; email?: string; locale?: Locale; hours?: number; byName?: string; path?: string } = {},
): Promise<string> {
  const token = newToken();
  const { first = false, email = null, locale = null, hours = LINK_HOURS, byName = null, path = null } = options;
  await sql`INSERT INTO auth.invitation (token_sha256, role, first, email, locale, by_name, path, expires_at)
    VALUES (${digest(token)}, ${role}, ${first}, ${email}, ${locale}, ${byName}, ${path}, now() + make_interval(hours => ${hours}))`.execute(
    db,
  );
  return token;
}

const good = sql`used_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND (NOT first OR NOT EXISTS (${anAdministrator}))`;

/** What a token gives, while it is good; undefined when it is unknown, used or over. */
export async function invitationOf(db: Database, token: string): Promise<Invitation | undefined> {
  const { rows } =
    await sql<Invitation>`SELECT role, email, locale FROM auth.invitation WHERE token_sha256 = ${digest(token)} AND ${good}`.execute(db);
  return rows[0];
}

/** Uses a token up. Of several at the same instant, one gets the role and the others undefined; a first link ends all first links. */
export function useInvitation(db: Database, token: string): Promise<Invitation | undefined> {
  return oneAtATime(db, async (trx) => {
    const { rows } = await sql<Invitation & { first: boolean }>`UPDATE auth.invitation SET used_at = now()
      WHERE token_sha256 = ${digest(token)} AND ${good} RETURNING role, email, locale, first`.execute(trx);
    if (rows[0]?.first) await sql`UPDATE auth.invitation SET used_at = now() WHERE first AND used_at IS NULL`.execute(trx);
    return rows[0];
  });
}

/** Gives a token back, when the account could not be made with it. */
export async function returnInvitation(db: Database, token: string): Promise<void> {
  await sql`UPDATE auth.invitation SET used_at = NULL WHERE token_sha256 = ${digest(token)}`.execute(db);
}

/** Whose account an address is. */
export interface Owner {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale: Locale;
  verified: boolean;
  /** Has left: nothing opens the account, and nothing is mailed that would. */
  closed: boolean;
}
const owner = sql`id, name, email, role, locale, "emailVerified" AS verified, "closedAt" IS NOT NULL AS closed`;

export async function findOwner(db: Database, email: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`SELECT ${owner} FROM auth."user" WHERE email = ${email}`.execute(db);
  return rows[0];
}

export async function findOwnerById(db: Database, id: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`SELECT ${owner} FROM auth."user" WHERE id = ${id}`.execute(db);
  return rows[0];
}

export type LinkPurpose = "verify" | "reset" | "sign_in";

/** Makes the token of a link to the owner of an account. Only its digest is kept. `typed`: see auth.link. `browser`: which asked for it. */
export async function makeLink(
  trx: Database,
  purpose: LinkPurpose,
  userId: string,
  hours: number,
  more: { typed?: { name: string; passwordHash: string } | undefined; browser?: string } = {},
): Promise<string> {
  const token = newToken();
  const { typed, browser } = more;
  await sql`INSERT INTO auth.link (token_sha256, purpose, user_id, name, password, browser_sha256, expires_at) VALUES (${digest(token)}, ${purpose},
    ${userId}, ${typed?.name ?? null}, ${typed?.passwordHash ?? null}, ${browser ? digest(browser) : null}, now() + make_interval(secs => ${hours * 3600}))`.execute(
    trx,
  );
  return token;
}

/** Whether a link was asked for by the browser that keeps this mark. */
export async function isLinkOfBrowser(db: Database, token: string, browser: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM auth.link WHERE token_sha256 = ${digest(token)} AND browser_sha256 = ${digest(browser)}`.execute(
    db,
  );
  return rows.length > 0;
}

/** Whose link it is, while it is good. */
export async function linkOwner(db: Database, purpose: LinkPurpose, token: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`SELECT ${owner} FROM auth."user" WHERE "closedAt" IS NULL AND id = (SELECT user_id FROM auth.link
    WHERE token_sha256 = ${digest(token)} AND purpose = ${purpose} AND expires_at > now())`.execute(db);
  return rows[0];
}

/** Uses a link up, and every other of the same owner and purpose. Of several at the same instant, one gets it. */
export async function takeLink(
  db: Database,
  purpose: LinkPurpose,
  token: string,
): Promise<{ userId: string; name: string | null; passwordHash: string | null } | undefined> {
  return oneAtATime(db, async (trx) => {
    const { rows } = await sql<{ userId: string; name: string | null; passwordHash: string | null }>`DELETE FROM auth.link
      WHERE token_sha256 = ${digest(token)} AND purpose = ${purpose} AND expires_at > now()
      RETURNING user_id, name, password AS password_hash`.execute(trx);
    const taken = rows[0];
    if (taken) await sql`DELETE FROM auth.link WHERE user_id = ${taken.userId} AND purpose = ${purpose}`.execute(trx);
    return taken;
  });
}
