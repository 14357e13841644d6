import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { read, utils } from "@e965/xlsx";
import { sql } from "kysely";
import type { Database } from "../../src/platform/database/connect.ts";

/** The cells of a workbook, all sheets. */
function cellsOf(bytes: Uint8Array): string {
  const book = read(bytes);
  return book.SheetNames.map((name) => utils.sheet_to_csv(book.Sheets[name]!)).join("\n");
}

/** Every table that holds one of the words, in any column: texts, documents, lists, and bytes as they are. `but`: schemas left out. */
export async function tablesWith(db: Database, words: RegExp, only: (schema: string, table: string) => boolean): Promise<string[]> {
  const { rows: tables } = await sql<{ schema: string; name: string; bytes: string[] }>`
    SELECT n.nspname AS schema, c.relname AS name, coalesce(array_agg(a.attname) FILTER (WHERE a.atttypid = 'bytea'::regtype), '{}')::text[] AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p', 'm', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  const found: string[] = [];
  for (const { schema, name, bytes } of tables.filter(({ schema, name }) => only(schema, name))) {
    const table = sql.id(schema, name);
    const columns = [sql`t::text`, ...bytes.map((column) => sql`encode(t.${sql.id(column)}, 'escape')`)];
    const { rows } = await sql<{
      hit: string | null;
    }>`SELECT substring(concat_ws(' ', ${sql.join(columns)}) from ${`(?i)${words.source}`}) AS hit FROM ${table} t
      WHERE concat_ws(' ', ${sql.join(columns)}) ~* ${words.source} LIMIT 1`.execute(db);
    if (rows[0]) found.push(`${schema}.${name}: ${rows[0].hit}`);
  }
  return found;
}

/** Every file of a folder whose name or bytes hold one of the words. */
export async function filesWith(folder: string, words: RegExp): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of names) {
    const path = join(entry.parentPath, entry.name);
    if (test(entry.name, words)) found.push(`name ${path}`);
    if (!entry.isFile()) continue;
    const bytes = await readFile(path);
    if (test(bytes.toString("latin1"), words) || (/\.xlsx/.test(entry.name) && test(cellsOf(bytes), words))) found.push(path);
  }
  return found;
}
const test = (text: string, words: RegExp) => new RegExp(words.source, "i").test(text);
