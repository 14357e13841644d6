import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

/** Writes down that a ticket was used. False: it was before. */
export async function useTicket(db: Database, ticket: string, until: Date): Promise<boolean> {
  const digest = createHash("sha256").update(ticket).digest("hex");
  const { numAffectedRows } =
    await sql`INSERT INTO auth.used_ticket (digest, until) VALUES (${digest}, ${until}) ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}
