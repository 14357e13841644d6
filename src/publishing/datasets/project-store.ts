import { sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { matchingProjects, type ProjectFilter } from "../../register/project/filters.ts";
import { countrySharesOf, placesOf, resultsOf, sectorSharesOf, sitesOf } from "../../register/project/lists-store.ts";
import { named, sourceOf, who } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

/** Which projects a file holds, when not all of the city's own: those that a list shows. `locale`: of the words searched. */
export interface ProjectSelection {
  filter: ProjectFilter;
  locale: Locale;
}

/** The identifiers of the projects selected, to narrow any query of projects by. */
export function idsOf(db: Database, { filter, locale }: ProjectSelection) {
  return matchingProjects(db, filter, locale).select("project.id");
}

function selectProjects(db: Database) {
  return db
    .selectFrom("project")
    .select([
      "project.id",
      "project.name",
      "project.description",
      "project.reference",
      "project.state",
      "project.agreement",
      "project.plannedStart",
      "project.plannedEnd",
      "project.actualStart",
      "project.actualEnd",
      "project.priorities",
      "project.themes",
      "project.goals",
      "project.targets",
      "project.genderMarker",
      "project.mitigationMarker",
      "project.adaptationMarker",
      "project.humanitarian",
      "project.budgetCents",
      "project.currency",
      "project.website",
      "project.interpretation",
      "project.sourceLocator",
      "project.quote",
      "project.demo",
      "project.publishedAt",
      "project.updatedAt",
    ])
    .select((eb) => [
      named(eb, "programme", "project.programme").as("programme"),
      named(eb, "organisation", "project.reportedBy").as("reportedBy"),
      eb
        .selectFrom("reportedActivity")
        .select("reportedActivity.identifier")
        .whereRef("reportedActivity.project", "=", "project.id")
        .as("reportedIdentifier"),
      sourceOf(eb, "project").as("source"),
      countrySharesOf(eb).as("countries"),
      placesOf(eb).as("places"),
      sitesOf(eb).as("sites"),
      sectorSharesOf(eb).as("sectors"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPartner")
          .select("role")
          .select((line) => who(line, "projectPartner").as("who"))
          .whereRef("projectPartner.project", "=", "project.id")
          .orderBy("projectPartner.position"),
      ).as("partners"),
      jsonArrayFrom(
        eb
          .selectFrom("projectFunder")
          .select(["amountCents", "currency", "status", "inKind"])
          .select((line) => who(line, "projectFunder").as("who"))
          .whereRef("projectFunder.project", "=", "project.id")
          .orderBy("projectFunder.position"),
      ).as("funders"),
      resultsOf(eb).as("results"),
      jsonObjectFrom(
        eb
          .selectFrom("award")
          .select([sql<number>`count(*)`.as("count"), sql<number | null>`sum(award.amount_cents)`.as("cents")])
          .whereRef("award.project", "=", "project.id"),
      ).as("awards"),
    ]);
}
export type ProjectRow = Awaited<ReturnType<ReturnType<typeof selectProjects>["execute"]>>[number];

/** The projects with all that their row says, in the order of their identifiers, by batches. */
export function projectRows(db: Database, selection?: ProjectSelection): AsyncGenerator<ProjectRow[]> {
  return inBatches((after) => {
    const query = selectProjects(db).where("project.id", ">", after).orderBy("project.id").limit(BATCH);
    return (selection ? query.where("project.id", "in", idsOf(db, selection)) : query.where("project.reportedBy", "is", null)).execute();
  });
}
