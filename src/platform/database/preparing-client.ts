import pg from "pg";

const names = new Map<string, string>();

/** Has PostgreSQL keep the plan of a query, on each connection, from the first time that it is asked there. */
export function keepPlanOf(sql: string): void {
  if (!names.has(sql)) names.set(sql, `prepared_${names.size}`);
}

/** Gives these queries a name, under which their plan is kept as long as the connection. */
export class PreparingClient extends pg.Client {
  override query(text: any, values?: any, callback?: any): any {
    const name = typeof text === "string" ? names.get(text) : undefined;
    return name ? super.query({ name, text, values }, callback) : super.query(text, values, callback);
  }
}
