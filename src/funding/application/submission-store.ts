import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export async function putStrands(
  trx: Database,
  application: string,
  rows: { strand: string; source: string; askedCents: number }[],
): Promise<void> {
  await trx.deleteFrom("applicationStrand").where("application", "=", application).execute();
  if (rows.length > 0)
    await trx
      .insertInto("applicationStrand")
      .values(rows.map((row) => ({ application, ...row })))
      .execute();
}

export async function insertSnapshot(
  trx: Database,
  row: {
    application: string;
    version: number;
    reason: "submission" | "complement";
    content: unknown;
    sha256: string;
    byUser: string;
    byName: string;
  },
): Promise<void> {
  await trx
    .insertInto("applicationSnapshot")
    .values({ ...row, content: JSON.stringify(row.content) } as never)
    .execute();
}

/** What was sent, as it was sealed. */
export async function submissionOf(
  db: Database,
  application: string,
): Promise<{ content: unknown; sha256: string; byUser: string; byName: string } | undefined> {
  return db
    .selectFrom("applicationSnapshot")
    .select(["content", "sha256", "byUser", "byName"])
    .where("application", "=", application)
    .where("reason", "=", "submission")
    .orderBy("version", "desc")
    .executeTakeFirst();
}

/** The instant at which the request arrived, by this database's clock where ours is ahead of it. */
export async function notInTheFuture(trx: Database, at: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`SELECT least(${at}::timestamptz, date_trunc('milliseconds', clock_timestamp())) AS at`.execute(
    trx,
  );
  return rows[0]!.at;
}

export async function setReceipt(trx: Database, application: string, sha256: string): Promise<void> {
  await trx.updateTable("application").set({ receipt: sha256 }).where("id", "=", application).execute();
}
