import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { resources } from "./resources.ts";

/** A record of each list that holds one, to try the API with: its identifier by the name of the list. */
export async function exampleIds(db: Database): Promise<Record<string, string>> {
  const firsts = resources.map(
    ({ name, table, id }) =>
      sql`SELECT ${name}::text AS name, (SELECT min(r.${sql.raw(id)}::text) FROM ${sql.raw(`published.${table}`)} r) AS id`,
  );
  const { rows } = await sql<{ name: string; id: string | null }>`${sql.join(firsts, sql` UNION ALL `)}`.execute(db);
  return Object.fromEntries(rows.flatMap(({ name, id }) => (id === null ? [] : [[name, id]])));
}
