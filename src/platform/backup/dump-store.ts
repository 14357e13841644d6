import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { RESTORE_MARK } from "../database/mark.ts";
import { StartupError } from "../startup-error.ts";
import { nameOf, RowsDigest, type TableColumns, type TableFoot } from "./format.ts";

/**
 * What is never copied: sign-ins under way (a session that someone ended would live again), the queue and the lock of the
 * migrations, which the program makes. Unlogged tables are left out too.
 */
const LEFT_OUT = ["auth.session", "public.kysely_migration", "public.kysely_migration_lock", RESTORE_MARK];
export const OWN_SCHEMAS = "n.nspname !~ '^(pg_|information_schema$|graphile_worker$)'";
/** So that the same rows give the same text on any server. */
const SAME_TEXT =
  "SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 3; SET client_encoding = 'UTF8'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";
/** Of locks that a migration under way holds, in milliseconds. */
const LOCK_TIMEOUT_MS = 20_000;

export const quoted = (name: string): string => pg.escapeIdentifier(name);
export const tableSql = ({ schema, name }: { schema: string; name: string }): string => `${quoted(schema)}.${quoted(name)}`;

/** One connection, for long work. */
export async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "ville-monde backup" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(SAME_TEXT);
  } catch (error) {
    await client.end().catch(() => {});
    throw new StartupError(`The database at ${new URL(url).host} cannot be used (${(error as Error).message}): correct its address.`);
  }
  return client;
}

/** Ends a connection at once, whatever it is doing. */
export function cut(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** Begins to see one moment of the database, until the transaction ends. `app.backup` lets the copy see what is under row security, sealed. */
export async function beginSnapshot(client: pg.Client): Promise<void> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await client.query("SELECT set_config('app.backup', 'on', true)");
}

export interface Table extends TableColumns {
  copied: boolean;
  /** Under row security without a policy that lets `app.backup` see: its rows would be missing without a word. */
  hidden: boolean;
}

/** The tables of the program, with the columns that are kept (not those reckoned from others), in the order of their names. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query(
    `SELECT n.nspname AS schema, c.relname AS name, c.relpersistence = 'p' AS logged,
            coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''), '{}') AS columns,
            c.relrowsecurity AND c.relforcerowsecurity AND NOT EXISTS (
              SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.backup%') AS hidden
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND ${OWN_SCHEMAS}
     GROUP BY n.nspname, c.oid ORDER BY 1, 2`,
  );
  return rows.map(({ schema, name, logged, columns, hidden }) => ({
    ...{ schema, name, columns, hidden },
    copied: logged && !LEFT_OUT.includes(nameOf({ schema, name })),
  }));
}

/** The tables stay as they are until the transaction ends: no migration changes them under the copy. */
export async function lockTables(client: pg.Client, tables: readonly TableColumns[]): Promise<void> {
  await client.query(`LOCK TABLE ${tables.map(tableSql).join(", ")} IN ACCESS SHARE MODE`);
}

export async function readFacts(client: pg.Client): Promise<{ postgres: string; migrations: string[]; sealedBy: string[] }> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS postgres, ARRAY(SELECT name::text FROM kysely_migration ORDER BY name) AS migrations`,
  );
  const { rows: sealed } = await client.query(
    "SELECT DISTINCT key_id::text AS id FROM protected.person WHERE key_id IS NOT NULL AND data_key IS NOT NULL ORDER BY 1",
  );
  return { ...rows[0], sealedBy: sealed.map(({ id }) => id) };
}

export async function readSequences(client: pg.Client): Promise<{ schema: string; name: string; last: string; called: boolean }[]> {
  const { rows } = await client.query(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'S' AND ${OWN_SCHEMAS} ORDER BY 1, 2`,
  );
  if (rows.length === 0) return [];
  const each = rows.map(
    (one, i) => `SELECT ${i} AS i, last_value::text AS last, is_called AS called FROM ${quoted(one.schema)}.${quoted(one.name)}`,
  );
  const { rows: values } = await client.query(`${each.join(" UNION ALL ")} ORDER BY i`);
  return rows.map((one, i) => ({ schema: one.schema, name: one.name, last: values[i].last, called: values[i].called }));
}

export interface WaitingJob {
  task: string;
  payload: unknown;
  key: string | null;
  queue: string | null;
  runAt: string;
  maxAttempts: number;
  priority: number;
}

/** What the queue has still to do; what is under way is done again elsewhere, as after a crash. */
export async function readJobs(client: pg.Client): Promise<WaitingJob[]> {
  const { rows } = await client.query(
    `SELECT t.identifier AS task, j.payload, j.key, q.queue_name AS queue, j.run_at::text AS "runAt",
            greatest(j.max_attempts - j.attempts, 1)::int AS "maxAttempts", j.priority::int AS priority
     FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
     WHERE j.attempts < j.max_attempts OR j.locked_at IS NOT NULL ORDER BY j.id`,
  );
  return rows;
}

/**
 * The files that the rows name by their SHA-256, in any column of that name: `needed` stands in the table of files, another
 * may be gone already.
 */
export async function readFileNames(client: pg.Client): Promise<{ sha256: string; needed: boolean }[]> {
  const { rows: tables } = await client.query(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'sha256' AND a.atttypid = 'text'::regtype
     WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 2`,
  );
  const each = tables.map((one) => `SELECT sha256, ${one.name === "file"} AS needed FROM ${tableSql(one)} WHERE sha256 IS NOT NULL`);
  const { rows } = await client.query(
    `SELECT sha256, bool_or(needed) AS needed FROM (${each.join(" UNION ALL ")}) s GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}

/** The rows of a table as COPY writes them, as they come. */
export function copyOut(client: pg.Client, table: TableColumns): AsyncIterable<Buffer> {
  return client.query(copyTo(`COPY ${tableSql(table)} (${table.columns.map(quoted).join(", ")}) TO STDOUT`));
}

/** Counts and digests of what a table holds now. */
export async function digestTable(client: pg.Client, table: TableColumns): Promise<TableFoot> {
  const digest = new RowsDigest();
  for await (const chunk of copyOut(client, table)) digest.update(chunk);
  return digest.end();
}
