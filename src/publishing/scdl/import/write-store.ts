import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import { insertRows } from "../../../register/record/bulk-store.ts";

export interface OriginRow {
  award: string | null;
  subsidy: string | null;
  line: number;
  digest: string;
  recordVersion: number;
}

/** Says from which row each record came. */
export async function insertOrigins(trx: Database, id: string, rows: readonly OriginRow[]): Promise<void> {
  await insertRows(
    trx,
    "imported_grant",
    ["award", "subsidy", "import", "line", "digest", "recordVersion"],
    rows.map((row) => ({ ...row, import: id })),
  );
}

/** The same of records that a row of a new file changed. */
export async function updateOrigins(trx: Database, id: string, rows: readonly OriginRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`UPDATE imported_grant g SET import = ${id}, line = n.line, digest = n.digest, record_version = n.version
    FROM unnest(${rows.map((row) => row.award ?? row.subsidy)}::text[], ${rows.map((row) => row.line)}::int[], ${rows.map((row) => row.digest)}::text[],
      ${rows.map((row) => row.recordVersion)}::int[]) AS n(id, line, digest, version)
    WHERE g.award = n.id OR g.subsidy = n.id`.execute(trx);
}

/** The records of an import, in the order of its lines. */
export async function recordsOfImport(db: Database, id: string, limit: number) {
  const { rows } = await sql<{
    line: number;
    kind: "award" | "subsidy";
    id: string;
    name: Record<string, string>;
    status: string;
    amountCents: number;
  }>`
    SELECT g.line, CASE WHEN g.award IS NULL THEN 'subsidy' ELSE 'award' END AS kind, coalesce(a.id, s.id) AS id, coalesce(a.name, s.name) AS name,
           coalesce(a.status, s.status) AS status, coalesce(a.amount_cents, s.amount_cents) AS amount_cents
    FROM imported_grant g LEFT JOIN award a ON a.id = g.award LEFT JOIN subsidy s ON s.id = g.subsidy
    WHERE g.import = ${id} ORDER BY g.line LIMIT ${limit}`.execute(db);
  return rows;
}
