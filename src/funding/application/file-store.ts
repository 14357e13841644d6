import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export interface SentFile {
  id: string;
  application: string;
  requirement: string | null;
  piece: string | null;
  sha256: string;
  name: string;
  mediaType: string;
  bytes: number;
  sentAt: Date;
  sentBy: string;
  /** What the virus check refused, nobody need look at. */
  verdict: "accepted" | "refused" | null;
  note: string;
  /** Where the file stands with the virus check, and what was found in it; null of one that came before there was any. */
  check: string | null;
  found: string[] | null;
}

function selectFiles(db: Database) {
  return db
    .selectFrom("applicationFile as f")
    .innerJoin("file", "file.sha256", "f.file")
    .leftJoin("fileCheck as k", "k.file", "f.file")
    .select([
      "f.id",
      "f.application",
      "f.requirement",
      "f.piece",
      "f.file as sha256",
      "f.name",
      "file.mediaType",
      "file.bytes",
      "f.sentAt",
      "f.sentBy",
      "f.note",
      "k.state as check",
      "k.found",
    ])
    .select(sql<SentFile["verdict"]>`CASE WHEN k.state IN ('infected', 'deleted') THEN 'refused' ELSE f.verdict END`.as("verdict"))
    .orderBy("f.sentAt");
}

export async function filesOf(db: Database, application: string): Promise<SentFile[]> {
  return (await selectFiles(db).where("f.application", "=", application).execute()) as unknown as SentFile[];
}

export async function findSentFile(db: Database, application: string, id: string): Promise<SentFile | undefined> {
  return (await selectFiles(db).where("f.application", "=", application).where("f.id", "=", id).executeTakeFirst()) as unknown as
    | SentFile
    | undefined;
}

export async function insertSentFile(
  trx: Database,
  row: { application: string; requirement: string | null; piece: string | null; file: string; name: string; sentBy: string },
): Promise<string> {
  return (await trx.insertInto("applicationFile").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function deleteSentFile(trx: Database, application: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("applicationFile")
    .where("application", "=", application)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
