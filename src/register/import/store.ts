import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** The fields by which an outside file knows a record: the office's own number, the number of a register. */
const keys: Partial<Record<string, readonly [field: string, column: string][]>> = {
  project: [["reference", "reference"]],
  organisation: [["siret", "siret"], ["rna", "rna"]],
  place: [["geonamesId", "geonames_id"]],
};

/** The identifier of the record that has one of the keys given; undefined when none has. */
export async function idByKey(db: Database, kind: string, given: Record<string, unknown>): Promise<string | undefined> {
  for (const [field, column] of keys[kind] ?? []) {
    if (given[field] === undefined || given[field] === null) continue;
    const { rows } = await sql<{ id: string }>`SELECT id FROM ${sql.table(kind)} WHERE ${sql.ref(column)}::text = ${String(given[field])}`.execute(db);
    if (rows[0]) return rows[0].id;
  }
  return undefined;
}

/** One savepoint, moved on for each row: what one row breaks is undone alone. */
export async function savepoint(trx: Database): Promise<void> {
  await sql`SAVEPOINT import_row`.execute(trx);
}
export async function rollbackToSavepoint(trx: Database): Promise<void> {
  await sql`ROLLBACK TO SAVEPOINT import_row`.execute(trx);
}
