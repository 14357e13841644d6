import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { named } from "../record/parts-store.ts";
import type { Case } from "./statistics.ts";

const open = ["open", "waiting"];

/** The cases that wait for something, the next date first, those without a date last. `before`: only those due by that day (YYYY-MM-DD), or never dated. */
export async function casesToFollow(db: Database, { before, limit = 200 }: { before?: string; limit?: number } = {}) {
  let query = db
    .selectFrom("advice")
    .select([
      "advice.id",
      "advice.name",
      "advice.type",
      "advice.state",
      "advice.askedOn",
      "advice.nextOn",
      "advice.applicant",
      "advice.demo",
    ])
    .select((eb) => named(eb, "organisation", "advice.organisation").as("organisation"))
    .where("advice.state", "in", open)
    .where("advice.status", "<>", "archived");
  if (before) query = query.where((eb) => eb.or([eb("advice.nextOn", "is", null), eb("advice.nextOn", "<=", before)]));
  return query
    .orderBy("advice.nextOn", (order) => order.asc().nullsLast())
    .orderBy("advice.askedOn")
    .orderBy("advice.id")
    .limit(limit)
    .execute();
}
export type CaseToFollow = Awaited<ReturnType<typeof casesToFollow>>[number];

/** The years in which someone asked, the latest first. */
export async function adviceYears(db: Database): Promise<number[]> {
  const rows = await db
    .selectFrom("advice")
    .select(sql<number>`year_of(advice.asked_on)`.as("year"))
    .where("advice.status", "<>", "archived")
    .groupBy(sql`year_of(advice.asked_on)`)
    .orderBy(sql`year_of(advice.asked_on) desc`)
    .execute();
  return rows.map(({ year }) => year);
}

/** The cases of a year, for its statistics. */
export async function casesOf(db: Database, year: number): Promise<Case[]> {
  return db
    .selectFrom("advice")
    .select(["advice.type", "advice.state", "advice.askedOn", "advice.answeredOn", "advice.minutes"])
    .where(sql<boolean>`year_of(advice.asked_on) = ${year}`)
    .where("advice.status", "<>", "archived")
    .orderBy("advice.askedOn")
    .execute();
}
