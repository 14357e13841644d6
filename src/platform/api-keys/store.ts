import { type Selectable, sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { ApiKey } from "../database/schema.ts";
import { type Scope, scopeNames } from "./rules.ts";

/** A key as people see it: all of it but the key. */
export type Key = Omit<Selectable<ApiKey>, "secretSha256" | "scopes" | "addresses"> & { scopes: Scope[]; addresses: string[] };
const columns = [
  "id",
  "prefix",
  "name",
  "scopes",
  "addresses",
  "createdBy",
  "createdName",
  "createdAt",
  "expiresAt",
  "lastUsedAt",
  "revokedAt",
  "revokedName",
] as const;

// A scope that a later release has taken away opens nothing.
const known = <K extends { scopes: string[]; addresses: unknown }>(row: K) =>
  ({ ...row, scopes: row.scopes.filter((one): one is Scope => (scopeNames as string[]).includes(one)) }) as unknown as Key;

export async function insertKey(
  trx: Database,
  key: Pick<Key, "prefix" | "name" | "scopes" | "addresses" | "createdBy" | "createdName" | "expiresAt"> & { secretSha256: string },
): Promise<Key> {
  const row = await trx
    .insertInto("apiKey")
    .values({ ...key, addresses: sql`${key.addresses}::cidr[]` } as never)
    .returning(columns)
    .executeTakeFirstOrThrow();
  return known(row as never);
}

/** The keys, those that are good first, the newest first. */
export async function listKeys(db: Database): Promise<Key[]> {
  const rows = await db
    .selectFrom("apiKey")
    .select(columns)
    .orderBy(sql`revoked_at IS NOT NULL OR expires_at < now()`)
    .orderBy("createdAt", "desc")
    .execute();
  return rows.map((row) => known(row as never));
}

/** The good key of this digest, and whether it may be used from `address` (undefined: not known). */
export async function findGoodKey(
  db: Database,
  secretSha256: string,
  address: string | undefined,
): Promise<(Key & { here: boolean }) | undefined> {
  const row = await db
    .selectFrom("apiKey")
    .select(columns)
    .select(sql<boolean>`cardinality(addresses) = 0 OR coalesce(${address ?? null}::inet <<= ANY (addresses), false)`.as("here"))
    .where("secretSha256", "=", secretSha256)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row && (known(row as never) as Key & { here: boolean });
}

/** To the hour: when a key was last used is for its keeper, not a trace of each request. */
export async function touchKey(db: Database, id: string): Promise<void> {
  await sql`UPDATE api_key SET last_used_at = date_trunc('hour', now())
    WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < date_trunc('hour', now()))`.execute(db);
}

/** False when there is no such key, or it is revoked already. */
export async function revoke(trx: Database, id: string, byName: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("apiKey")
    .set({ revokedAt: sql`now()`, revokedName: byName } as never)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
