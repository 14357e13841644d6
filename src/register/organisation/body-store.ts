import type { Database } from "../../platform/database/connect.ts";
import type { KnownBody } from "./body-index.ts";

/** All that a file is read against to find bodies, archived ones too. */
export function knownBodies(db: Database): Promise<KnownBody[]> {
  return db
    .selectFrom("organisation")
    .select(["id", "name", "aliases", "status", "siret", "siren", "rna", "foreignScheme", "foreignId"])
    .orderBy("id")
    .execute() as Promise<KnownBody[]>;
}
