import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { Method } from "./opening.ts";

/** A session as its owner sees it in their list. */
export interface OpenSession {
  id: string;
  device: string;
  network: string;
  method: Method;
  createdAt: Date;
  seenAt: Date;
}

/** The open sessions of someone, the one used last first. */
export async function listSessions(db: Database, userId: string): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`SELECT id, coalesce("userAgent", '') AS device, coalesce("ipAddress", '') AS network, method,
    "createdAt" AS created_at, "seenAt" AS seen_at FROM auth.session
    WHERE "userId" = ${userId} AND "expiresAt" > now() ORDER BY "seenAt" DESC, id`.execute(db);
  return rows;
}

export async function touchSession(db: Database, id: string): Promise<void> {
  await sql`UPDATE auth.session SET "seenAt" = now() WHERE id = ${id}`.execute(db);
}

/** Ends one session of someone. False: they have none of this identifier. */
export async function deleteSession(db: Database, userId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM auth.session WHERE id = ${id} AND "userId" = ${userId}`.execute(db);
  return numAffectedRows === 1n;
}

/** Ends all sessions of someone but one; all when none is named. */
export async function deleteSessions(db: Database, userId: string, except = ""): Promise<void> {
  await sql`DELETE FROM auth.session WHERE "userId" = ${userId} AND id <> ${except}`.execute(db);
}
