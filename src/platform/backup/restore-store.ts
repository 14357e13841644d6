import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { RESTORE_MARK } from "../database/mark.ts";
import { StartupError } from "../startup-error.ts";
import { listTables, OWN_SCHEMAS, quoted, tableSql, type WaitingJob } from "./dump-store.ts";
import { type Foot, type Head, nameOf, type TableColumns } from "./format.ts";

const LOCK = "hashtext('ville-monde.restore')";

/**
 * Takes an empty database for a restore: marked, so that no program starts on it until the restore has ended. One that
 * holds nothing but a restore that was broken off is emptied first. Throws a StartupError for any other.
 */
export async function claim(client: pg.Client, file: string): Promise<void> {
  const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK}) AS mine, to_regclass('${RESTORE_MARK}') IS NOT NULL AS marked,
    current_database() AS database`);
  const [{ mine, marked, database }] = rows;
  if (!mine) throw new StartupError(`Another restore into ${database} is under way.`);
  if (marked) await emptyDatabase(client);
  const { rows: found } = await client.query(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^(pg_|information_schema$)'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1`,
  );
  if (found.length > 0)
    throw new StartupError(
      `The database ${database} is not empty (it has ${found[0].name}): restore into an empty one, with --into, or with --data for a new data folder.`,
    );
  await client.query(`CREATE TABLE ${RESTORE_MARK} (since timestamptz NOT NULL DEFAULT now(), file text NOT NULL)`);
  await client.query(`INSERT INTO ${RESTORE_MARK} (file) VALUES ($1)`, [file]);
}

/** Empties a database that holds a restore, done as a trial or broken off; one without the mark of a restore is left alone. */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  const { rows: marks } = await client.query(`SELECT to_regclass('${RESTORE_MARK}') IS NOT NULL AS marked`);
  if (!marks[0].marked) return;
  const { rows } = await client.query("SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'");
  await client.query(
    ["BEGIN", ...rows.map(({ name }) => `DROP SCHEMA ${quoted(name)} CASCADE`), "CREATE SCHEMA public", "COMMIT"].join("; "),
  );
}

/** What guards the tables, to be put back as it was. */
export interface Guards {
  foreignKeys: { table: string; name: string; definition: string }[];
  /** Triggers that are not simply on. */
  triggers: { table: string; name: string; state: "A" | "R" | "D" }[];
  forced: string[];
}

/**
 * Begins the transaction of a restore on tables of the right migration: emptied of what the migrations wrote, without
 * foreign keys, without the program's triggers, without row security for their owner.
 */
export async function beginLoad(client: pg.Client, head: Head): Promise<Guards> {
  await client.query("BEGIN");
  const tables = (await listTables(client)).filter(({ copied }) => copied);
  const shape = (all: readonly TableColumns[]) => new Map(all.map((one) => [nameOf(one), one.columns.toSorted().join(" ")]));
  const [here, there] = [shape(tables), shape(head.tables)];
  const other = [...new Set([...here.keys(), ...there.keys()])].filter((name) => here.get(name) !== there.get(name));
  if (other.length > 0)
    throw new StartupError(
      `The backup was made of other tables than version ${head.program} has (${other.slice(0, 3).join(", ")}): they were changed by hand.`,
    );
  const { rows: foreignKeys } = await client.query(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, quote_ident(conname) AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND ${OWN_SCHEMAS} ORDER BY 1, 2`,
  );
  const { rows: triggers } = await client.query(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, quote_ident(tgname) AS name, tgenabled AS state
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT tgisinternal AND tgenabled <> 'O' AND c.relkind = 'r' AND ${OWN_SCHEMAS}`,
  );
  const { rows: forced } = await client.query(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND c.relforcerowsecurity AND ${OWN_SCHEMAS}`,
  );
  const names = tables.map(tableSql);
  await all(client, [
    ...foreignKeys.map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`),
    ...forced.map(({ table }) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
    ...names.map((name) => `ALTER TABLE ${name} DISABLE TRIGGER USER`),
    `TRUNCATE ${names.join(", ")}`,
  ]);
  return { foreignKeys, triggers, forced: forced.map(({ table }) => table) };
}

/** Puts back what guards the tables: every foreign key is checked on every row. Then ends the transaction. */
export async function endLoad(client: pg.Client, head: Head, foot: Foot, guards: Guards): Promise<void> {
  for (const { schema, name, last, called } of foot.sequences)
    await client.query("SELECT setval($1::regclass, $2::bigint, $3)", [tableSql({ schema, name }), last, called]);
  const states = { A: "ENABLE ALWAYS", R: "ENABLE REPLICA", D: "DISABLE" };
  await all(client, [
    ...guards.foreignKeys.map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
    ...head.tables.map((table) => `ALTER TABLE ${tableSql(table)} ENABLE TRIGGER USER`),
    ...guards.triggers.map(({ table, name, state }) => `ALTER TABLE ${table} ${states[state]} TRIGGER ${name}`),
    ...guards.forced.map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`),
  ]);
  await client.query("COMMIT");
  await client.query("ANALYZE");
}

const all = (client: pg.Client, statements: readonly string[]) => client.query(statements.join(";\n"));

/** The rows of one table going in, as COPY wrote them. */
export interface Inflow {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

export function copyIn(client: pg.Client, table: TableColumns): Inflow {
  const stream = client.query(copyFrom(`COPY ${tableSql(table)} (${table.columns.map(quoted).join(", ")}) FROM STDIN`));
  const ended = finished(stream);
  ended.catch(() => {});
  return {
    async write(chunk) {
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), ended]);
    },
    async end() {
      stream.end();
      await ended;
    },
  };
}

/** Lets copies see what is under row security, on this connection. */
export const seeAll = (client: pg.Client) => client.query("SELECT set_config('app.backup', 'on', false)");

/**
 * What is still to be done is done by the restored site, but for mails: they may have left after the backup was made.
 * Those that waited are kept, and the office shows them; `sendMails`: they leave. Then the database may be used.
 */
export async function release(client: pg.Client, jobs: readonly WaitingJob[], sendMails: boolean): Promise<{ kept: number; jobs: number }> {
  const again = jobs.filter(
    ({ task, payload }) =>
      task !== "backup" && (sendMails || task !== "send_mail") && !(payload && typeof payload === "object" && "_cron" in payload),
  );
  await client.query("BEGIN");
  const { rowCount } = sendMails
    ? { rowCount: 0 }
    : await client.query(
        "UPDATE outgoing_mail SET state = 'kept', last_error = 'restored from a backup: it may have left before' WHERE state = 'queued'",
      );
  await client.query(
    `SELECT graphile_worker.add_job(identifier => task, payload => payload, queue_name => queue, run_at => "runAt", max_attempts => "maxAttempts",
       job_key => key, priority => priority)
     FROM json_to_recordset($1) AS j(task text, payload json, key text, queue text, "runAt" timestamptz, "maxAttempts" integer, priority integer)`,
    [JSON.stringify(again)],
  );
  // Where the files are is another place now: the first node says where.
  await client.query(
    "DO $$ BEGIN IF to_regclass('public.site_key') IS NOT NULL THEN DELETE FROM site_key WHERE name = 'files'; END IF; END $$",
  );
  await client.query(`DROP TABLE ${RESTORE_MARK}`);
  await client.query("COMMIT");
  return { kept: rowCount ?? 0, jobs: again.length };
}
