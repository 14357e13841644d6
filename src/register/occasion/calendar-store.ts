import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { sourceOf, termsOf } from "../record/parts-store.ts";
import { actorsOf, lastOf, occasionColumns, occasionParts } from "./brief-store.ts";
import { matchingOccasions, type OccasionSelection } from "./store.ts";

/** The nearest months ("2027-05") before and after one in which anything that matches ends or begins; null where there is none. */
export async function nearestMonths(db: Database, filter: OccasionSelection, locale: Locale, today: string, month: string) {
  const startsOn = sql.ref("occasion.startsOn");
  return matchingOccasions(db, filter, locale, today)
    .select([
      sql<string | null>`max(left(${lastOf}, 7)) FILTER (WHERE length(${lastOf}) >= 7 AND left(${lastOf}, 7) < ${month})`.as("before"),
      sql<string | null>`min(left(${startsOn}, 7)) FILTER (WHERE length(${startsOn}) >= 7 AND left(${startsOn}, 7) > ${month})`.as("after"),
    ])
    .executeTakeFirstOrThrow();
}

/** What a calendar or a feed says of occasions: the newest first by their last change where a feed asks for it. */
export function feedOccasions(db: Database, filter: OccasionSelection, locale: Locale, today: string) {
  return matchingOccasions(db, filter, locale, today)
    .select(occasionColumns)
    .select(["occasion.description", "occasion.purpose", "occasion.version", "occasion.updatedAt", "occasion.publishedAt"])
    .select((eb) => [
      ...occasionParts(eb),
      sourceOf(eb, "occasion").as("source"),
      termsOf(eb, "theme", "occasion.themes").as("themes"),
      actorsOf(eb).as("actors"),
    ]);
}
export type OccasionInFeed = Awaited<ReturnType<ReturnType<typeof feedOccasions>["execute"]>>[number];
