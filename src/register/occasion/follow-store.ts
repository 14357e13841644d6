import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** The most that the page of follow-ups shows; nobody follows up more at once. */
const MOST = 500;

/** What is to be done after events and visits and is not done, the earliest due first; without a date, last. Archived ones are left alone. */
export async function openFollowUps(db: Database) {
  return db
    .with("line", (one) =>
      one.selectFrom("occasionFollowUp").select([
        "occasion",
        "task",
        "owner",
        "dueOn",
        "doneOn",
        // Its place in the list of the record, from 0.
        sql<number>`(row_number() OVER (PARTITION BY occasion ORDER BY position) - 1)::integer`.as("index"),
      ]),
    )
    .selectFrom("line")
    .innerJoin("occasion", "occasion.id", "line.occasion")
    .select([
      "line.index",
      "line.task",
      "line.owner",
      "line.dueOn",
      "occasion.id",
      "occasion.name",
      "occasion.version",
      "occasion.startsOn",
      "occasion.endsOn",
      "occasion.sensitive",
    ])
    .where("line.doneOn", "is", null)
    .where("occasion.status", "<>", "archived")
    .orderBy("line.dueOn", (order) => order.asc().nullsLast())
    .orderBy("occasion.startsOn")
    .orderBy("occasion.id")
    .orderBy("line.index")
    .limit(MOST)
    .execute();
}
export type OpenFollowUp = Awaited<ReturnType<typeof openFollowUps>>[number];
