import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { numberWithin, oneOf, pageNumber, type Query, several, wholeNumber, words } from "../record/filter-values.ts";
import { matchesWords } from "../search/words-store.ts";

export const projectSorts = ["recent", "name", "amount", "start"] as const;
/** Whose projects: the city's own, those that others report, or both. */
export const reporters = ["city", "partners", "all"] as const;

const schema = z.object({
  q: words,
  theme: several,
  country: several,
  programme: several,
  goal: several,
  state: several,
  year: wholeNumber(1900, 2200),
  min: numberWithin(0, 1e12),
  max: numberWithin(0, 1e12),
  reporter: oneOf(reporters).transform((value) => value ?? "city"),
  sort: oneOf(projectSorts).transform((value) => value ?? "recent"),
  page: pageNumber,
});

/** What the list, the map and the files of projects are narrowed by: the same names in every address. `min` and `max` in euros. */
export type ProjectFilter = z.infer<typeof schema>;

/** Reads the filters of an address; what makes no sense is left out rather than refused. */
export function readProjectFilter(query: Query): ProjectFilter {
  return schema.parse(query);
}

/** The filters as an address writes them, defaults left out. */
export function writeProjectFilter(filter: Partial<ProjectFilter>): Record<string, string | number | string[] | undefined> {
  const { sort, page, reporter, ...rest } = filter;
  return {
    ...rest,
    ...(reporter && reporter !== "city" ? { reporter } : {}),
    ...(sort && sort !== "recent" ? { sort } : {}),
    ...(page && page > 1 ? { page } : {}),
  };
}

type Joined = DB & { project: DB["project"]; projectSummary: DB["projectSummary"] };

/** The projects that match, joined with their summary; the caller selects, sorts and cuts. */
export function matchingProjects(
  db: Database,
  filter: Omit<ProjectFilter, "sort" | "page">,
  locale: Locale,
): SelectQueryBuilder<Joined, "project" | "projectSummary", object> {
  let query = db.selectFrom("project").innerJoin("projectSummary", "projectSummary.id", "project.id");
  const all = <T>(values: T[], add: (values: T[]) => void) => {
    if (values.length > 0) add(values);
  };
  all(filter.theme, (codes) => {
    query = query.where(sql<boolean>`project.themes && ${sql.val(codes)}::text[]`);
  });
  all(filter.goal, (codes) => {
    query = query.where(sql<boolean>`project.goals && ${sql.val(codes)}::text[]`);
  });
  all(filter.state, (states) => {
    query = query.where("project.state", "in", states);
  });
  all(filter.programme, (ids) => {
    query = query.where("project.programme", "in", ids);
  });
  all(filter.country, (codes) => {
    query = query.where((eb) => inCountries(eb, codes));
  });
  if (filter.year !== undefined)
    query = query.where("projectSummary.firstYear", "<=", filter.year).where("projectSummary.lastYear", ">=", filter.year);
  if (filter.min !== undefined) query = query.where("projectSummary.amountCents", ">=", Math.round(filter.min * 100));
  if (filter.max !== undefined) query = query.where("projectSummary.amountCents", "<=", Math.round(filter.max * 100));
  if (filter.reporter !== "all") query = query.where("project.reportedBy", filter.reporter === "city" ? "is" : "is not", null);
  if (filter.q) query = query.where(matchesWords("project", "project.id", locale, filter.q));
  return query as never;
}

function inCountries(eb: ExpressionBuilder<Joined, "project" | "projectSummary">, codes: string[]) {
  return eb.exists(
    eb
      .selectFrom("projectCountry")
      .select("projectCountry.project")
      .whereRef("projectCountry.project", "=", "project.id")
      .where("projectCountry.country", "in", codes),
  );
}
