import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export interface Upload {
  id: string;
  userId: string;
  application: string;
  requirement: string | null;
  piece: string | null;
  name: string;
  bytes: number;
  received: number;
  kept: string | null;
}

export async function insertUpload(
  db: Database,
  row: Pick<Upload, "userId" | "application" | "requirement" | "piece" | "name" | "bytes">,
): Promise<string> {
  return (await db.insertInto("upload").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

const columns = ["id", "userId", "application", "requirement", "piece", "name", "bytes", "received", "kept"] as const;

export async function findUpload(db: Database, id: string, userId: string): Promise<Upload | undefined> {
  return db.selectFrom("upload").select(columns).where("id", "=", id).where("userId", "=", userId).executeTakeFirst();
}

/** Locked: of two senders of one piece, the second sees what the first has brought. */
export async function lockUpload(trx: Database, id: string, userId: string): Promise<Upload | undefined> {
  return trx.selectFrom("upload").select(columns).where("id", "=", id).where("userId", "=", userId).forUpdate().executeTakeFirst();
}

/** How many uploads of a person are under way. */
export async function countUploads(db: Database, userId: string): Promise<number> {
  const row = await db
    .selectFrom("upload")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("userId", "=", userId)
    .where("kept", "is", null)
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function addPiece(trx: Database, upload: string, start: number, data: Uint8Array): Promise<void> {
  await trx
    .insertInto("uploadPiece")
    .values({ upload, start, data: Buffer.from(data) })
    .execute();
  await trx
    .updateTable("upload")
    .set({ received: start + data.length, touchedAt: sql`now()` } as never)
    .where("id", "=", upload)
    .execute();
}

/** All that has been received of an upload, in order. */
export async function wholeUpload(trx: Database, upload: string): Promise<Uint8Array> {
  const rows = await trx.selectFrom("uploadPiece").select("data").where("upload", "=", upload).orderBy("start").execute();
  return Buffer.concat(rows.map(({ data }) => data));
}

export async function markKept(trx: Database, upload: string, kept: string): Promise<void> {
  await trx.updateTable("upload").set({ kept }).where("id", "=", upload).execute();
  await trx.deleteFrom("uploadPiece").where("upload", "=", upload).execute();
}

export async function deleteUpload(trx: Database, id: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("upload").where("id", "=", id).where("userId", "=", userId).executeTakeFirst();
  return numDeletedRows === 1n;
}
