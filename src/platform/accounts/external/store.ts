import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../../database/connect.ts";
import type { Locale } from "../../i18n/languages.ts";
import type { Role } from "../rights.ts";

export interface BoundAccount {
  id: string;
  role: Role;
  closed: boolean;
  verified: boolean;
}
const columns = sql`u.id, u.role, u."closedAt" IS NOT NULL AS closed, u."emailVerified" AS verified`;

/** The account that this subject of the provider opens. */
export async function findBound(trx: Database, provider: string, subject: string): Promise<BoundAccount | undefined> {
  const { rows } = await sql<BoundAccount>`SELECT ${columns} FROM auth.account a JOIN auth."user" u ON u.id = a."userId"
    WHERE a."providerId" = ${provider} AND a."accountId" = ${subject}`.execute(trx);
  return rows[0];
}

/** The account of an address to which no subject of the provider is bound yet. Locked: two first visits do not both bind it. */
export async function findUnbound(trx: Database, provider: string, email: string): Promise<BoundAccount | undefined> {
  const { rows } = await sql<BoundAccount>`SELECT ${columns} FROM auth."user" u WHERE u.email = ${email}
    AND NOT EXISTS (SELECT 1 FROM auth.account a WHERE a."userId" = u.id AND a."providerId" = ${provider}) FOR UPDATE`.execute(trx);
  return rows[0];
}

/** Uses up the newest open invitation that was mailed to an address. */
export async function takeInvitationOf(trx: Database, email: string): Promise<{ role: Role; locale: Locale | null } | undefined> {
  const { rows } = await sql<{ role: Role; locale: Locale | null }>`UPDATE auth.invitation SET used_at = now() WHERE token_sha256 = (
    SELECT token_sha256 FROM auth.invitation WHERE email = ${email} AND role <> 'applicant' AND NOT first AND used_at IS NULL
    AND revoked_at IS NULL AND expires_at > now() ORDER BY created_at DESC LIMIT 1 FOR UPDATE) RETURNING role, locale`.execute(trx);
  return rows[0];
}

/** An account without a password; undefined when there is one of this address. */
export async function insertUser(
  trx: Database,
  user: { name: string; email: string; role: Role; locale: Locale },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`INSERT INTO auth."user" (id, name, email, "emailVerified", role, locale)
    VALUES (${randomUUID()}, ${user.name}, ${user.email}, true, ${user.role}, ${user.locale}) ON CONFLICT (email) DO NOTHING RETURNING id`.execute(
    trx,
  );
  return rows[0]?.id;
}

export async function bind(trx: Database, provider: string, subject: string, userId: string): Promise<void> {
  await sql`INSERT INTO auth.account (id, "accountId", "providerId", "userId") VALUES (${randomUUID()}, ${subject}, ${provider}, ${userId})`.execute(
    trx,
  );
}
