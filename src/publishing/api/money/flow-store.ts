import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";

/** What the sums of money are made of: of the same measure, source, programme, currency and kind of record, a line for each year, country and set of themes. */
export interface FlowGroup {
  measure: string;
  source: string | null;
  programme: string | null;
  currency: string;
  demo: boolean;
  /** [year, country, themes, cents], as JSON. */
  lines: [number, string | null, string[], number][];
}

/** All the city's own money, added up as far as any question parts it. */
export async function readFlows(db: Database): Promise<FlowGroup[]> {
  const { rows } = await sql<Omit<FlowGroup, "lines"> & { lines: string }>`
    SELECT measure, source, programme, currency, demo, json_agg(json_build_array(year, country, themes, cents))::text AS lines
    FROM (
      SELECT f.measure, f.source, f.programme, f.currency, f.demo, f.year, f.country, f.themes, sum(f.cents)::bigint AS cents
      FROM published.money_flow f GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ) g GROUP BY 1, 2, 3, 4, 5`.execute(db);
  return rows.map(({ lines, ...group }) => ({ ...group, lines: JSON.parse(lines) as FlowGroup["lines"] }));
}
