import pg from "pg";
import { cause } from "../telemetry/context.ts";

const names = new Map<string, string>();

/** Has PostgreSQL keep the plan of a query, on each connection, from the first time that it is asked there. */
export function keepPlanOf(sql: string): void {
  if (!names.has(sql)) names.set(sql, `prepared_${names.size}`);
}

/**
 * Gives these queries a name, under which their plan is kept as long as the connection. The others bear the number of the
 * request that asks, as a comment: whoever looks at the server (pg_stat_activity, its log) finds the request in ours.
 */
export class PreparingClient extends pg.Client {
  override query(text: any, values?: any, callback?: any): any {
    const name = typeof text === "string" ? names.get(text) : undefined;
    const asked = cause();
    if (!asked || typeof text !== "string" || typeof values === "function")
      return name ? super.query({ name, text, values }, callback) : super.query(text, values, callback);
    const done = asked.trace?.begin(verbOf(text), { "db.system.name": "postgresql", "db.operation.name": verbOf(text) });
    const query = name ? { name, text, values } : { text: `${text} /* request ${asked.requestId} */`, values };
    const result: any = super.query(query, callback);
    if (done) Promise.resolve(result).then(() => done(), done);
    return result;
  }
}

const verbOf = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "QUERY";
