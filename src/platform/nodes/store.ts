import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

/** What all nodes of a site have alike, outside the database. */
export type KeyName = "secret" | "publication" | "protected" | "files";

/** Notes a fingerprint where none is noted yet. Gives the one that is noted then. */
export async function claimKey(db: Database, name: KeyName, fingerprint: string): Promise<string> {
  await db
    .insertInto("siteKey")
    .values({ name, fingerprint })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return (await db.selectFrom("siteKey").select("fingerprint").where("name", "=", name).executeTakeFirstOrThrow()).fingerprint;
}

export async function setKey(db: Database, name: KeyName, fingerprint: string): Promise<void> {
  await db
    .insertInto("siteKey")
    .values({ name, fingerprint })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ fingerprint, since: sql`now()` }))
    .execute();
}

/** The digests of the files that came last. */
export async function lastFiles(db: Database, limit: number): Promise<string[]> {
  const rows = await db.selectFrom("file").select("sha256").orderBy("createdAt", "desc").limit(limit).execute();
  return rows.map(({ sha256 }) => sha256);
}

/** The digests of all files, a batch at a time. */
export async function* allFiles(db: Database): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const rows = await db.selectFrom("file").select("sha256").where("sha256", ">", after).orderBy("sha256").limit(1_000).execute();
    for (const { sha256 } of rows) yield sha256;
    if (rows.length < 1_000) return;
    after = rows.at(-1)!.sha256;
  }
}
