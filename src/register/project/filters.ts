import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";

export const projectSorts = ["recent", "name", "amount", "start"] as const;

const code = z.string().min(1).max(120);
const several = z.preprocess((value) => (value === undefined ? [] : [value].flat().filter((one) => one !== "")), z.array(code).max(50));
const optionalNumber = (min: number, max: number) =>
  z.preprocess((value) => (value === "" || value === undefined ? undefined : Number([value].flat()[0])), z.number().min(min).max(max).optional()).catch(undefined);

const schema = z.object({
  q: z.string().trim().max(200).optional().catch(undefined).transform((value) => value || undefined),
  theme: several.catch([]),
  country: several.catch([]),
  programme: several.catch([]),
  goal: several.catch([]),
  state: several.catch([]),
  year: optionalNumber(1900, 2200),
  min: optionalNumber(0, 1e12),
  max: optionalNumber(0, 1e12),
  sort: z.enum(projectSorts).catch("recent"),
  page: optionalNumber(1, 100_000).transform((value) => Math.floor(value ?? 1)),
});

/** What the list, the map and the files of projects are narrowed by: the same names in every address. `min` and `max` in euros. */
export type ProjectFilter = z.infer<typeof schema>;

/** Reads the filters of an address; what makes no sense is left out rather than refused. */
export function readProjectFilter(query: Record<string, string[]>): ProjectFilter {
  const single = (name: string) => query[name]?.[0];
  return schema.parse({ ...query, q: single("q"), year: single("year"), min: single("min"), max: single("max"), sort: single("sort"), page: single("page") });
}

/** The filters as an address writes them, defaults left out. */
export function writeProjectFilter(filter: Partial<ProjectFilter>): Record<string, string | number | string[] | undefined> {
  const { sort, page, ...rest } = filter;
  return { ...rest, ...(sort && sort !== "recent" ? { sort } : {}), ...(page && page > 1 ? { page } : {}) };
}

type Joined = DB & { project: DB["project"]; projectSummary: DB["projectSummary"] };

/** The projects that match, joined with their summary; the caller selects, sorts and cuts. */
export function matchingProjects(db: Database, filter: Omit<ProjectFilter, "sort" | "page">, locale: Locale): SelectQueryBuilder<Joined, "project" | "projectSummary", object> {
  let query = db.selectFrom("project").innerJoin("projectSummary", "projectSummary.id", "project.id");
  const all = <T>(values: T[], add: (values: T[]) => void) => { if (values.length > 0) add(values); };
  all(filter.theme, (codes) => { query = query.where(sql<boolean>`project.themes && ${sql.val(codes)}::text[]`); });
  all(filter.goal, (codes) => { query = query.where(sql<boolean>`project.goals && ${sql.val(codes)}::text[]`); });
  all(filter.state, (states) => { query = query.where("project.state", "in", states); });
  all(filter.programme, (ids) => { query = query.where("project.programme", "in", ids); });
  all(filter.country, (codes) => { query = query.where((eb) => inCountries(eb, codes)); });
  if (filter.year !== undefined) query = query.where("projectSummary.firstYear", "<=", filter.year).where("projectSummary.lastYear", ">=", filter.year);
  if (filter.min !== undefined) query = query.where("projectSummary.amountCents", ">=", filter.min * 100);
  if (filter.max !== undefined) query = query.where("projectSummary.amountCents", "<=", filter.max * 100);
  if (filter.q) {
    const words = filter.q;
    query = query.where((eb) =>
      eb.exists(
        eb.selectFrom("searchEntry").select("searchEntry.record")
          .where("searchEntry.kind", "=", "project").where("searchEntry.locale", "=", locale)
          .whereRef("searchEntry.record", "=", "project.id")
          .where(sql<boolean>`search_entry.words @@ websearch_to_tsquery(${sql.lit(locale === "fr" ? "french_folded" : "english_folded")}::regconfig, ${words})`),
      ),
    );
  }
  return query as never;
}

function inCountries(eb: ExpressionBuilder<Joined, "project" | "projectSummary">, codes: string[]) {
  return eb.exists(eb.selectFrom("projectCountry").select("projectCountry.project").whereRef("projectCountry.project", "=", "project.id").where("projectCountry.country", "in", codes));
}
