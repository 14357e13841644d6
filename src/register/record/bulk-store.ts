import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Fields } from "./fields.ts";
import type { RecordAction } from "./history.ts";
import type { Kind } from "./kind.ts";
import type { entriesOf } from "./search-index.ts";
import type { Status } from "./states.ts";
import { listsOf } from "./store.ts";

/**
 * Records by hundreds, a statement a table. The log and the words of the search are staged and written at the end of the
 * transaction, for all writers wait for who writes them. Rows travel as JSON: PostgreSQL reads each value by its column.
 */
export interface BulkRecord {
  id: string;
  status: Status;
  document: Record<string, unknown>;
}
export interface StagedEvent {
  action: RecordAction;
  kind: string;
  record: string;
  version: number;
  changed: string[];
  document: Record<string, unknown>;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columnsOf = (fields: Fields) => Object.keys(fields).filter((name) => fields[name]!.widget.type !== "list");
const asJson = (rows: readonly Record<string, unknown>[]) =>
  JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value]))));
const names = (columns: readonly string[], table?: string) => sql.join(columns.map((name) => sql.ref(table ? `${table}.${name}` : name)));

/** Rows of one table, each a value per column; columns that are not named keep their defaults. */
export async function insertRows(
  trx: Database,
  table: string,
  columns: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO ${sql.table(table)} (${names(columns)})
    SELECT ${names(columns)} FROM json_populate_recordset(NULL::${sql.table(table)}, ${asJson(rows)}::json)`.execute(trx);
}

/** Opens the staging of this transaction. */
export async function openBulk(trx: Database): Promise<void> {
  await sql`CREATE TEMP TABLE IF NOT EXISTS staged_event (n bigserial, action text, kind text, record text, version integer, changed text[], document jsonb) ON COMMIT DROP`.execute(
    trx,
  );
  await sql`CREATE TEMP TABLE IF NOT EXISTS staged_word (word text PRIMARY KEY) ON COMMIT DROP`.execute(trx);
  await sql`SELECT set_config('ville_monde.bulk', 'on', true)`.execute(trx);
}

export async function insertRecords(trx: Database, kind: Kind, records: readonly BulkRecord[]): Promise<void> {
  const columns = columnsOf(kind.fields);
  const at = new Date().toISOString();
  const rows = records.map(({ id, status, document }) => ({
    ...pick(columns, document),
    id,
    status,
    publishedAt: status === "published" ? at : null,
  }));
  await insertRows(trx, kind.name, ["id", "status", "publishedAt", ...columns], rows);
  await insertLines(trx, kind, records);
}

/** Replaces what records say; each version goes up by one. */
export async function updateRecords(trx: Database, kind: Kind, records: readonly BulkRecord[]): Promise<void> {
  if (records.length === 0) return;
  const columns = columnsOf(kind.fields);
  const rows = asJson(records.map(({ id, document }) => ({ ...pick(columns, document), id })));
  const values = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`));
  await sql`UPDATE ${sql.table(kind.name)} AS r SET version = r.version + 1, updated_at = now(), ${values}
    FROM json_populate_recordset(NULL::${sql.table(kind.name)}, ${rows}::json) AS given WHERE r.id = given.id`.execute(trx);
  const ids = records.map(({ id }) => id);
  for (const [, { table }] of listsOf(kind))
    await sql`DELETE FROM ${sql.table(table)} WHERE ${sql.ref(kind.name)} = ANY (${ids})`.execute(trx);
  await insertLines(trx, kind, records);
}

async function insertLines(trx: Database, kind: Kind, records: readonly BulkRecord[]): Promise<void> {
  for (const [name, { table, fields }] of listsOf(kind)) {
    const columns = [kind.name, "position", ...Object.keys(fields)];
    const rows = records.flatMap(({ id, document }) =>
      (document[name] as Record<string, unknown>[]).map((line, position) => ({ ...line, [kind.name]: id, position })),
    );
    await insertRows(trx, table, columns, rows);
  }
}

export async function indexRecords(trx: Database, entries: ReturnType<typeof entriesOf>): Promise<void> {
  if (entries.length === 0) return;
  await sql`INSERT INTO search_entry (kind, record, locale, status, title, body, words)
    SELECT kind, record, locale, status, title, body, words FROM json_populate_recordset(NULL::search_entry, ${asJson(entries)}::json)
    ON CONFLICT (kind, record, locale) DO UPDATE SET status = excluded.status, title = excluded.title, body = excluded.body`.execute(trx);
  // The lines that entries share (the other language's, an organisation's name) are read once.
  const texts = [...new Set(entries.flatMap(({ title, body }) => [title, ...body.split("\n")]))];
  await sql`INSERT INTO staged_word SELECT DISTINCT w FROM unnest(${texts}::text[]) t, words_of(t) w ON CONFLICT DO NOTHING`.execute(trx);
}

export async function stageEvents(trx: Database, events: readonly StagedEvent[]): Promise<void> {
  await insertRows(trx, "staged_event", ["action", "kind", "record", "version", "changed", "document"], events as never);
}

/** The deferred rules of the schema, asked now: what PostgreSQL remembers to ask stays a batch. */
export async function askDeferredRules(trx: Database): Promise<void> {
  await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(trx);
  await sql`SET CONSTRAINTS ALL DEFERRED`.execute(trx);
}

/** Writes what was staged. From here to the commit the other writers wait. */
export async function closeBulk(trx: Database, by: Actor): Promise<void> {
  await sql`SELECT add_words(array(SELECT word FROM staged_word s WHERE NOT EXISTS (SELECT FROM search_word k WHERE k.word = s.word)))
    WHERE EXISTS (SELECT FROM staged_word s WHERE NOT EXISTS (SELECT FROM search_word k WHERE k.word = s.word))`.execute(trx);
  // The log is sealed row by row, in this order, by the trigger seal_event.
  await sql`INSERT INTO event (id, actor, actor_name, actor_role, action, kind, record, version, changed, document, previous_hash, hash)
    SELECT 0, ${by.id}, ${by.name}, ${by.role}, action, kind, record, version, changed, document, '', '' FROM staged_event ORDER BY n`.execute(
    trx,
  );
  await sql`SELECT set_config('ville_monde.bulk', '', true)`.execute(trx);
  await sql`DROP TABLE staged_event, staged_word`.execute(trx);
}

const pick = (columns: readonly string[], document: Record<string, unknown>) =>
  Object.fromEntries(columns.map((name) => [name, document[name]]));
