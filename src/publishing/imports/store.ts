import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";

export type ImportFormat = "iati" | "scdl";

/** A file that comes in. */
export interface ImportFile {
  fileName: string;
  sha256: string;
  bytes: number;
  /** On what terms it may be used, as who brings it says. */
  licence: string | null;
}
/** What came of it. */
export interface ImportResult {
  publisher: string | null;
  /** When the file says that it was made. */
  generatedAt?: string | null;
  created: number;
  changed: number;
  unchanged: number;
  kept: number;
  refused: number;
  report: unknown;
}

/** One import of a file at a time: false while another is under way. Held to the end of the transaction. */
export async function takeTurn(trx: Database): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext('ville-monde.exchange-import')) AS mine`.execute(
    trx,
  );
  return rows[0]!.mine;
}

/** Opens the entry of an import, which the records that it writes name; what came of it is written at the end. */
export async function openImport(trx: Database, format: ImportFormat, file: ImportFile, by: Actor): Promise<string> {
  const { id } = await trx
    .insertInto("exchangeImport")
    .values({ ...file, format, actor: by.id, actorName: by.name })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function closeImport(trx: Database, id: string, { report, ...result }: ImportResult): Promise<void> {
  await trx
    .updateTable("exchangeImport")
    .set({ ...result, report: JSON.stringify(report) as never })
    .where("id", "=", id)
    .execute();
}

/** The files that came in, the newest first. */
export function pastImports(db: Database, format: ImportFormat, limit: number) {
  return db
    .selectFrom("exchangeImport")
    .select(["id", "fileName", "publisher", "at", "actorName", "created", "changed", "unchanged", "kept", "refused"])
    .where("format", "=", format)
    .orderBy("at", "desc")
    .limit(limit)
    .execute();
}
export type PastImport = Awaited<ReturnType<typeof pastImports>>[number];

/** One of them, with all that was told of it: what its format keeps (`R`). */
export async function pastImport<R>(db: Database, format: ImportFormat, id: string) {
  const row = await db.selectFrom("exchangeImport").selectAll().where("format", "=", format).where("id", "=", id).executeTakeFirst();
  return row && { ...row, report: row.report as R };
}
