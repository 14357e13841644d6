import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

/** What was refused: a limit by its name, what a page's policy stopped by its directive, a form of another site by the part of the site. */
export interface Refusal {
  sort: "limit" | "policy" | "foreign";
  /** At most 120 signs, of a few fixed words: nothing of who was refused, and nothing that they wrote. */
  detail: string;
}

const KEPT_DAYS = 90;

export async function addRefusals(db: Database, rows: (Refusal & { day: string; count: number })[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto("refusalCount")
    // In one order, so that two nodes that add never wait for each other in a circle.
    .values(rows.toSorted((a, b) => (`${a.day} ${a.sort} ${a.detail}` < `${b.day} ${b.sort} ${b.detail}` ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.columns(["day", "sort", "detail"]).doUpdateSet({ count: sql<number>`refusal_count.count + excluded.count` }),
    )
    .execute();
}

/** What all nodes together have refused on a day of the city's calendar. */
export function refusalsOf(db: Database, day: string): Promise<(Refusal & { count: number })[]> {
  return db
    .selectFrom("refusalCount")
    .select(["sort", "detail", "count"])
    .where("day", "=", day)
    .orderBy("count", "desc")
    .limit(200)
    .$castTo<Refusal & { count: number }>()
    .execute();
}

export async function sweepRefusals(db: Database): Promise<void> {
  await sql`DELETE FROM refusal_count WHERE day < current_date - ${KEPT_DAYS}::int`.execute(db);
}
