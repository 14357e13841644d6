import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { PreparingClient } from "./preparing-client.ts";
import type { DB } from "./schema.ts";

/** A handle on the database, or on one transaction of it. */
export type Database = Kysely<DB>;

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;

// Cents and counts stay far below 2^53; a date without a time is text, never an instant.
export const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === INT8 || oid === NUMERIC) return Number;
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;

/** Opens a pool on `url` (postgres://…). Columns are snake_case in SQL and camelCase in the code. */
export function connect(url: string, options: { max?: number } = {}): { db: Database; pool: pg.Pool; close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    connectionTimeoutMillis: 5_000,
    Client: PreparingClient,
  });
  // A dropped idle connection is replaced by the next query; the pool must not bring the process down.
  pool.on("error", () => {});
  // Nor one that is lost in the middle of a transaction: its query fails, and says so to who asked.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const db = handleOn(pool);
  return { db, pool, close: () => db.destroy() };
}

/** A handle on whatever these connections lead to. */
export function handleOn(connections: { connect(): Promise<pg.PoolClient>; end(): Promise<void> }): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: connections as never }), plugins: [new CamelCasePlugin()] });
}

/** The same handle, limited to what is published: every table it names is a view of the schema `published`. */
export function published(db: Database): Database {
  return db.withSchema("published");
}

/** One transaction: the caller's where there is one, else one of its own. */
export function transact<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

class Undo extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super("undone");
    this.result = result;
  }
}

/**
 * The same of work that may be refused: a result that is not to be kept undoes all that was written, and comes back as it
 * is. In a transaction of the caller's, it is for the caller to undo.
 */
export async function transactIf<T>(db: Database, work: (trx: Database) => Promise<T>, keep: (result: T) => boolean): Promise<T> {
  if (db.isTransaction) return work(db);
  try {
    return await db.transaction().execute(async (trx) => {
      const result = await work(trx);
      if (!keep(result)) throw new Undo(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undo) return error.result as T;
    throw error;
  }
}

/** Two transactions that waited for each other: PostgreSQL undid this one, which may be done again. */
export const isDeadlock = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === "40P01";
