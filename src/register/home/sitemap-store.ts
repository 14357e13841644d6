import type { Database } from "../../platform/database/connect.ts";

const listed = [
  "partner",
  "agreement",
  "network",
  "programme",
  "project",
  "organisation",
  "award",
  "figure",
  "document",
  "edition",
  "occasion",
  "page",
] as const;
const BATCH = 2_000;

/** The identifiers of all records that have a page, kind by kind, `most` at the most. */
export async function* publicIds(db: Database, most: number): AsyncGenerator<{ kind: string; id: string }> {
  let left = most;
  for (const kind of listed) {
    for (let after = ""; left > 0; ) {
      const rows = await db.selectFrom(kind).select("id").where("id", ">", after).orderBy("id").limit(Math.min(BATCH, left)).execute();
      for (const { id } of rows) yield { kind, id };
      left -= rows.length;
      if (rows.length < BATCH) break;
      after = rows.at(-1)!.id;
    }
  }
}
