import type { ExpressionBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { ownFile, type StoredFile } from "../record/files-store.ts";
import { pageColumns, sourceOf } from "../record/parts-store.ts";

const citing = ["agreement", "network", "programme", "project"] as const;

/** All that a document's page shows, with the records that cite it; undefined when there is none. */
export async function loadDocument(db: Database, id: string) {
  const citedBy = (eb: ExpressionBuilder<any, any>, kind: (typeof citing)[number]) =>
    jsonArrayFrom(
      eb
        .selectFrom(`${kind}Document as line`)
        .innerJoin(`${kind} as citing`, "citing.id", `line.${kind}`)
        .select(["citing.id", "citing.name"])
        .distinct()
        .whereRef("line.document", "=", "document.id")
        .orderBy("citing.id"),
    ).$castTo<{ id: string; name: Localised }[]>();
  return db
    .selectFrom("document")
    .select(pageColumns.map((column) => `document.${column}` as const))
    .select(["document.type", "document.url", "document.language", "document.datedOn", "document.licence"])
    .select((eb) => [
      ownFile(eb, "document.file").as("file"),
      sourceOf(eb, "document").as("source"),
      citedBy(eb, "agreement").as("agreements"),
      citedBy(eb, "network").as("networks"),
      citedBy(eb, "programme").as("programmes"),
      citedBy(eb, "project").as("projects"),
    ])
    .where("document.id", "=", id)
    .executeTakeFirst();
}
export type DocumentRecord = NonNullable<Awaited<ReturnType<typeof loadDocument>>>;

/** A file by its digest, when a published document or picture shows it (on `published(db)`). */
export async function findFile(db: Database, sha256: string): Promise<Pick<StoredFile, "sha256" | "name" | "mediaType"> | undefined> {
  return db.selectFrom("file").select(["sha256", "name", "mediaType"]).where("sha256", "=", sha256).executeTakeFirst();
}
