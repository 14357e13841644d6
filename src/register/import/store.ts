import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
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
