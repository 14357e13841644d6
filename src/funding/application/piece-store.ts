import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export interface PieceRequest {
  id: string;
  application: string;
  requirement: string | null;
  question: string;
  askedName: string;
  askedBy: string;
  askedAt: Date;
  dueAt: Date;
  answer: string | null;
  answeredAt: Date | null;
  closedAt: Date | null;
}

const pieceColumns = [
  "id",
  "application",
  "requirement",
  "question",
  "askedName",
  "askedBy",
  "askedAt",
  "dueAt",
  "answer",
  "answeredAt",
  "closedAt",
] as const;

/** What the desk has asked for, what waits first. */
export async function piecesOf(db: Database, application: string): Promise<PieceRequest[]> {
  const rows = await db
    .selectFrom("pieceRequest")
    .select(pieceColumns)
    .where("application", "=", application)
    .orderBy("askedAt", "desc")
    .execute();
  return rows as unknown as PieceRequest[];
}

export async function lockPiece(trx: Database, application: string, id: string): Promise<PieceRequest | undefined> {
  const row = await trx
    .selectFrom("pieceRequest")
    .select(pieceColumns)
    .where("application", "=", application)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as unknown as PieceRequest | undefined;
}

export async function writeAnswer(trx: Database, id: string, answer: string, by: string): Promise<void> {
  await trx
    .updateTable("pieceRequest")
    .set({ answer, answeredBy: by, answeredAt: sql`now()` } as never)
    .where("id", "=", id)
    .execute();
}

/** Who follows a file at the city: its officers, and `also` (who asked), each once; never who has declared an interest in it. */
export async function deskOf(
  db: Database,
  application: string,
  also: string | null,
): Promise<{ email: string; name: string; locale: string }[]> {
  const { rows } = await sql<{ email: string; name: string; locale: string }>`
    SELECT DISTINCT u.email, u.name, u.locale FROM auth."user" u
    WHERE u.role IN ('officer', 'administrator') AND (u.id = ${also} OR u.id IN (SELECT o.user_id FROM application_officer o WHERE o.application = ${application}))
      AND NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = ${application} AND d.user_id = u.id)
    ORDER BY u.email`.execute(db);
  return rows;
}

export interface TimelineEntry {
  at: Date;
  action: string;
  actorName: string;
  /** "applicant" for members and guests, "city" otherwise. */
  version: number;
  document: Record<string, unknown>;
}

/** What has been done with a file, oldest first. */
export async function timelineOf(db: Database, application: string): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom("event")
    .select(["at", "action", "actorName", "version", "document"])
    .where("kind", "=", "application")
    .where("record", "=", application)
    .orderBy("id")
    .execute();
  return rows as unknown as TimelineEntry[];
}
