import type { Kysely } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { KindName } from "../../register/kinds.ts";
import { idsOf, type ProjectSelection } from "./project-store.ts";

/** How many records of a kind a file holds. */
export async function countRecords(db: Database, kind: KindName, selection?: ProjectSelection): Promise<number> {
  let query = (db as unknown as Kysely<any>).selectFrom(kind).select((eb) => eb.fn.countAll<number>().as("n"));
  if (selection) query = query.where("id", "in", idsOf(db, selection));
  return (await query.executeTakeFirstOrThrow()).n;
}
