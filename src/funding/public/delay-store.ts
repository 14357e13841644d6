import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { type Delays, stages } from "./delays.ts";

/** The median of each stage with the number of files that it is taken of; `of` names the edition or the programme, or nothing: all. */
export interface DelaysOf {
  of: { kind: "edition" | "programme"; id: string; name: Localised } | null;
  /** Files granted, whether or not they have gone through every stage. */
  files: number;
  delays: Delays;
}

interface Row {
  edition: string | null;
  programme: string | null;
  name: Localised | null;
  files: number;
  medians: (number | null)[];
  counts: number[];
}

/** The delays of the granted files: all together, then of each programme, then of each edition; or of one edition alone. */
export async function readDelays(db: Database, only: { edition?: string } = {}): Promise<DelaysOf[]> {
  const columns = stages.map((stage) => sql.ref(`d.${stage}_days`));
  const medians = columns.map((column) => sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${column})`);
  const counts = columns.map((column) => sql`count(${column})::int`);
  const { rows } = await sql<Row>`
    SELECT x.*, coalesce(e.name, p.name) AS name FROM (
      SELECT d.edition, d.programme, count(*)::int AS files, ARRAY[${sql.join(medians)}] AS medians, ARRAY[${sql.join(counts)}] AS counts
      FROM published.grant_delay d WHERE ${only.edition ? sql`d.edition = ${only.edition}` : sql`true`}
      GROUP BY GROUPING SETS ((), (d.programme), (d.edition)) HAVING count(*) > 0
    ) x LEFT JOIN published.edition e ON e.id = x.edition LEFT JOIN published.programme p ON p.id = x.programme
    ORDER BY (x.edition IS NOT NULL), (x.programme IS NOT NULL), e.closes_at DESC, x.programme, x.edition`.execute(db);
  return rows.map(({ edition, programme, name, files, medians: days, counts: n }) => ({
    of: edition
      ? { kind: "edition", id: edition, name: name ?? {} }
      : programme
        ? { kind: "programme", id: programme, name: name ?? {} }
        : null,
    files,
    delays: Object.fromEntries(stages.map((stage, i) => [stage, n[i] ? { days: days[i]!, n: n[i]! } : undefined])) as Delays,
  }));
}
