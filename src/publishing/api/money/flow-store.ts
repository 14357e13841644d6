import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";

/** One act, or its part in one country and of one source, as few bytes as JSON allows. */
export type Flow = [
  measure: string,
  year: number,
  source: string | null,
  programme: string | null,
  country: string | null,
  currency: string,
  demo: boolean,
  themes: string[],
  cents: number,
];

/** All the city's own money, some at a time. Adding up is left to the reader: sorting by eight keys costs PostgreSQL more than reading. */
export async function* readFlows(db: Database): AsyncGenerator<Flow[]> {
  const { rows } = await sql<{ flows: string }>`
    SELECT json_agg(json_build_array(f.measure, f.year, f.source, f.programme, f.country, f.currency, f.demo, f.themes, f.cents))::text AS flows
    FROM published.money_flow f GROUP BY f.year`.execute(db);
  for (const { flows } of rows.splice(0)) yield JSON.parse(flows) as Flow[];
}
