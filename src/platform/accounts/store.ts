import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { Locale } from "../i18n/languages.ts";
import { type Actor, type Role, roles } from "./rights.ts";

export interface Account {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
}

// better-auth writes its own column names; Kysely's plugin would turn createdAt into created_at: plain SQL here.
export async function listAccounts(db: Database, among: readonly Role[] = roles): Promise<Account[]> {
  const { rows } =
    await sql<Account>`SELECT id, name, email, role, "createdAt" AS created_at FROM auth."user" WHERE role IN (${sql.join(among)}) ORDER BY name, id`.execute(
      db,
    );
  return rows;
}

export async function hasAdministrator(db: Database): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM auth."user" WHERE role = 'administrator' LIMIT 1`.execute(db);
  return rows.length > 0;
}

// Two administrators who each take the other's role away at the same instant: one after the other, under this lock.
const oneAtATime = <T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.accounts'))`.execute(trx);
    return work(trx);
  });
const anotherAdministrator = (id: string) => sql`EXISTS (SELECT 1 FROM auth."user" o WHERE o.role = 'administrator' AND o.id <> ${id})`;

/**
 * Changes a role, unless that would leave no administrator. Returns false when it would, or when there is no such account.
 * `by`: who does it, for the database to note where the role opens the protected compartment.
 */
export function setRole(db: Database, id: string, role: Role, by?: Actor): Promise<boolean> {
  return oneAtATime(db, async (trx) => {
    await sql`SELECT set_config('ville_monde.by', ${by?.name ?? ""}, true)`.execute(trx);
    const { numAffectedRows } = await sql`
      UPDATE auth."user" SET role = ${role}, "updatedAt" = now() WHERE id = ${id} AND (${role} = 'administrator' OR ${anotherAdministrator(id)})`.execute(
      trx,
    );
    return numAffectedRows === 1n;
  });
}

/** Ends an account and its sessions; what it did stays in the history under its name. Never the last administrator. */
export function deleteAccount(db: Database, id: string, by?: Actor): Promise<boolean> {
  return oneAtATime(db, async (trx) => {
    await sql`SELECT set_config('ville_monde.by', ${by?.name ?? ""}, true)`.execute(trx);
    const { numAffectedRows } =
      await sql`DELETE FROM auth."user" WHERE id = ${id} AND (role <> 'administrator' OR ${anotherAdministrator(id)})`.execute(trx);
    return numAffectedRows === 1n;
  });
}

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
  options: { first?: boolean; email?: string; locale?: Locale; hours?: number } = {},
): Promise<string> {
  const token = newToken();
  const { first = false, email = null, locale = null, hours = LINK_HOURS } = options;
  await sql`INSERT INTO auth.invitation (token_sha256, role, first, email, locale, expires_at)
    VALUES (${digest(token)}, ${role}, ${first}, ${email}, ${locale}, now() + make_interval(hours => ${hours}))`.execute(db);
  return token;
}

const good = sql`used_at IS NULL AND expires_at > now() AND (NOT first OR NOT EXISTS (SELECT 1 FROM auth."user" WHERE role = 'administrator'))`;

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
}
const owner = sql`id, name, email, role, locale, "emailVerified" AS verified`;

export async function findOwner(db: Database, email: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`SELECT ${owner} FROM auth."user" WHERE email = ${email}`.execute(db);
  return rows[0];
}

export type LinkPurpose = "verify" | "reset";

/** Makes the token of a link to the owner of an account. Only its digest is kept. `typed`: see auth.link. */
export async function makeLink(
  trx: Database,
  purpose: LinkPurpose,
  userId: string,
  hours: number,
  typed?: { name: string; passwordHash: string },
): Promise<string> {
  const token = newToken();
  await sql`INSERT INTO auth.link (token_sha256, purpose, user_id, name, password, expires_at) VALUES
    (${digest(token)}, ${purpose}, ${userId}, ${typed?.name ?? null}, ${typed?.passwordHash ?? null}, now() + make_interval(hours => ${hours}))`.execute(
    trx,
  );
  return token;
}

/** Whose link it is, while it is good. */
export async function linkOwner(db: Database, purpose: LinkPurpose, token: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`SELECT ${owner} FROM auth."user" WHERE id = (SELECT user_id FROM auth.link
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

const WINDOW_MINUTES = 10;

/**
 * Counts an attempt (to sign in, to sign up, to ask for a link) under each key (network address, account), as digests, and says whether any has had
 * more than its share in the last ten minutes. Waiting is all it asks: nobody can lock another out for good, as the
 * limit by account applies to the pair of account and address, and by address is ten times as high.
 */
export function attempt(db: Database, address: string, email: string): Promise<boolean> {
  return counted(db, [
    [`pair ${address} ${email.toLowerCase()}`, 8],
    [`address ${address}`, 80],
  ]);
}

/** Counts a mail that a stranger makes us send to an address: five in ten minutes, so that our forms fill no mailbox. */
export function mayMail(db: Database, email: string): Promise<boolean> {
  return counted(db, [[`mail ${email.toLowerCase()}`, 5]]);
}

async function counted(db: Database, keys: [key: string, most: number][]): Promise<boolean> {
  await sql`DELETE FROM auth.attempt WHERE at < now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(db);
  let allowed = true;
  for (const [key, most] of keys) {
    await sql`INSERT INTO auth.attempt (key) VALUES (${digest(key)})`.execute(db);
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM auth.attempt WHERE key = ${digest(key)} AND at > now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(
      db,
    );
    if (rows[0]!.n > most) allowed = false;
  }
  return allowed;
}

/** Forgets the attempts of a pair that has signed in. */
export async function forgetAttempts(db: Database, address: string, email: string): Promise<void> {
  await sql`DELETE FROM auth.attempt WHERE key = ${digest(`pair ${address} ${email.toLowerCase()}`)}`.execute(db);
}
