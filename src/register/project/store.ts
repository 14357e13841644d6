import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { awardBriefs } from "../award/brief-store.ts";
import { figuresAbout } from "../figure/store.ts";
import { missionBriefs } from "../mission/brief-store.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { pagesAbout } from "../page/about-store.ts";
import { documentsOf, picturesOf } from "../record/files-store.ts";
import { aidStatus, countryOf, named, pageColumns, pointOf, sourceOf, termOf, termsOf, who } from "../record/parts-store.ts";
import { countriesOfProject } from "./brief-store.ts";
import { summaryOf } from "./catalogue/catalogue.ts";
import { catalogueOf } from "./catalogue/current-store.ts";
import { orderBy, pageOf } from "./catalogue/order.ts";
import { select } from "./catalogue/select.ts";
import { holding, nameOrder } from "./catalogue/words-store.ts";
import { facetsOf } from "./facets.ts";
import type { ProjectFilter } from "./filters.ts";
import { resultsOf, sitesOf } from "./lists-store.ts";

export const PROJECTS_PER_PAGE = 20;

const listed = prepared((db: Database, ids: readonly string[]) =>
  db
    .selectFrom("project")
    .select(["project.id", "project.name", "project.description", "project.state", "project.currency", "project.demo"])
    .select((eb) => [
      countriesOfProject(eb).as("countries"),
      named(eb, "programme", "project.programme").as("programme"),
      named(eb, "organisation", "project.reportedBy").as("reportedBy"),
      termsOf(eb, "theme", "project.themes").as("themes"),
    ])
    .where(sql<boolean>`project.id = any(${ids}::text[])`),
);

/** One page of the projects that match, in the order asked for, with what each choice of each filter would leave. */
export async function listProjects(db: Database, filter: ProjectFilter, locale: Locale) {
  const catalogue = await catalogueOf(db);
  const selection = select(catalogue, filter, await holding(db, catalogue, filter.q, locale));
  const { sort, page } = filter;
  const order = sort === "name" ? (await nameOrder(db, catalogue, locale)).projects : orderBy(catalogue, sort);
  const numbers = pageOf(order, selection.matched, (page - 1) * PROJECTS_PER_PAGE, PROJECTS_PER_PAGE);
  const rows = new Map(
    (
      await listed(
        db,
        numbers.map((i) => catalogue.ids[i]!),
      )
    ).map((row) => [row.id, row]),
  );
  return {
    rows: numbers.flatMap((i) => {
      const row = rows.get(catalogue.ids[i]!);
      return row ? [{ ...row, ...summaryOf(catalogue, i) }] : [];
    }),
    facets: facetsOf(catalogue, selection, filter, locale),
  };
}
export type ProjectListed = Awaited<ReturnType<typeof listProjects>>["rows"][number];

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
      pagesAbout(eb, "project").as("pages"),
      sourceOf(eb, "project").as("source"),
      figuresAbout(eb, "project").as("figures"),
      missionBriefs(eb, (missions) => missions.whereRef("mission.project", "=", "project.id")).as("missions"),
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
      sitesOf(eb).as("sites"),
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
      resultsOf(eb).as("results"),
      occasionsNaming(eb, "link", "project", "project.id").as("occasions"),
    ])
    .where("project.id", "=", id),
);

/** All that a project's page shows, in one query; undefined when there is none. `today` (YYYY-MM-DD) dates the aid status of its countries. */
export async function loadProject(db: Database, id: string, today: string) {
  return (await projectPage(db, id, today))[0];
}
export type ProjectRecord = NonNullable<Awaited<ReturnType<typeof loadProject>>>;
