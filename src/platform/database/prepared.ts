import type { CompiledQuery } from "kysely";
import pg from "pg";
import type { Database } from "./connect.ts";

/** Stands for a value of a prepared query until it is asked. */
class Slot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

const names = new Map<string, string>();

/**
 * A query that is built once for each handle and planned once for each connection: a large one takes longer to build
 * and to plan than to run. `build` may use its values only as values of the query, never decide by them: it is given
 * placeholders.
 */
export function prepared<A extends unknown[], R>(
  build: (db: Database, ...values: A) => { compile(db: Database): CompiledQuery<R> },
): (db: Database, ...values: A) => Promise<R[]> {
  const built = new WeakMap<Database, CompiledQuery<R>>();
  return async (db, ...values) => {
    let query = built.get(db);
    if (!query) {
      query = build(db, ...(values.map((_, i) => new Slot(i)) as A)).compile(db);
      if (!names.has(query.sql)) names.set(query.sql, `prepared_${names.size}`);
      // A transaction's handle is used once: it is not worth keeping.
      if (!db.isTransaction) built.set(db, query);
    }
    const parameters = query.parameters.map((one) => (one instanceof Slot ? values[one.index] : one));
    const { rows } = await db.executeQuery<R>({ ...query, parameters });
    return rows;
  };
}

/** Gives the queries made by `prepared` a name, under which PostgreSQL keeps their plan as long as the connection. */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the many forms of the library's own method.
  override query(text: any, values?: any, callback?: any): any {
    const name = typeof text === "string" ? names.get(text) : undefined;
    return name ? super.query({ name, text, values }, callback) : super.query(text, values, callback);
  }
}
