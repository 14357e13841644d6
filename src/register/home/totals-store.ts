import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

const counted = {
  partners: "partner",
  agreements: "agreement",
  networks: "network",
  programmes: "programme",
  projects: "project",
  awards: "award",
  organisations: "organisation",
} as const;

/** The rows of a kind, of projects the city's own: what others report counts in nothing of the city. */
export function own(db: Database, kind: (typeof counted)[keyof typeof counted]) {
  const rows = db.selectFrom(kind as "project");
  return kind === "project" ? rows.where("reportedBy", "is", null) : rows;
}

/** What the register holds of the city, counted from the rows that the database handle may see. */
export type Totals = Record<keyof typeof counted, number> & {
  /** Where at least one project is. */
  countries: number;
  /** How many of these records are fictional examples. */
  demo: number;
};

export async function totals(db: Database): Promise<Totals> {
  const one = (name: keyof typeof counted) =>
    own(db, counted[name]).select(({ fn }) => [
      sql.lit<string>(name).as("name"),
      fn.countAll<number>().as("n"),
      fn.countAll<number>().filterWhere("demo", "=", true).as("demo"),
    ]);
  const [first, ...rest] = (Object.keys(counted) as (keyof typeof counted)[]).map(one);
  const countries = db
    .selectFrom("projectCountry")
    .where("project", "in", own(db, "project").select("id"))
    .select(({ fn }) => [
      sql.lit<string>("countries").as("name"),
      fn.count<number>("country").distinct().as("n"),
      sql<number>`0::bigint`.as("demo"),
    ]);
  const rows = await rest.reduce((query, next) => query.unionAll(next), first!.unionAll(countries)).execute();
  return {
    ...(Object.fromEntries(rows.map(({ name, n }) => [name, n])) as Record<keyof typeof counted | "countries", number>),
    demo: rows.reduce((sum, row) => sum + row.demo, 0),
  };
}
