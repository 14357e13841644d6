import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { documentsOf } from "../../register/record/files-store.ts";
import { awardsOf, withGrants } from "./awards-store.ts";
import { party } from "./parties-store.ts";

function selectProgrammes(db: Database) {
  return db
    .selectFrom("programme")
    .select([
      "programme.id",
      "programme.name",
      "programme.description",
      "programme.parent",
      "programme.startedOn",
      "programme.endedOn",
      "programme.themes",
      "programme.goals",
      "programme.currency",
      "programme.website",
      "programme.demo",
      "programme.publishedAt",
      "programme.updatedAt",
    ])
    .select((eb) => [
      documentsOf(eb, "programme").as("documents"),
      jsonArrayFrom(
        eb
          .selectFrom("programmePartner")
          .select("role")
          .select((line) => party(line, "programmePartner").as("who"))
          .whereRef("programmePartner.programme", "=", "programme.id")
          .orderBy("programmePartner.position"),
      ).as("partners"),
      awardsOf(eb, "programme").as("awards"),
    ]);
}
export type ProgrammeRow = Awaited<ReturnType<ReturnType<typeof selectProgrammes>["execute"]>>[number];

/** The published programmes with all that their activities say themselves: a city has hundreds at most. */
export async function programmeRows(db: Database): Promise<ProgrammeRow[]> {
  return withGrants(db, await selectProgrammes(db).orderBy("programme.id").execute());
}

export interface Weight {
  programme: string;
  code: string;
  /** A project counts 1, cut among its codes as its activity cuts them. */
  weight: number;
}

/** How the city's own projects of each programme are shared among countries, or sectors; what a project does not say counts nowhere. */
export async function projectShares(db: Database, of: "country" | "sector"): Promise<Weight[]> {
  const table = sql.raw(`published.project_${of}`);
  const { rows } = await sql<Weight>`
    SELECT programme, code, sum(share)::float8 AS weight FROM (
      SELECT p.programme, s.${sql.ref(of)} AS code,
             CASE WHEN count(s.percentage) OVER w = 0 THEN 1.0 / count(*) OVER w ELSE coalesce(s.percentage, 0) / sum(s.percentage) OVER w END AS share
      FROM ${table} s JOIN published.project p ON p.id = s.project WHERE p.programme IS NOT NULL AND p.reported_by IS NULL
      WINDOW w AS (PARTITION BY s.project)) one
    GROUP BY programme, code`.execute(db);
  return rows;
}

/** When the projects of each programme last changed. */
export async function projectChanges(db: Database): Promise<Map<string, Date>> {
  const { rows } = await sql<{ programme: string; at: Date }>`
    SELECT programme, max(updated_at) AS at FROM published.project WHERE programme IS NOT NULL AND reported_by IS NULL GROUP BY programme`.execute(
    db,
  );
  return new Map(rows.map(({ programme, at }) => [programme, at]));
}
