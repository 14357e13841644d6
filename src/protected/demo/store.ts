import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";

/** Whether the fictional files are there already, told by who made them. Two nodes that start at once ask one after the other. */
export async function hasDemo(trx: Database, guardian: string): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.seed'))`.execute(trx);
  const { rows } = await sql`SELECT 1 FROM auth."user" WHERE id = ${guardian}`.execute(trx);
  return rows.length > 0;
}

/** An account without a password, at an address that no mail can reach: nobody signs in with it. */
export async function putGuardian(trx: Database, who: Actor & { email: string }): Promise<void> {
  await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES (${who.id}, ${who.name}, ${who.email}, true, ${who.role})
    ON CONFLICT DO NOTHING`.execute(trx);
}
