import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import { type Role, roles } from "./rights.ts";

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

/** Changes a role, unless that would leave no administrator. Returns false when it would, or when there is no such account. */
export function setRole(db: Database, id: string, role: Role): Promise<boolean> {
  return oneAtATime(db, async (trx) => {
    const { numAffectedRows } = await sql`
      UPDATE auth."user" SET role = ${role}, "updatedAt" = now() WHERE id = ${id} AND (${role} = 'administrator' OR ${anotherAdministrator(id)})`.execute(
      trx,
    );
    return numAffectedRows === 1n;
  });
}

/** Ends an account and its sessions; what it did stays in the history under its name. Never the last administrator. */
export function deleteAccount(db: Database, id: string): Promise<boolean> {
  return oneAtATime(db, async (trx) => {
    const { numAffectedRows } =
      await sql`DELETE FROM auth."user" WHERE id = ${id} AND (role <> 'administrator' OR ${anotherAdministrator(id)})`.execute(trx);
    return numAffectedRows === 1n;
  });
}

const LINK_HOURS = 24;
const digest = (token: string) => createHash("sha256").update(token).digest("hex");

/** Makes a link's token, good for one account within 24 hours; `first` only while there is no administrator. Only its digest is kept. */
export async function makeInvitation(db: Database, role: Role, first = false): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`INSERT INTO auth.invitation (token_sha256, role, first, expires_at) VALUES (${digest(token)}, ${role}, ${first}, now() + make_interval(hours => ${LINK_HOURS}))`.execute(
    db,
  );
  return token;
}

const good = sql`used_at IS NULL AND expires_at > now() AND (NOT first OR NOT EXISTS (SELECT 1 FROM auth."user" WHERE role = 'administrator'))`;

/** The role that a token gives, while it is good; undefined when it is unknown, used or over. */
export async function invitationRole(db: Database, token: string): Promise<Role | undefined> {
  const { rows } = await sql<{ role: Role }>`SELECT role FROM auth.invitation WHERE token_sha256 = ${digest(token)} AND ${good}`.execute(
    db,
  );
  return rows[0]?.role;
}

/** Uses a token up. Of several at the same instant, one gets the role and the others undefined; a first link ends all first links. */
export function useInvitation(db: Database, token: string): Promise<Role | undefined> {
  return oneAtATime(db, async (trx) => {
    const { rows } = await sql<{
      role: Role;
      first: boolean;
    }>`UPDATE auth.invitation SET used_at = now() WHERE token_sha256 = ${digest(token)} AND ${good} RETURNING role, first`.execute(trx);
    if (rows[0]?.first) await sql`UPDATE auth.invitation SET used_at = now() WHERE first AND used_at IS NULL`.execute(trx);
    return rows[0]?.role;
  });
}

/** Gives a token back, when the account could not be made with it. */
export async function returnInvitation(db: Database, token: string): Promise<void> {
  await sql`UPDATE auth.invitation SET used_at = NULL WHERE token_sha256 = ${digest(token)}`.execute(db);
}

const WINDOW_MINUTES = 10;

/**
 * Counts an attempt to sign in under each key (network address, account), as digests, and says whether any has had
 * more than its share in the last ten minutes. Waiting is all it asks: nobody can lock another out for good, as the
 * limit by account applies to the pair of account and address, and by address is ten times as high.
 */
export async function attempt(db: Database, address: string, email: string): Promise<boolean> {
  const keys: [string, number][] = [
    [digest(`pair ${address} ${email.toLowerCase()}`), 8],
    [digest(`address ${address}`), 80],
  ];
  await sql`DELETE FROM auth.attempt WHERE at < now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(db);
  let allowed = true;
  for (const [key, most] of keys) {
    await sql`INSERT INTO auth.attempt (key) VALUES (${key})`.execute(db);
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM auth.attempt WHERE key = ${key} AND at > now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(
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
