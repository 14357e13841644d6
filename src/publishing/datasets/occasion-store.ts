import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { actorsOf, placesOf } from "../../register/occasion/brief-store.ts";
import { sourceOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

function selectOccasions(db: Database) {
  return db
    .selectFrom("occasion")
    .select([
      "occasion.id",
      "occasion.name",
      "occasion.description",
      "occasion.type",
      "occasion.direction",
      "occasion.state",
      "occasion.audience",
      "occasion.startsOn",
      "occasion.endsOn",
      "occasion.startsAt",
      "occasion.endsAt",
      "occasion.parent",
      "occasion.programme",
      "occasion.purpose",
      "occasion.outcome",
      "occasion.attendance",
      "occasion.themes",
      "occasion.goals",
      "occasion.website",
      "occasion.sourceLocator",
      "occasion.quote",
      "occasion.demo",
      "occasion.publishedAt",
      "occasion.updatedAt",
    ])
    .select((eb) => [
      sourceOf(eb, "occasion").as("source"),
      placesOf(eb).as("places"),
      actorsOf(eb).as("actors"),
      jsonArrayFrom(
        eb
          .selectFrom("occasionLink")
          .select(["occasionLink.project", "occasionLink.award", "occasionLink.agreement"])
          .whereRef("occasionLink.occasion", "=", "occasion.id")
          .orderBy("occasionLink.position"),
      ).as("links"),
    ]);
}
export type OccasionRow = Awaited<ReturnType<ReturnType<typeof selectOccasions>["execute"]>>[number];

export function occasionRows(db: Database): AsyncGenerator<OccasionRow[]> {
  return inBatches((after) => selectOccasions(db).where("occasion.id", ">", after).orderBy("occasion.id").limit(BATCH).execute());
}
