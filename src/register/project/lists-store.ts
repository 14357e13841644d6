import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type Point, pointOf } from "../record/parts-store.ts";
import type { ProjectResult, ProjectSite } from "./rules.ts";

/** The lists of a project as its page and its files show them alike: each a part of one SELECT of the table `project`. */

/** A country or a sector and its part of the whole, in per cent. */
export interface CodeShare {
  code: string;
  percentage: number | null;
}

// As in parts-store.ts: the columns are checked where the result is used.
type Builder = ExpressionBuilder<any, any>;
const lines = <T>(eb: Builder, table: string, choose: (list: any) => any) =>
  jsonArrayFrom(choose(eb.selectFrom(table).whereRef(`${table}.project`, "=", "project.id").orderBy(`${table}.position`))) as RawBuilder<
    T[]
  >;

export const countrySharesOf = (eb: Builder) =>
  lines<CodeShare>(eb, "projectCountry", (list) => list.select(["projectCountry.country as code", "projectCountry.percentage"]));

export const sectorSharesOf = (eb: Builder) =>
  lines<CodeShare>(eb, "projectSector", (list) => list.select(["projectSector.sector as code", "projectSector.percentage"]));

/** The places; `point` null of one that is not published. */
export const placesOf = (eb: Builder) =>
  lines<{ point: Point | null }>(eb, "projectPlace", (list) =>
    list.select((line: Builder) => pointOf(line, "projectPlace.place").as("point")),
  );

export const sitesOf = (eb: Builder) =>
  lines<ProjectSite>(eb, "projectSite", (list) =>
    list.select(["projectSite.name", "projectSite.latitude", "projectSite.longitude", "projectSite.exactness"]),
  );

export const resultsOf = (eb: Builder) =>
  lines<ProjectResult>(eb, "projectResult", (list) =>
    list.select([
      "projectResult.indicator",
      "projectResult.unit",
      "projectResult.definition",
      "projectResult.ascending",
      "projectResult.baselineValue",
      "projectResult.baselineYear",
      "projectResult.targetValue",
      "projectResult.targetOn",
      "projectResult.actualValue",
      "projectResult.actualOn",
    ]),
  );
