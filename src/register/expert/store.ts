import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import { oneOf, type Query, several, single } from "../record/filter-values.ts";
import { isPartialDate } from "../record/partial-date.ts";
import { named, termsOf } from "../record/parts-store.ts";
import type { Stay } from "./availability.ts";
import { languageLevels } from "./rules.ts";

/** At most so many are read: the pool of a city, not a directory. */
const MOST = 500;

const day = single.transform((value) => (value && value.length === 10 && isPartialDate(value) ? value : undefined));
const schema = z.object({
  skill: several,
  language: single.transform((value) => (value && /^[a-z]{2}$/.test(value) ? value : undefined)),
  level: oneOf(languageLevels).transform((value) => value ?? "working"),
  from: day,
  to: day,
  mission: single,
});
export type ExpertFilter = z.infer<typeof schema>;

/** What the finder is asked; dates that are no days are left out. */
export function readExpertFilter(query: Query): ExpertFilter {
  return schema.parse(query);
}

/** Where someone goes: missions that are not called off, `but` the one that is being made up. */
function staysOf(eb: ExpressionBuilder<DB, "expert">, but: string | undefined) {
  let stays = eb
    .selectFrom("missionExpert")
    .innerJoin("mission", "mission.id", "missionExpert.mission")
    .whereRef("missionExpert.expert", "=", "expert.id")
    .where("mission.state", "<>", "cancelled")
    .where("mission.status", "<>", "archived");
  if (but !== undefined) stays = stays.where("mission.id", "<>", but);
  return jsonArrayFrom(
    stays
      .select([
        sql<Stay["mission"]>`jsonb_build_object('id', mission.id, 'name', mission.name)`.as("mission"),
        sql<string>`coalesce(mission_expert.starts_on, mission.starts_on)`.as("startsOn"),
        sql<string | null>`coalesce(mission_expert.ends_on, mission.ends_on)`.as("endsOn"),
        "missionExpert.days",
      ])
      .orderBy("mission.startsOn")
      .orderBy("mission.id"),
  ) as unknown as RawBuilder<Stay[]>;
}

function selectPeople(db: Database, but: string | undefined) {
  return db
    .selectFrom("expert")
    .select([
      "expert.id",
      "expert.name",
      "expert.service",
      "expert.post",
      "expert.email",
      "expert.countries",
      "expert.yearlyDays",
      "expert.availableFrom",
      "expert.demo",
    ])
    .select((eb) => [
      named(eb, "organisation", "expert.organisation").as("organisation"),
      termsOf(eb, "skill", "expert.skills").as("skills"),
      jsonArrayFrom(
        eb
          .selectFrom("expertLanguage")
          .select(["expertLanguage.language", "expertLanguage.level"])
          .whereRef("expertLanguage.expert", "=", "expert.id")
          .orderBy("expertLanguage.position"),
      ).as("languages"),
      jsonArrayFrom(
        eb
          .selectFrom("expertAbsence")
          .select(["expertAbsence.startsOn", "expertAbsence.endsOn", "expertAbsence.note"])
          .whereRef("expertAbsence.expert", "=", "expert.id")
          .orderBy("expertAbsence.startsOn"),
      ).as("absences"),
      staysOf(eb, but).as("stays"),
    ])
    .where("expert.status", "<>", "archived");
}
export type ExpertFound = Awaited<ReturnType<ReturnType<typeof selectPeople>["execute"]>>[number];

/** The people of the pool who have one of the skills and speak the language at least so well, most of the skills first. */
export async function findExperts(db: Database, { skill, language, level, mission }: ExpertFilter): Promise<ExpertFound[]> {
  const enough = languageLevels.slice(languageLevels.indexOf(level));
  const skills = sql.val(skill);
  let query = selectPeople(db, mission);
  if (skill.length > 0) query = query.where(sql<boolean>`expert.skills && ${skills}::text[]`);
  if (language)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("expertLanguage")
          .select("expertLanguage.expert")
          .whereRef("expertLanguage.expert", "=", "expert.id")
          .where("expertLanguage.language", "=", language)
          .where("expertLanguage.level", "in", enough),
      ),
    );
  return query
    .orderBy(sql`cardinality(array(SELECT unnest(expert.skills) INTERSECT SELECT unnest(${skills}::text[]))) desc`)
    .orderBy(sql`fold(coalesce(expert.name ->> 'fr', expert.name ->> 'en', ''))`)
    .orderBy("expert.id")
    .limit(MOST)
    .execute();
}

/** The people of a mission, each with their own dates on it and all that they do besides. */
export async function peopleOf(db: Database, mission: string) {
  return selectPeople(db, mission)
    .innerJoin("missionExpert as own", (join) => join.onRef("own.expert", "=", "expert.id").on("own.mission", "=", mission))
    .select(["own.role", "own.startsOn", "own.endsOn", "own.days"])
    .orderBy("own.position")
    .execute();
}
export type MissionPerson = Awaited<ReturnType<typeof peopleOf>>[number];
