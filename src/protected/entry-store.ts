import { sql } from "kysely";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";

/**
 * Says for whom a transaction acts: before this, and after its end, the database gives it no row of the compartment. For
 * "guardian" the account is asked again at each statement (migration 0039).
 */
export async function enter(trx: Database, actor: string, role: Actor["role"] | "upkeep" | "keys"): Promise<void> {
  await sql`SELECT protected.enter(${actor}, ${role})`.execute(trx);
}

/** Whether the database holds its role to the policies on rows: to none where the role is a superuser or passes by them. */
export async function holdsRows(db: Database): Promise<boolean> {
  const { rows } = await sql<{
    held: boolean;
  }>`SELECT NOT (rolsuper OR rolbypassrls) AS held FROM pg_roles WHERE rolname = current_user`.execute(db);
  return rows[0]?.held ?? false;
}
