import { sql } from "kysely";
import type { Actor } from "../../../platform/accounts/rights.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { insertRows } from "../../../register/record/bulk-store.ts";
import type { ReportedTransaction } from "./money.ts";
import type { Told } from "./told.ts";

/** One import of a file at a time: false while another is under way. Held to the end of the transaction. */
export async function takeTurn(trx: Database): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext('ville-monde.exchange-import')) AS mine`.execute(
    trx,
  );
  return rows[0]!.mine;
}

export interface ImportRow {
  fileName: string;
  sha256: string;
  bytes: number;
  publisher: string | null;
  licence: string | null;
  generatedAt: string | null;
}

/** Opens the entry of this import; what came of it is written at the end. */
export async function openImport(trx: Database, row: ImportRow, by: Actor): Promise<string> {
  const { id } = await trx
    .insertInto("exchangeImport")
    .values({ ...row, format: "iati", actor: by.id, actorName: by.name })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function closeImport(
  trx: Database,
  id: string,
  counts: { created: number; changed: number; unchanged: number; kept: number; refused: number },
  publisher: string | null,
  generatedAt: string | null,
  report: readonly Told[],
): Promise<void> {
  await trx
    .updateTable("exchangeImport")
    .set({ ...counts, publisher, generatedAt, report: JSON.stringify(report) as never })
    .where("id", "=", id)
    .execute();
}

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
