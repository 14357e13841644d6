import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import { insertRows } from "../../../register/record/bulk-store.ts";
import type { ReportedTransaction } from "./money.ts";

export interface ActivityRow {
  identifier: string;
  project: string | null;
  programme: string | null;
  reporterRef: string;
  own: boolean;
  secondary: boolean;
  hierarchy: number;
  parent: string | null;
  line: number;
  xml: string;
  digest: string;
  recordVersion: number;
  updatedAt: string | null;
}

const columns = [
  "identifier",
  "project",
  "programme",
  "import",
  "reporterRef",
  "own",
  "secondary",
  "hierarchy",
  "parent",
  "line",
  "xml",
  "digest",
  "recordVersion",
  "updatedAt",
];

/** Keeps activities, instead of what was kept of them before. */
export async function putActivities(trx: Database, importId: string, rows: readonly ActivityRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`DELETE FROM reported_activity WHERE identifier = ANY (${rows.map(({ identifier }) => identifier)})`.execute(trx);
  await insertRows(
    trx,
    "reported_activity",
    columns,
    rows.map((row) => ({ ...row, import: importId })),
  );
}

/** The money that projects report, instead of what they reported before. */
export async function putTransactions(
  trx: Database,
  projects: readonly { id: string; transactions: readonly ReportedTransaction[] }[],
): Promise<void> {
  await sql`DELETE FROM reported_transaction WHERE project = ANY (${projects.map(({ id }) => id)})`.execute(trx);
  await insertRows(
    trx,
    "reported_transaction",
    [
      "project",
      "position",
      "type",
      "datedOn",
      "valueOn",
      "amountCents",
      "currency",
      "reference",
      "description",
      "provider",
      "receiver",
      "country",
    ],
    projects.flatMap(({ id, transactions }) => transactions.map((one, position) => ({ ...one, project: id, position }))),
  );
}
