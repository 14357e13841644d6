import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import { documentsOf, picturesOf } from "../record/files-store.ts";
import { named, pageColumns, sourceOf, termsOf } from "../record/parts-store.ts";
import { actorsOf, occasionBriefs, occasionColumns, placesOf } from "./brief-store.ts";

/** Those of the same programme, before and after, that a page names. */
const AROUND = 3;

/** Of the same programme, before or after the row of "occasion"; its own parts, and what it is a part of, stand elsewhere. */
const ofProgramme = (query: any, order: "<" | ">") =>
  query
    .whereRef("brief.programme", "=", "occasion.programme")
    .whereRef("brief.startsOn", order, "occasion.startsOn")
    .whereRef("brief.parent", "is not distinct from", "occasion.parent");

const occasionPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("occasion")
    .select(pageColumns.map((column) => `occasion.${column}` as const))
    .select(occasionColumns)
    .select(["occasion.audience", "occasion.purpose", "occasion.outcome", "occasion.attendance", "occasion.website"])
    .select((eb) => [
      named(eb, "occasion", "occasion.parent").as("parent"),
      named(eb, "programme", "occasion.programme").as("programme"),
      termsOf(eb, "priority", "occasion.priorities").as("priorities"),
      termsOf(eb, "theme", "occasion.themes").as("themes"),
      termsOf(eb, "sdg-goal", "occasion.goals").as("goals"),
      placesOf(eb).as("places"),
      picturesOf(eb, "occasion").as("media"),
      documentsOf(eb, "occasion").as("documents"),
      sourceOf(eb, "occasion").as("source"),
      actorsOf(eb).as("actors"),
      jsonArrayFrom(
        eb
          .selectFrom("occasionLink")
          .select(["occasionLink.note"])
          .select((line) => [
            named(line, "project", "occasionLink.project").as("project"),
            named(line, "award", "occasionLink.award").as("award"),
            named(line, "agreement", "occasionLink.agreement").as("agreement"),
          ])
          .whereRef("occasionLink.occasion", "=", "occasion.id")
          .orderBy("occasionLink.position"),
      ).as("links"),
      occasionBriefs(eb, (query) => query.whereRef("brief.parent", "=", "occasion.id"), { earliest: true }).as("parts"),
      occasionBriefs(eb, (query) => ofProgramme(query, "<"), { limit: AROUND }).as("earlier"),
      occasionBriefs(eb, (query) => ofProgramme(query, ">"), { limit: AROUND, earliest: true }).as("later"),
      jsonArrayFrom(
        eb.selectFrom("honour").select(["honour.id", "honour.name"]).whereRef("honour.occasion", "=", "occasion.id").orderBy("honour.id"),
      ).as("honours"),
    ])
    .where("occasion.id", "=", id),
);

/** All that an occasion's page shows; undefined when there is none. */
export async function loadOccasion(db: Database, id: string) {
  return (await occasionPage(db, id))[0];
}
export type OccasionRecord = NonNullable<Awaited<ReturnType<typeof loadOccasion>>>;
