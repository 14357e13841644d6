import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Auth } from "../../platform/accounts/auth.ts";
import { type Role, roles } from "../../platform/accounts/rights.ts";
import { setDemonstration } from "../../platform/city-settings/actions.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { DEMO_MAIL_DOMAIN } from "../../platform/mail/rules.ts";
import { membersOf, person, putPeople } from "./people.ts";

/** A fictional person with whom one may sign in. `password`: made now, told once, kept by nobody. */
export interface DemoAccount {
  id: string;
  role: Role;
  name: string;
  email: string;
  password: string;
}

const administrator = person("aline", "Aline Fictive", "administrator");
const reader = person("remi", "Rémi Fictif", "reader");
/** Of the associations: one whose grant is under way, one whose file waits at the desk. */
const applicants = ["rives", "delta"].map((body) => membersOf(body).representative.id);

/**
 * Gives the fictional people passwords that are made now, and has every page say that this is a demonstration. Only where
 * the fictional grants were loaded: there is nobody otherwise. Without `again`, only the first time, and only where nobody
 * else works: who turns a demonstration on beside real people asks for it. Where a real administrator is, no fictional one.
 */
export async function openDemoAccounts(db: Database, auth: Auth, { again }: { again: boolean }): Promise<DemoAccount[]> {
  const { password: passwords } = await auth.$context;
  const wanted = await transact(db, async (trx) => {
    // Two nodes that start at once: the second finds it done.
    await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.seed'))`.execute(trx);
    const standing = await stateOf(trx);
    if (!standing.loaded || (!again && (standing.opened || standing.real))) return [];
    await putPeople(trx, standing.realAdministrator ? [reader] : [administrator, reader]);
    if (standing.realAdministrator) await sql`DELETE FROM auth.account WHERE "userId" = ${administrator.id}`.execute(trx);
    await setDemonstration(trx, { id: "seed-demo", name: "Demonstration data", role: "system" });
    const people = (await fictional(trx)).filter(({ role }) => role !== "administrator" || !standing.realAdministrator);
    const made = people.map((one) => ({ ...one, password: newPassword() }));
    for (const { id, password } of made) await setPassword(trx, id, await passwords.hash(password));
    return made;
  });
  return wanted.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.email.localeCompare(b.email));
}

const isFictional = sql`u.email LIKE ${`%@${DEMO_MAIL_DOMAIN}`}`;

/** loaded: the fictional grants are there. opened: someone of them has a password. real: somebody else works in the office. */
async function stateOf(trx: Database): Promise<Record<"loaded" | "opened" | "real" | "realAdministrator", boolean>> {
  const { rows } = await sql<Record<"loaded" | "opened" | "real" | "realAdministrator", boolean>>`SELECT
    EXISTS (SELECT FROM auth."user" u WHERE ${isFictional}) AS loaded,
    EXISTS (SELECT FROM auth.account a JOIN auth."user" u ON u.id = a."userId" WHERE ${isFictional}) AS opened,
    EXISTS (SELECT FROM auth."user" u WHERE NOT ${isFictional} AND u.role <> 'applicant') AS real,
    EXISTS (SELECT FROM auth."user" u WHERE NOT ${isFictional} AND u.role = 'administrator' AND u."closedAt" IS NULL) AS real_administrator`.execute(
    trx,
  );
  return rows[0]!;
}

async function fictional(trx: Database): Promise<Omit<DemoAccount, "password">[]> {
  const { rows } = await sql<Omit<DemoAccount, "password">>`SELECT u.id, u.role, u.name, u.email FROM auth."user" u
    WHERE ${isFictional} AND u."closedAt" IS NULL AND (u.role <> 'applicant' OR u.id = ANY (${applicants}::text[]))`.execute(trx);
  return rows;
}

async function setPassword(trx: Database, id: string, hash: string): Promise<void> {
  const { numAffectedRows } = await sql`UPDATE auth.account SET password = ${hash}, "updatedAt" = now()
    WHERE "userId" = ${id} AND "providerId" = 'credential'`.execute(trx);
  if (numAffectedRows === 0n)
    await sql`INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
      VALUES (gen_random_uuid()::text, ${id}, 'credential', ${id}, ${hash}, now(), now())`.execute(trx);
}

/** Signs that are not taken one for another, in four groups: 78 bits, typed in a moment. */
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
const newPassword = () =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join("")).join("-");

/** What a terminal shows of them. */
export function linesOf(accounts: readonly DemoAccount[], baseUrl: string): string[] {
  if (accounts.length === 0) return [];
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return [
    `Demonstration: fictional people with whom to sign in on ${baseUrl}/bureau (applicants: ${baseUrl}/espace). Their passwords are told this once; "npm run cli -- seed demo --accounts" makes new ones.`,
    ...accounts.map(({ role, email, password }) => `  ${role.padEnd(13)}  ${email.padEnd(width)}  ${password}`),
  ];
}
