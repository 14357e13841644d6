import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { grantActs } from "../public-state-store.ts";

export interface Spent {
  year: number;
  /** What was paid less what came back, in cents of `currency`. */
  cents: number;
  currency: string;
}

/** What the city paid to the grants of the platform in each year, the last years first; nothing of what is fictional. */
export async function spentByYear(db: Database, limit: number): Promise<Spent[]> {
  const { rows } = await sql<Spent>`
    SELECT year, currency, sum(cents)::bigint AS cents FROM (
      SELECT extract(year FROM p.paid_on)::integer AS year, g.currency, p.amount_cents AS cents
      FROM published.payment p JOIN published."grant" g ON g.id = p."grant" WHERE NOT g.demo
      UNION ALL
      SELECT extract(year FROM r.received_on)::integer, g.currency, -r.amount_cents
      FROM published.recovery r JOIN published."grant" g ON g.id = r."grant" WHERE NOT g.demo) one
    GROUP BY year, currency ORDER BY year DESC, currency LIMIT ${limit}`.execute(db);
  return rows;
}

/** When the last of these payments was written down; undefined when there is none. */
export async function lastSpent(db: Database): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT max(v.at) AS at FROM public.event v JOIN (
      SELECT p.id, p."grant" FROM published.payment p UNION ALL SELECT r.id, r."grant" FROM published.recovery r) one ON one.id::text = v.record
    JOIN published."grant" g ON g.id = one."grant" WHERE v.kind = 'payment' AND v.action = ANY (${grantActs.payment}::text[]) AND NOT g.demo`.execute(
    db,
  );
  return rows[0]!.at ?? undefined;
}
