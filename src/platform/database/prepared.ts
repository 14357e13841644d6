import type { CompiledQuery } from "kysely";
import type { Database } from "./connect.ts";
import { keepPlanOf } from "./preparing-client.ts";

/** Stands for a value of a prepared query until it is asked. */
class Slot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

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
      keepPlanOf(query.sql);
      // A transaction's handle is used once: it is not worth keeping.
      if (!db.isTransaction) built.set(db, query);
    }
    const parameters = query.parameters.map((one) => (one instanceof Slot ? values[one.index] : one));
    const { rows } = await db.executeQuery<R>({ ...query, parameters });
    return rows;
  };
}
