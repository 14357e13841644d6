import type { Selectable } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { TrancheLine } from "./schedule.ts";
import type { ConventionState } from "./states.ts";
import { lockGrant } from "./store.ts";

/** What a document was made from: kept beside it, so that it can be made again. */
export interface Terms {
  tranches: TrancheLine[];
}
export type ConventionRow = Omit<Selectable<DB["convention"]>, "state" | "terms"> & { state: ConventionState; terms: Terms };

/** The convention of a grant and its amendments, in their order, the abandoned among them. */
export async function conventionsOf(db: Database, grant: string): Promise<ConventionRow[]> {
  const rows = await db.selectFrom("convention").selectAll().where("grant", "=", grant).orderBy("number").orderBy("createdAt").execute();
  return rows as unknown as ConventionRow[];
}

export async function findConvention(db: Database, id: string): Promise<ConventionRow | undefined> {
  return (await db.selectFrom("convention").selectAll().where("id", "=", id).executeTakeFirst()) as unknown as ConventionRow | undefined;
}

/** A convention with its grant locked before it: every act takes its locks in this order. */
export async function lockConvention(trx: Database, id: string): Promise<ConventionRow | undefined> {
  const found = await trx.selectFrom("convention").select("grant").where("id", "=", id).executeTakeFirst();
  if (!found) return undefined;
  await lockGrant(trx, found.grant);
  return (await trx.selectFrom("convention").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as unknown as
    | ConventionRow
    | undefined;
}

/** Starts a convention; an abandoned one of its number makes room for it. */
export async function insertConvention(
  trx: Database,
  { terms, ...row }: { grant: string; number: number; amountCents: number; endsOn: string; reasons: string; terms: Terms },
): Promise<string> {
  await trx
    .deleteFrom("convention")
    .where("grant", "=", row.grant)
    .where("number", "=", row.number)
    .where("state", "=", "abandoned")
    .execute();
  const { id } = await trx
    .insertInto("convention")
    .values({ ...row, terms: JSON.stringify(terms) } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function setConvention(trx: Database, id: string, set: Record<string, unknown>): Promise<void> {
  await trx
    .updateTable("convention")
    .set((eb) => ({ ...set, version: eb("version", "+", 1) }) as never)
    .where("id", "=", id)
    .execute();
}
