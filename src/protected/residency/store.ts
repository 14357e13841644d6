import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Problem } from "../../register/record/kind.ts";

/** Of the records that a residency names, those that are not there. */
export async function unknownReferences(trx: Database, named: { programme: string | null; network: string | null }): Promise<Problem[]> {
  const { rows } = await sql<{ programme: boolean; network: boolean }>`
    SELECT ${named.programme}::text IS NULL OR EXISTS (SELECT 1 FROM programme WHERE id = ${named.programme}) AS programme,
           ${named.network}::text IS NULL OR EXISTS (SELECT 1 FROM network WHERE id = ${named.network}) AS network`.execute(trx);
  return (["programme", "network"] as const).flatMap((path) =>
    rows[0]![path] ? [] : [{ path, code: "unknown_reference", values: { key: named[path] ?? "" } }],
  );
}
