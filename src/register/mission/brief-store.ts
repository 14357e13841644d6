import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import { type CountryName, countryOf, type Named, named } from "../record/parts-store.ts";
import type { WorkLine } from "./value.ts";

/** A mission as the lists of other records show it. */
export interface MissionBrief {
  id: string;
  name: Localised;
  type: string;
  state: string;
  startsOn: string;
  endsOn: string | null;
  currency: string;
  demo: boolean;
  country: CountryName | null;
  partner: Named | null;
  /** Days of work and their value: the city's contribution in kind. */
  work: WorkLine[];
}

type Builder = ExpressionBuilder<any, any>;

/** The days of work of a mission, as one part of a SELECT. */
export function workOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("missionWork")
      .select(["missionWork.people", "missionWork.days", "missionWork.dayCents"])
      .whereRef("missionWork.mission", "=", "mission.id")
      .orderBy("missionWork.position"),
  ) as unknown as RawBuilder<WorkLine[]>;
}

/** The missions that `where` leaves, the latest first, as one part of a SELECT. */
export function missionBriefs(eb: Builder, where: (missions: any) => any): RawBuilder<MissionBrief[]> {
  return jsonArrayFrom(
    where(
      eb
        .selectFrom("mission")
        .select([
          "mission.id",
          "mission.name",
          "mission.type",
          "mission.state",
          "mission.startsOn",
          "mission.endsOn",
          "mission.currency",
          "mission.demo",
        ])
        .select((one) => [
          countryOf(one, "mission.country").as("country"),
          named(one, "partner", "mission.partner").as("partner"),
          workOf(one).as("work"),
        ]),
    )
      .orderBy(sql`mission.starts_on desc`)
      .orderBy("mission.id"),
  ) as unknown as RawBuilder<MissionBrief[]>;
}
