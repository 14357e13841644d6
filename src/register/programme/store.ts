import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { awardTotals, awardYears } from "../award/brief-store.ts";
import { figuresAbout } from "../figure/store.ts";
import { occasionBriefs } from "../occasion/brief-store.ts";
import { pagesAbout } from "../page/about-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { documentsOf } from "../record/files-store.ts";
import { type Query, several, words } from "../record/filter-values.ts";
import { named, pageColumns, sortKey, sourceOf, termsOf, who } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { inDepth } from "./parts-store.ts";

const schema = z.object({ q: words, type: several, theme: several });
export type ProgrammeFilter = z.infer<typeof schema>;

export function readProgrammeFilter(query: Query): ProgrammeFilter {
  return schema.parse(query);
}

/** Every programme that matches, with its parent, its projects and its grants counted. */
export async function listProgrammes(db: Database, filter: ProgrammeFilter, locale: Locale) {
  let query = db
    .selectFrom("programme")
    .select([
      "programme.id",
      "programme.name",
      "programme.description",
      "programme.type",
      "programme.parent",
      "programme.startedOn",
      "programme.endedOn",
      "programme.annualCapCents",
      "programme.currency",
      "programme.demo",
    ])
    .select((eb) => [
      eb
        .selectFrom("project")
        .select((one) => one.fn.countAll<number>().as("n"))
        .whereRef("project.programme", "=", "programme.id")
        .where("project.reportedBy", "is", null)
        .as("projects"),
      awardTotals(eb, (awards) => awards.whereRef("award.programme", "=", "programme.id")).as("awards"),
    ]);
  if (filter.type.length > 0) query = query.where("programme.type", "in", filter.type);
  if (filter.theme.length > 0) query = query.where(sql<boolean>`programme.themes && ${sql.val(filter.theme)}::text[]`);
  if (filter.q) query = query.where(matchesWords("programme", "programme.id", locale, filter.q));
  return query.orderBy(sortKey("programme.name", locale)).orderBy("programme.id").execute();
}
export type ProgrammeListed = Awaited<ReturnType<typeof listProgrammes>>[number];

/** The types and themes that programmes bear, with how many programmes each. */
export async function programmeFacets(db: Database) {
  return db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("programme")
          .select(["programme.type as value", (one) => one.fn.countAll<number>().as("count")])
          .groupBy("programme.type")
          .orderBy("count", "desc")
          .orderBy("programme.type"),
      ).as("types"),
      jsonArrayFrom(
        eb
          .selectFrom("programme")
          .innerJoin("term", (join) => join.on("term.vocabulary", "=", "theme").on(sql<boolean>`term.code = any(programme.themes)`))
          .select(["term.code as value", "term.name", (one) => one.fn.countAll<number>().as("count")])
          .groupBy(["term.code", "term.name", "term.position"])
          .orderBy("term.position")
          .orderBy("term.code"),
      ).as("themes"),
    ])
    .executeTakeFirstOrThrow();
}

const programmePage = prepared((db: Database, id: string) =>
  db
    .selectFrom("programme")
    .select(pageColumns.map((column) => `programme.${column}` as const))
    .select([
      "programme.type",
      "programme.aliases",
      "programme.startedOn",
      "programme.endedOn",
      "programme.annualCapCents",
      "programme.currency",
      "programme.website",
      "programme.recursOn",
      "programme.fund",
      "programme.programmingPeriod",
      "programme.envelopeCents",
      "programme.envelopeQualifier",
    ])
    .select((eb) => [
      named(eb, "programme", "programme.parent").as("parent"),
      named(eb, "network", "programme.network").as("network"),
      termsOf(eb, "priority", "programme.priorities").as("priorities"),
      termsOf(eb, "theme", "programme.themes").as("themes"),
      termsOf(eb, "sdg-goal", "programme.goals").as("goals"),
      documentsOf(eb, "programme").as("documents"),
      pagesAbout(eb, "programme").as("pages"),
      sourceOf(eb, "programme").as("source"),
      ...inDepth(eb),
      figuresAbout(eb, "programme").as("figures"),
      occasionBriefs(eb, (query) => query.whereRef("brief.programme", "=", "programme.id")).as("occasions"),
      jsonArrayFrom(
        eb
          .selectFrom("programmeLegalBasis")
          .select(["programmeLegalBasis.reference", "programmeLegalBasis.url", "programmeLegalBasis.note"])
          .whereRef("programmeLegalBasis.programme", "=", "programme.id")
          .orderBy("programmeLegalBasis.position"),
      ).as("legalBases"),
      jsonArrayFrom(
        eb
          .selectFrom("programmePartner")
          .select(["programmePartner.role"])
          .select((line) => who(line, "programmePartner").as("who"))
          .whereRef("programmePartner.programme", "=", "programme.id")
          .orderBy("programmePartner.position"),
      ).as("partners"),
      jsonArrayFrom(
        eb
          .selectFrom("programme as child")
          .select(["child.id", "child.name", "child.type", "child.startedOn", "child.endedOn"])
          .select((one) => [
            one
              .selectFrom("project")
              .select((n) => n.fn.countAll<number>().as("n"))
              .whereRef("project.programme", "=", "child.id")
              .where("project.reportedBy", "is", null)
              .as("projects"),
            awardTotals(one, (awards) => awards.whereRef("award.programme", "=", "child.id")).as("awards"),
          ])
          .whereRef("child.parent", "=", "programme.id")
          .orderBy("child.id"),
      ).as("children"),
      jsonArrayFrom(
        eb
          .selectFrom("call")
          .select(["call.id", "call.name", "call.summary"])
          .select((one) =>
            jsonArrayFrom(
              one
                .selectFrom("edition")
                .select(["edition.id", "edition.name", "edition.opensAt", "edition.closesAt", "edition.cancelledOn"])
                .whereRef("edition.call", "=", "call.id")
                .orderBy("edition.closesAt", "desc"),
            ).as("editions"),
          )
          .whereRef("call.programme", "=", "programme.id")
          .orderBy("call.id"),
      ).as("calls"),
      eb
        .selectFrom("project")
        .select((one) => one.fn.countAll<number>().as("n"))
        .whereRef("project.programme", "=", "programme.id")
        .where("project.reportedBy", "is", null)
        .as("projectCount"),
      projectBriefs(
        eb,
        (one) =>
          one
            .selectFrom("project as own")
            .select("own.id")
            .whereRef("own.programme", "=", "programme.id")
            .where("own.reportedBy", "is", null),
        20,
      ).as("projects"),
      awardYears(eb, (awards) => awards.whereRef("award.programme", "=", "programme.id")).as("years"),
    ])
    .where("programme.id", "=", id),
);

/** All that a programme's page shows; undefined when there is none. */
export async function loadProgramme(db: Database, id: string) {
  return (await programmePage(db, id))[0];
}
export type ProgrammeRecord = NonNullable<Awaited<ReturnType<typeof loadProgramme>>>;
