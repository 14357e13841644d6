import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Kind } from "../record/kind.ts";
import type { Status } from "../record/states.ts";
import { type KnownRecord, keyFields, keyOf } from "./keys.ts";

/** Every record of a kind, by what a file may call it: one query, however many rows a file has. */
export async function knownRecords(db: Database, kind: string): Promise<KnownRecord[]> {
  const fields = keyFields[kind] ?? [];
  const columns = fields.map(([, column]) => sql`${sql.ref(column)}::text`);
  const { rows } = await sql<{ id: string; name: Localised; status: Status; keys: (string | null)[] }>`
    SELECT id, name, status, ARRAY[${columns.length > 0 ? sql.join(columns) : sql``}]::text[] AS keys FROM ${sql.table(kind)} ORDER BY id`.execute(
    db,
  );
  return rows.map(({ keys, ...row }) => ({ ...row, keys: keys.flatMap((key, i) => (key === null ? [] : [keyOf(fields[i]![0], key)])) }));
}

/** The version and state of records, locked against other writers until the transaction ends. In the order of their identifiers: two imports do not wait for each other. */
export async function lockVersions(
  trx: Database,
  kind: Kind,
  ids: readonly string[],
): Promise<Map<string, { version: number; status: Status }>> {
  const { rows } = await sql<{ id: string; version: number; status: Status }>`
    SELECT id, version, status FROM ${sql.table(kind.name)} WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Does some work in a transaction; when it fails, undoes that work alone, and gives the error. */
export async function attempt(trx: Database, work: () => Promise<void>): Promise<unknown> {
  await sql`SAVEPOINT attempt`.execute(trx);
  try {
    await work();
    await sql`RELEASE SAVEPOINT attempt`.execute(trx);
    return undefined;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT attempt`.execute(trx);
    await sql`RELEASE SAVEPOINT attempt`.execute(trx);
    return error;
  }
}
