import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { selectFigures } from "../figure/store.ts";

/** What the register holds, counted from the rows that the database handle may see. */
export interface Totals {
  partners: number;
  agreements: number;
  networks: number;
  programmes: number;
  projects: number;
  countries: number;
  awards: number;
  organisations: number;
  awardedCents: number;
}

export async function totals(db: Database): Promise<Totals> {
  return db
    .selectNoFrom((eb) => {
      const count = (table: "partner" | "agreement" | "network" | "programme" | "project" | "award" | "organisation") =>
        eb
          .selectFrom(table)
          .select((one) => one.fn.countAll<number>().as("n"))
          .$asScalar();
      return [
        count("partner").as("partners"),
        count("agreement").as("agreements"),
        count("network").as("networks"),
        count("programme").as("programmes"),
        count("project").as("projects"),
        count("award").as("awards"),
        count("organisation").as("organisations"),
        eb
          .selectFrom("projectCountry")
          .select((one) => one.fn.count<number>("country").distinct().as("n"))
          .$asScalar()
          .as("countries"),
        eb.selectFrom("award").select(sql<number>`coalesce(sum(amount_cents), 0)::bigint`.as("n")).$asScalar().as("awardedCents"),
      ];
    })
    .executeTakeFirstOrThrow() as unknown as Promise<Totals>;
}

export interface Change {
  kind: string;
  id: string;
  name: Localised;
  at: Date;
  isNew: boolean;
}
const shown = ["partner", "agreement", "network", "programme", "project"] as const;

/** The records last published or changed, newest first, a few of each kind so that one load does not fill the list. */
export async function latestChanges(db: Database, perKind = 2): Promise<Change[]> {
  const one = (kind: (typeof shown)[number]) =>
    db
      .selectFrom(kind)
      .select(["id", "name", "updatedAt as at", sql<boolean>`version <= 2`.as("isNew"), sql.lit(kind).as("kind")])
      .orderBy("updatedAt", "desc")
      .orderBy("id")
      .limit(perKind);
  const [first, ...rest] = shown;
  const rows = await rest
    .reduce(
      (query, kind) => query.unionAll(db.selectFrom(one(kind).as("latest")).selectAll()) as typeof query,
      db.selectFrom(one(first).as("latest")).selectAll(),
    )
    .execute();
  return (rows as unknown as Change[]).sort((a, b) => b.at.getTime() - a.at.getTime() || a.kind.localeCompare(b.kind));
}

/** The figures that the office puts forward, with the source of each. */
export async function featuredFigures(db: Database, limit = 6) {
  return selectFigures(db).where("figure.featured", "=", true).orderBy("figure.asOf", "desc").orderBy("figure.id").limit(limit).execute();
}
