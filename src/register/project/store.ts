import type { OrderByItemBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { awardBriefs } from "../award/brief-store.ts";
import { figuresAbout } from "../figure/store.ts";
import { documentsOf, picturesOf } from "../record/files-store.ts";
import { aidStatus, countryOf, named, pageColumns, pointOf, sourceOf, termOf, termsOf, who } from "../record/parts-store.ts";
import { countriesOfProject } from "./brief-store.ts";
import { matchingProjects, type ProjectFilter } from "./filters.ts";

export const PROJECTS_PER_PAGE = 20;

/** One page of the projects that match, in the order asked for. How many match in all: see projectFacets. */
export async function listProjects(db: Database, filter: ProjectFilter, locale: Locale) {
  const descending = filter.sort === "recent" || filter.sort === "amount";
  const keys = { recent: "projectSummary.lastYear", amount: "projectSummary.amountCents", start: "projectSummary.firstYear" } as const;
  const { sort } = filter;
  const cut = matchingProjects(db, filter, locale)
    .select(["project.id", "projectSummary.amountCents", "projectSummary.firstYear", "projectSummary.lastYear"])
    .select((eb) => [
      (sort === "name"
        ? // The title of the search entry is the name in this language, folded once when it was written.
          eb
            .selectFrom("searchEntry as entry")
            .select("entry.folded")
            .whereRef("entry.record", "=", "project.id")
            .where("entry.kind", "=", "project")
            .where("entry.locale", "=", locale)
        : eb.ref(keys[sort])
      )
        .$castTo<string | number | null>()
        .as("key"),
    ]);
  const inOrder = (order: OrderByItemBuilder) => (descending ? order.desc() : order.asc()).nullsLast();
  // The page is cut before its rows are dressed: the four hundredth costs what the first does.
  return db
    .with("cut", () =>
      cut
        .orderBy("key", inOrder)
        .orderBy("project.id")
        .limit(PROJECTS_PER_PAGE)
        .offset((filter.page - 1) * PROJECTS_PER_PAGE),
    )
    .selectFrom("cut")
    .innerJoin("project", "project.id", "cut.id")
    .select([
      "project.id",
      "project.name",
      "project.description",
      "project.state",
      "project.currency",
      "project.demo",
      "cut.amountCents",
      "cut.firstYear",
      "cut.lastYear",
    ])
    .select((eb) => [
      countriesOfProject(eb).as("countries"),
      named(eb, "programme", "project.programme").as("programme"),
      termsOf(eb, "theme", "project.themes").as("themes"),
    ])
    .orderBy("cut.key", inOrder)
    .orderBy("project.id")
    .execute();
}
export type ProjectListed = Awaited<ReturnType<typeof listProjects>>[number];

const projectPage = prepared((db: Database, id: string, today: string) =>
  db
    .selectFrom("project")
    .select(pageColumns.map((column) => `project.${column}` as const))
    .select([
      "project.reference",
      "project.state",
      "project.plannedStart",
      "project.plannedEnd",
      "project.actualStart",
      "project.actualEnd",
      "project.genderMarker",
      "project.mitigationMarker",
      "project.adaptationMarker",
      "project.humanitarian",
      "project.budgetCents",
      "project.currency",
      "project.website",
      "project.interpretation",
    ])
    .select((eb) => [
      named(eb, "programme", "project.programme").as("programme"),
      named(eb, "agreement", "project.agreement").as("agreement"),
      named(eb, "organisation", "project.reportedBy").as("reportedBy"),
      eb.selectFrom("reportedActivity").select("identifier").whereRef("reportedActivity.project", "=", "project.id").as("reportedAs"),
      termsOf(eb, "priority", "project.priorities").as("priorities"),
      termsOf(eb, "theme", "project.themes").as("themes"),
      termsOf(eb, "sdg-goal", "project.goals").as("goals"),
      termsOf(eb, "sdg-target", "project.targets").as("targets"),
      picturesOf(eb).as("media"),
      documentsOf(eb, "project").as("documents"),
      sourceOf(eb, "project").as("source"),
      figuresAbout(eb, "project").as("figures"),
      awardBriefs(eb, (one) => one.whereRef("award.project", "=", "project.id")).as("awards"),
      jsonArrayFrom(
        eb
          .selectFrom("projectCountry")
          .select(["projectCountry.percentage"])
          .select((line) => [
            countryOf(line, "projectCountry.country").as("country"),
            aidStatus(line, "projectCountry.country", today).as("aid"),
          ])
          .whereRef("projectCountry.project", "=", "project.id")
          .orderBy("projectCountry.position"),
      ).as("countries"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPlace")
          .select(["projectPlace.note"])
          .select((line) => pointOf(line, "projectPlace.place").as("point"))
          .whereRef("projectPlace.project", "=", "project.id")
          .orderBy("projectPlace.position"),
      ).as("places"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPartner")
          .select(["projectPartner.role"])
          .select((line) => who(line, "projectPartner").as("who"))
          .whereRef("projectPartner.project", "=", "project.id")
          .orderBy("projectPartner.position"),
      ).as("partners"),
      jsonArrayFrom(
        eb
          .selectFrom("projectSector")
          .select(["projectSector.percentage"])
          .select((line) => termOf(line, "dac-sector", "projectSector.sector").as("sector"))
          .whereRef("projectSector.project", "=", "project.id")
          .orderBy("projectSector.position"),
      ).as("sectors"),
      jsonArrayFrom(
        eb
          .selectFrom("projectFunder")
          .select(["projectFunder.amountCents", "projectFunder.currency", "projectFunder.status", "projectFunder.inKind"])
          .select((line) => who(line, "projectFunder").as("who"))
          .whereRef("projectFunder.project", "=", "project.id")
          .orderBy("projectFunder.position"),
      ).as("funders"),
      jsonArrayFrom(
        eb
          .selectFrom("projectResult")
          .select([
            "indicator",
            "unit",
            "definition",
            "ascending",
            "baselineValue",
            "baselineYear",
            "targetValue",
            "targetOn",
            "actualValue",
            "actualOn",
          ])
          .whereRef("projectResult.project", "=", "project.id")
          .orderBy("projectResult.position"),
      ).as("results"),
    ])
    .where("project.id", "=", id),
);

/** All that a project's page shows, in one query; undefined when there is none. `today` (YYYY-MM-DD) dates the aid status of its countries. */
export async function loadProject(db: Database, id: string, today: string) {
  return (await projectPage(db, id, today))[0];
}
export type ProjectRecord = NonNullable<Awaited<ReturnType<typeof loadProject>>>;
