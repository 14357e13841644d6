import { type SqlBool, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { named } from "../record/parts-store.ts";

export interface ResultFilter {
  programme: readonly string[];
  theme: readonly string[];
  country: readonly string[];
  demo: boolean;
}
/** So many results are on the page; the others are in the file of the projects. */
export const MOST_RESULTS = 40;

function ownProjects(db: Database, { programme, theme, country, demo }: ResultFilter) {
  let query = db.selectFrom("project").where("project.reportedBy", "is", null).where("project.demo", "=", demo);
  if (programme.length > 0) query = query.where("project.programme", "in", [...programme]);
  if (theme.length > 0) query = query.where(sql<SqlBool>`project.themes && ${sql.val([...theme])}::text[]`);
  if (country.length > 0)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("projectCountry")
          .select("projectCountry.project")
          .whereRef("projectCountry.project", "=", "project.id")
          .where("projectCountry.country", "in", [...country]),
      ),
    );
  return query;
}

/** What the city's own projects aimed at and reached, programme by programme. */
export async function listResults(db: Database, filter: ResultFilter) {
  return ownProjects(db, filter)
    .innerJoin("projectResult", "projectResult.project", "project.id")
    .where((eb) => eb.or([eb("projectResult.targetValue", "is not", null), eb("projectResult.actualValue", "is not", null)]))
    .select([
      "project.id",
      "project.name",
      "projectResult.indicator",
      "projectResult.unit",
      "projectResult.ascending",
      "projectResult.baselineValue",
      "projectResult.baselineYear",
      "projectResult.targetValue",
      "projectResult.targetOn",
      "projectResult.actualValue",
      "projectResult.actualOn",
    ])
    .select((eb) => named(eb, "programme", "project.programme").as("programme"))
    .orderBy("project.programme")
    .orderBy("project.id")
    .orderBy("projectResult.position")
    .limit(MOST_RESULTS)
    .execute();
}
export type ResultListed = Awaited<ReturnType<typeof listResults>>[number];

/** How many of the city's own projects say when they should begin and end, and when they did. */
export async function countDates(db: Database, filter: ResultFilter) {
  const late = (planned: string, actual: string) =>
    sql<number>`count(*) FILTER (WHERE left(${sql.ref(`project.${actual}`)}, least(length(${sql.ref(`project.${actual}`)}), length(${sql.ref(`project.${planned}`)})))
      > left(${sql.ref(`project.${planned}`)}, least(length(${sql.ref(`project.${actual}`)}), length(${sql.ref(`project.${planned}`)}))))`;
  return ownProjects(db, filter)
    .select((eb) => [
      eb.fn.countAll<number>().as("projects"),
      eb.fn.count<number>("project.plannedStart").as("plannedStart"),
      eb.fn.count<number>("project.plannedEnd").as("plannedEnd"),
      eb.fn.count<number>("project.actualStart").as("actualStart"),
      eb.fn.count<number>("project.actualEnd").as("actualEnd"),
      late("planned_start", "actual_start").as("lateStart"),
      late("planned_end", "actual_end").as("lateEnd"),
    ])
    .executeTakeFirstOrThrow();
}
export type DatesCounted = Awaited<ReturnType<typeof countDates>>;

/** What stands beside the city's grants and counts in none of their sums. */
export interface BesideTotals {
  subsidies: { cents: number; currency: string; n: number }[];
  partners: number;
  cofunders: { cents: number; currency: string; n: number }[];
  /** Contributions to networks, and work given by experts at the city's own scale. */
  dues: { cents: number; currency: string }[];
  work: { cents: number; currency: string }[];
  /** Of the grants, what sources give as the year's total of a beneficiary. */
  aggregates: { cents: number; currency: string }[];
}

export async function besideTotals(db: Database): Promise<BesideTotals> {
  const [subsidies, partners, cofunders, dues, work, aggregates] = await Promise.all([
    db
      .selectFrom("subsidy")
      .where("demo", "=", false)
      .select(["currency", sql<number>`sum(amount_cents)::bigint`.as("cents"), (eb) => eb.fn.countAll<number>().as("n")])
      .groupBy("currency")
      .orderBy("currency")
      .execute(),
    db
      .selectFrom("project")
      .where("reportedBy", "is not", null)
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom("projectFunder")
      .innerJoin("project", "project.id", "projectFunder.project")
      .where("project.reportedBy", "is", null)
      .where("project.demo", "=", false)
      .where("projectFunder.status", "in", ["confirmed", "received"])
      .where("projectFunder.amountCents", "is not", null)
      .select([
        "projectFunder.currency",
        sql<number>`sum(project_funder.amount_cents)::bigint`.as("cents"),
        (eb) => eb.fn.countAll<number>().as("n"),
      ])
      .groupBy("projectFunder.currency")
      .orderBy("projectFunder.currency")
      .execute(),
    db
      .selectFrom("networkContribution")
      .innerJoin("network", "network.id", "networkContribution.network")
      .where("network.demo", "=", false)
      .select(["networkContribution.currency", sql<number>`sum(network_contribution.amount_cents)::bigint`.as("cents")])
      .groupBy("networkContribution.currency")
      .orderBy("networkContribution.currency")
      .execute(),
    sql<{ currency: string; cents: number }>`
      SELECT currency, sum(value_cents)::bigint AS cents FROM published.mission_value WHERE NOT demo GROUP BY 1 ORDER BY 1`
      .execute(db)
      .then(({ rows }) => rows),
    db
      .selectFrom("award")
      .where("demo", "=", false)
      .where("aggregate", "=", true)
      .select(["currency", sql<number>`sum(amount_cents)::bigint`.as("cents")])
      .groupBy("currency")
      .orderBy("currency")
      .execute(),
  ]);
  return { subsidies, partners: partners.n, cofunders, dues, work, aggregates } as BesideTotals;
}
