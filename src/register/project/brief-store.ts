import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import type { CountryName } from "../record/parts-store.ts";

/** A project as the lists of other records show it. */
export interface ProjectBrief {
  id: string; name: Localised; state: string;
  firstYear: number | null; lastYear: number | null;
  /** The budget, else the grants awarded. */
  amountCents: number | null; currency: string;
  countries: CountryName[];
}

/** The countries of a project, as one part of a SELECT. */
export function countriesOfProject(eb: ExpressionBuilder<any, any>) {
  return jsonArrayFrom(
    eb.selectFrom("projectCountry").innerJoin("country", "country.code", "projectCountry.country").select(["country.code", "country.name", "country.continent"])
      .whereRef("projectCountry.project", "=", "project.id").orderBy("projectCountry.position"),
  ) as unknown as RawBuilder<CountryName[]>;
}

/** The projects that `narrow` keeps, newest first, at most `limit`: one part of a SELECT. */
export function projectBriefs(eb: ExpressionBuilder<any, any>, narrow: (query: any) => any, limit = 50): RawBuilder<ProjectBrief[]> {
  const query = eb.selectFrom("project").innerJoin("projectSummary", "projectSummary.id", "project.id")
    .select(["project.id", "project.name", "project.state", "project.currency", "projectSummary.firstYear", "projectSummary.lastYear", "projectSummary.amountCents"])
    .select((one: ExpressionBuilder<any, any>) => countriesOfProject(one).as("countries"));
  return jsonArrayFrom(
    narrow(query).orderBy("projectSummary.lastYear", (order: any) => order.desc().nullsLast()).orderBy("project.id").limit(limit),
  ) as unknown as RawBuilder<ProjectBrief[]>;
}
