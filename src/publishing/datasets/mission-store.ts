import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { named, pointOf, sourceOf, who } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

function selectMissions(db: Database) {
  return db
    .selectFrom("mission")
    .select([
      "mission.id",
      "mission.name",
      "mission.description",
      "mission.reference",
      "mission.type",
      "mission.state",
      "mission.country",
      "mission.startsOn",
      "mission.endsOn",
      "mission.skills",
      "mission.themes",
      "mission.currency",
      "mission.purpose",
      "mission.results",
      "mission.sourceLocator",
      "mission.quote",
      "mission.demo",
      "mission.publishedAt",
      "mission.updatedAt",
    ])
    .select((eb) => [
      named(eb, "partner", "mission.partner").as("partner"),
      named(eb, "project", "mission.project").as("project"),
      named(eb, "agreement", "mission.agreement").as("agreement"),
      named(eb, "programme", "mission.programme").as("programme"),
      pointOf(eb, "mission.place").as("place"),
      sourceOf(eb, "mission").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("missionWork")
          .select(["missionWork.service", "missionWork.skill", "missionWork.people", "missionWork.days", "missionWork.dayCents"])
          .whereRef("missionWork.mission", "=", "mission.id")
          .orderBy("missionWork.position"),
      ).as("work"),
      jsonArrayFrom(
        eb
          .selectFrom("missionCost")
          .select(["missionCost.type", "missionCost.amountCents", "missionCost.organisation"])
          .whereRef("missionCost.mission", "=", "mission.id")
          .orderBy("missionCost.position"),
      ).as("costs"),
      jsonArrayFrom(
        eb
          .selectFrom("missionFunder")
          .select(["missionFunder.amountCents", "missionFunder.currency", "missionFunder.status", "missionFunder.inKind"])
          .select((line) => who(line, "missionFunder").as("who"))
          .whereRef("missionFunder.mission", "=", "mission.id")
          .orderBy("missionFunder.position"),
      ).as("funders"),
    ]);
}
export type MissionRow = Awaited<ReturnType<ReturnType<typeof selectMissions>["execute"]>>[number];

/** Every published mission: the work and the costs, never who goes. */
export function missionRows(db: Database): AsyncGenerator<MissionRow[]> {
  return inBatches((after) => selectMissions(db).where("mission.id", ">", after).orderBy("mission.id").limit(BATCH).execute());
}
