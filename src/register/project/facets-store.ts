import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { sortKey } from "../record/parts-store.ts";
import { matchingProjects, type ProjectFilter } from "./filters.ts";

export const facetNames = ["theme", "goal", "country", "programme", "state", "year"] as const;
export type FacetName = (typeof facetNames)[number];

/** One choice of a filter: how many projects it would leave, the other filters being what they are. */
export interface Choice {
  value: string;
  name: Localised | null;
  count: number;
}
export interface ProjectFacets {
  total: number;
  choices: Record<FacetName, Choice[]>;
  /** The names of what is chosen, also when it would leave nothing. */
  chosen: { facet: FacetName; value: string; name: Localised }[];
}

/**
 * How many projects match, and what each choice of each filter would leave, in one query. The choices of a filter
 * that is set are counted without it, so that they can be widened; the others share one selection.
 */
export async function projectFacets(db: Database, filter: ProjectFilter, locale: Locale): Promise<ProjectFacets> {
  const isSet = (name: FacetName) => (name === "year" ? filter.year !== undefined : filter[name].length > 0);
  const selection = (name: FacetName) => (isSet(name) ? `without_${name}` : "matched");
  const matching = (without?: FacetName) =>
    matchingProjects(db, { ...filter, ...(without === "year" ? { year: undefined } : without ? { [without]: [] } : {}) }, locale).select([
      "project.id",
      "project.themes",
      "project.goals",
      "project.programme",
      "project.state",
      "projectSummary.firstYear",
      "projectSummary.lastYear",
    ]);

  let query = (db as unknown as Kysely<any>).with("matched", () => matching());
  for (const name of facetNames) if (isSet(name)) query = query.with(`without_${name}`, () => matching(name)) as typeof query;

  const count = sql<number>`count(*)`.as("count");
  const nameless = sql<null>`null`.as("name");
  const row = await query
    .selectNoFrom((eb) => {
      const tagged = (facet: "theme" | "goal", vocabulary: string, column: string) =>
        eb
          .selectFrom(
            eb
              .selectFrom(selection(facet))
              .select(sql`unnest(${sql.ref(column)})`.as("code"))
              .as("tag"),
          )
          .innerJoin("term", (join) => join.onRef("term.code", "=", "tag.code").on("term.vocabulary", "=", vocabulary))
          .select(["term.code as value", "term.name", count])
          .groupBy(["term.code", "term.name", "term.position"])
          .orderBy("term.position")
          .orderBy("term.code");
      return [
        eb.selectFrom("matched").select(eb.fn.countAll<number>().as("n")).as("total"),
        jsonArrayFrom(
          chosen(eb, "theme", "term", "code", filter.theme)
            .where("named.vocabulary", "=", "theme")
            .unionAll(chosen(eb, "goal", "term", "code", filter.goal).where("named.vocabulary", "=", "sdg-goal"))
            .unionAll(chosen(eb, "country", "country", "code", filter.country))
            .unionAll(chosen(eb, "programme", "programme", "id", filter.programme)),
        ).as("chosen"),
        jsonArrayFrom(tagged("theme", "theme", "themes")).as("theme"),
        jsonArrayFrom(tagged("goal", "sdg-goal", "goals")).as("goal"),
        jsonArrayFrom(
          eb
            .selectFrom(`${selection("country")} as selected`)
            .innerJoin("projectCountry", "projectCountry.project", "selected.id")
            .innerJoin("country", "country.code", "projectCountry.country")
            .select(["country.code as value", "country.name", count])
            .groupBy(["country.code", "country.name"])
            .orderBy(sortKey("country.name", locale)),
        ).as("country"),
        jsonArrayFrom(
          eb
            .selectFrom(`${selection("programme")} as selected`)
            .innerJoin("programme", "programme.id", "selected.programme")
            .select(["programme.id as value", "programme.name", count])
            .groupBy(["programme.id", "programme.name"])
            .orderBy(sortKey("programme.name", locale)),
        ).as("programme"),
        jsonArrayFrom(
          eb
            .selectFrom(`${selection("state")} as selected`)
            .select(["selected.state as value", nameless, count])
            .groupBy("selected.state")
            .orderBy("count", "desc"),
        ).as("state"),
        // A project of several years counts in each of them.
        jsonArrayFrom(
          eb
            .selectFrom(
              eb
                .selectFrom(selection("year"))
                .select(sql`generate_series(first_year, least(last_year, first_year + 100))`.as("year"))
                .as("span"),
            )
            .select([sql`span.year::text`.as("value"), nameless, count])
            .groupBy("span.year")
            .orderBy("span.year", "desc"),
        ).as("year"),
      ];
    })
    .executeTakeFirstOrThrow();
  const { total, chosen: names, ...choices } = row as unknown as Pick<ProjectFacets, "total" | "chosen"> & Record<FacetName, Choice[]>;
  return { total, choices, chosen: names };
}

function chosen(eb: ExpressionBuilder<any, any>, facet: FacetName, table: string, key: string, values: string[]) {
  return eb
    .selectFrom(`${table} as named`)
    .select([sql.lit(facet).as("facet"), `named.${key} as value`, "named.name"])
    .where(sql<boolean>`${sql.ref(`named.${key}`)} = any(${sql.val(values)}::text[])`);
}
