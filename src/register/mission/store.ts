import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { oneOf, pageNumber, type Query, several, wholeNumber, words } from "../record/filter-values.ts";
import { countryOf, named, pageColumns, pointOf, sortKey, sourceOf, termOf, termsOf, who } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { workOf } from "./brief-store.ts";

export const MISSIONS_PER_PAGE = 50;
export const missionSorts = ["recent", "name", "country"] as const;

const schema = z.object({
  q: words,
  state: several,
  type: several,
  country: several,
  skill: several,
  theme: several,
  partner: several,
  project: several,
  programme: several,
  year: wholeNumber(1900, 2200),
  sort: oneOf(missionSorts).transform((value) => value ?? "recent"),
  page: pageNumber,
});
export type MissionFilter = z.infer<typeof schema>;

export function readMissionFilter(query: Query): MissionFilter {
  return schema.parse(query);
}

const overlaps = (column: string, codes: string[]) => sql<boolean>`${sql.ref(column)} && ${sql.val(codes)}::text[]`;

/** The missions that match: a mission of several years matches each of them. */
export function matchingMissions(db: Database, filter: Partial<MissionFilter>, locale: Locale) {
  const { q, state = [], type = [], country = [], skill = [], theme = [], partner = [], project = [], programme = [], year } = filter;
  let query = db.selectFrom("mission").leftJoin("country", "country.code", "mission.country");
  if (q) query = query.where(matchesWords("mission", "mission.id", locale, q));
  if (state.length > 0) query = query.where("mission.state", "in", state);
  if (type.length > 0) query = query.where("mission.type", "in", type);
  if (country.length > 0) query = query.where("mission.country", "in", country);
  if (skill.length > 0) query = query.where(overlaps("mission.skills", skill));
  if (theme.length > 0) query = query.where(overlaps("mission.themes", theme));
  if (partner.length > 0) query = query.where("mission.partner", "in", partner);
  if (project.length > 0) query = query.where("mission.project", "in", project);
  if (programme.length > 0) query = query.where("mission.programme", "in", programme);
  if (year !== undefined)
    query = query.where(sql<boolean>`${year} BETWEEN year_of(mission.starts_on) AND year_of(coalesce(mission.ends_on, mission.starts_on))`);
  return query;
}

/** One page of the missions that match, the latest first unless asked otherwise. */
export async function listMissions(db: Database, filter: MissionFilter, locale: Locale) {
  let query = matchingMissions(db, filter, locale)
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
    .select((eb) => [
      countryOf(eb, "mission.country").as("country"),
      named(eb, "partner", "mission.partner").as("partner"),
      termsOf(eb, "skill", "mission.skills").as("skills"),
      pointOf(eb, "mission.place").as("point"),
      workOf(eb).as("work"),
    ]);
  if (filter.sort === "recent") query = query.orderBy("mission.startsOn", "desc");
  if (filter.sort === "country") query = query.orderBy(sql`mission.country is null`).orderBy(sortKey("country.name", locale));
  return query
    .orderBy(sortKey("mission.name", locale))
    .orderBy("mission.id")
    .limit(MISSIONS_PER_PAGE)
    .offset((filter.page - 1) * MISSIONS_PER_PAGE)
    .execute();
}
export type MissionListed = Awaited<ReturnType<typeof listMissions>>[number];

/** How many missions match, and how many each choice of each filter would leave. */
export async function missionFacets(db: Database, filter: MissionFilter, locale: Locale) {
  const count = (part: Partial<MissionFilter>) => matchingMissions(db, { ...filter, ...part }, locale);
  const column = (name: "state" | "type") =>
    jsonArrayFrom(
      count({ [name]: [] })
        .select([`mission.${name} as value`, (eb) => eb.fn.countAll<number>().as("count")])
        .groupBy(`mission.${name}`)
        .orderBy("count", "desc"),
    );
  const terms = (vocabulary: "skill" | "theme") =>
    jsonArrayFrom(
      count({ [vocabulary]: [] })
        .innerJoin("term", (join) =>
          join.on("term.vocabulary", "=", vocabulary).on(sql<boolean>`term.code = any(${sql.ref(`mission.${vocabulary}s`)})`),
        )
        .select(["term.code as value", "term.name", (eb) => eb.fn.countAll<number>().as("count")])
        .groupBy(["term.code", "term.name", "term.position"])
        .orderBy("term.position")
        .orderBy("term.code"),
    );
  const row = await db
    .selectNoFrom([
      count({})
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .as("total"),
      column("state").as("states"),
      column("type").as("types"),
      terms("skill").as("skills"),
      terms("theme").as("themes"),
      jsonArrayFrom(
        count({ country: [] })
          .select(["country.code as value", "country.name", (eb) => eb.fn.countAll<number>().as("count")])
          .where("country.code", "is not", null)
          .groupBy(["country.code", "country.name"])
          .orderBy(sortKey("country.name", locale)),
      ).as("countries"),
      jsonArrayFrom(
        count({ year: undefined })
          .select([sql<number>`year_of(mission.starts_on)`.as("value"), (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy(sql`year_of(mission.starts_on)`)
          .orderBy(sql`year_of(mission.starts_on) desc`),
      ).as("years"),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, total: row.total ?? 0 };
}

const missionPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("mission")
    .select(pageColumns.map((column) => `mission.${column}` as const))
    .select([
      "mission.reference",
      "mission.type",
      "mission.state",
      "mission.startsOn",
      "mission.endsOn",
      "mission.currency",
      "mission.purpose",
      "mission.results",
    ])
    .select((eb) => [
      named(eb, "partner", "mission.partner").as("partner"),
      named(eb, "project", "mission.project").as("project"),
      named(eb, "agreement", "mission.agreement").as("agreement"),
      named(eb, "programme", "mission.programme").as("programme"),
      countryOf(eb, "mission.country").as("country"),
      pointOf(eb, "mission.place").as("point"),
      termsOf(eb, "skill", "mission.skills").as("skills"),
      termsOf(eb, "theme", "mission.themes").as("themes"),
      named(eb, "document", "mission.report").as("report"),
      sourceOf(eb, "mission").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("missionWork")
          .select(["missionWork.service", "missionWork.people", "missionWork.days", "missionWork.dayCents"])
          .select((line) => termOf(line, "skill", "missionWork.skill").as("skill"))
          .whereRef("missionWork.mission", "=", "mission.id")
          .orderBy("missionWork.position"),
      ).as("work"),
      jsonArrayFrom(
        eb
          .selectFrom("missionCost")
          .select(["missionCost.type", "missionCost.amountCents"])
          .select((line) => named(line, "organisation", "missionCost.organisation").as("organisation"))
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
    ])
    .where("mission.id", "=", id),
);

/** All that the public page of a mission shows; undefined when there is none. Who goes is not read. */
export async function loadMission(db: Database, id: string) {
  return (await missionPage(db, id))[0];
}
export type MissionRecord = NonNullable<Awaited<ReturnType<typeof loadMission>>>;
