import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import { type CountryName, type Named, named } from "../record/parts-store.ts";

/** A project as the lists of other records show it. */
export interface ProjectBrief {
  id: string;
  name: Localised;
  state: string;
  firstYear: number | null;
  lastYear: number | null;
  /** The budget, else the grants awarded. */
  amountCents: number | null;
  currency: string;
  countries: CountryName[];
  /** Who reports it, when it is not the city's own. */
  reportedBy: Named | null;
}

/** The countries of a project, as one part of a SELECT. */
export function countriesOfProject(eb: ExpressionBuilder<any, any>) {
  return jsonArrayFrom(
    eb
      .selectFrom("projectCountry")
      .innerJoin("country", "country.code", "projectCountry.country")
      .select(["country.code", "country.name", "country.continent"])
      .whereRef("projectCountry.project", "=", "project.id")
      .orderBy("projectCountry.position"),
  ) as unknown as RawBuilder<CountryName[]>;
}

/** How many projects the page of another record lists: the latest. */
export const BRIEFS = 100;

/**
 * The projects whose identifiers `ids` selects (as "id"), newest first, at most `limit`: one part of a SELECT. `ids`
 * may name the row of the page: each index is then read for that row alone.
 */
export function projectBriefs(
  eb: ExpressionBuilder<any, any>,
  ids: (eb: ExpressionBuilder<any, any>) => any,
  limit = BRIEFS,
): RawBuilder<ProjectBrief[]> {
  return jsonArrayFrom(
    eb
      .selectFrom(ids(eb).as("chosen"))
      .innerJoin("project", "project.id", "chosen.id")
      .innerJoin("projectSummary", "projectSummary.id", "chosen.id")
      .select([
        "project.id",
        "project.name",
        "project.state",
        "project.currency",
        "projectSummary.firstYear",
        "projectSummary.lastYear",
        "projectSummary.amountCents",
      ])
      .select((one: ExpressionBuilder<any, any>) => [
        countriesOfProject(one).as("countries"),
        named(one, "organisation", "project.reportedBy").as("reportedBy"),
      ])
      .orderBy("projectSummary.lastYear", (order: any) => order.desc().nullsLast())
      .orderBy("project.id")
      .limit(limit),
  ) as unknown as RawBuilder<ProjectBrief[]>;
}
