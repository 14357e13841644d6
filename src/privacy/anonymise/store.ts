import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export interface ColumnFacts {
  name: string;
  /** jsonb, text, bytea, date, text[]… */
  type: string;
  nullable: boolean;
  generated: boolean;
  /** A domain whose values are bound: a record's name by language. */
  localised: boolean;
  /** A domain of days, codes, identifiers: it has a form of its own and stays. */
  bound: boolean;
}

/** How the columns of a table are made. */
export async function columnFacts(db: Database, table: string): Promise<ColumnFacts[]> {
  const { rows } =
    await sql<ColumnFacts>`SELECT a.attname AS name, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL) AS type, NOT a.attnotnull AS nullable,
      a.attgenerated <> '' OR a.attidentity = 'a' AS generated, t.typname = 'localised' AS localised, t.typtype = 'd' AND t.typname <> 'localised' AS bound
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = ${table}::regclass AND a.attnum > 0 AND NOT a.attisdropped`.execute(
      db,
    );
  return rows;
}

/** How many others use the database now. */
export async function othersConnected(db: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> 'ville-monde anonymise'`.execute(
    db,
  );
  return rows[0]!.n;
}

export async function databaseName(db: Database): Promise<string> {
  return (await sql<{ name: string }>`SELECT current_database() AS name`.execute(db)).rows[0]!.name;
}

/** A trigger of ours would judge a copy as an act of someone: they are off within this transaction alone. */
export async function withoutTriggers(trx: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER USER`.execute(trx);
}
export async function withTriggers(trx: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`ALTER TABLE ${sql.table(table)} ENABLE TRIGGER USER`.execute(trx);
}

export async function emptyTables(trx: Database, tables: readonly string[]): Promise<void> {
  if (tables.length > 0) await sql`TRUNCATE ${sql.join(tables.map((table) => sql.table(table)))} CASCADE`.execute(trx);
}

/** Some columns of the rows of a table, by their place in it. */
export async function readBatch(trx: Database, table: string, columns: readonly string[], after: string, limit: number) {
  const { rows } = await sql<
    Record<string, unknown> & { place: string }
  >`SELECT ctid::text AS place, ${sql.join(columns.map((one) => sql.ref(one)))} FROM ${sql.table(table)}
    WHERE ctid > ${after}::tid ORDER BY ctid LIMIT ${limit}`.execute(trx);
  return rows;
}

/** Writes the columns back, row by row of the batch, in one statement. */
export async function writeBatch(
  trx: Database,
  table: string,
  columns: readonly ColumnFacts[],
  rows: readonly { place: string; values: Record<string, unknown> }[],
): Promise<void> {
  const payload = JSON.stringify(rows.map(({ place, values }) => ({ place, ...values })));
  const set = columns.map(({ name, type, localised }) => sql`${sql.ref(name)} = ${castOf(name, type, localised)}`);
  await sql`UPDATE ${sql.table(table)} t SET ${sql.join(set)} FROM jsonb_array_elements(${payload}::jsonb) j WHERE t.ctid = (j ->> 'place')::tid`.execute(
    trx,
  );
}

function castOf(name: string, type: string, localised: boolean) {
  if (type === "jsonb" || localised) return sql`nullif(j -> ${name}, 'null'::jsonb)`;
  if (type === "bytea") return sql`decode(j ->> ${name}, 'hex')`;
  if (type === "text[]") return sql`ARRAY(SELECT jsonb_array_elements_text(j -> ${name}))`;
  return sql`(j ->> ${name})::${sql.raw(type)}`;
}

/** The log, sealed anew: what it tells is invented, and it verifies. */
export async function sealAnew(trx: Database): Promise<void> {
  await sql`DO $$
    DECLARE e event; before bytea := '\\x00';
    BEGIN
      FOR e IN SELECT * FROM event ORDER BY id LOOP
        e.name_salt := uuid_send(gen_random_uuid()); e.document_salt := uuid_send(gen_random_uuid());
        e.name_seal := NULL; e.name_redacted_by := NULL; e.document_seal := NULL; e.document_redacted_by := NULL;
        -- The lines that these sealed are gone.
        IF e.kind = 'protected' THEN e.document := '{}'; END IF;
        e.previous_hash := before; e.hash := event_digest(e); before := e.hash;
        UPDATE event SET document = e.document, name_salt = e.name_salt, document_salt = e.document_salt, name_seal = NULL, name_redacted_by = NULL, document_seal = NULL,
          document_redacted_by = NULL, previous_hash = e.previous_hash, hash = e.hash WHERE id = e.id;
      END LOOP;
    END $$`.execute(trx);
}
