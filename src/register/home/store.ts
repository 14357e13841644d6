import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { selectFigures } from "../figure/store.ts";

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
function own(db: Database, kind: (typeof counted)[keyof typeof counted]) {
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
  const [rows, { countries }] = await Promise.all([
    rest.reduce((query, next) => query.unionAll(next), first!).execute(),
    db
      .selectFrom("projectCountry")
      .where("project", "in", own(db, "project").select("id"))
      .select(({ fn }) => fn.count<number>("country").distinct().as("countries"))
      .executeTakeFirstOrThrow(),
  ]);
  return {
    ...(Object.fromEntries(rows.map(({ name, n }) => [name, n])) as Record<keyof typeof counted, number>),
    countries,
    demo: rows.reduce((sum, row) => sum + row.demo, 0),
  };
}

/** The money granted, all years together, in each currency. */
export async function awarded(db: Database): Promise<{ cents: number; currency: string }[]> {
  return db
    .selectFrom("award")
    .select(["currency", sql<number>`sum(amount_cents)::bigint`.as("cents")])
    .groupBy("currency")
    .orderBy("cents", "desc")
    .execute();
}

/** A record that appeared among what is public, or changed there. */
export interface Change {
  kind: string;
  id: string;
  name: Localised;
  at: Date;
  /** Not changed since it was published. */
  isNew: boolean;
}
const shown = ["partner", "agreement", "network", "programme", "project"] as const;

/** The records last published or changed, newest first, a few of each kind so that one load does not fill the list. */
export async function latestChanges(db: Database, { perKind = 2, most = 8 } = {}): Promise<Change[]> {
  const one = (kind: (typeof shown)[number]) =>
    own(db, kind)
      .select(["id", "name", "updatedAt as at", sql<boolean>`updated_at <= published_at`.as("isNew"), sql.lit(kind).as("kind")])
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
  return (rows as unknown as Change[]).sort((a, b) => b.at.getTime() - a.at.getTime() || a.kind.localeCompare(b.kind)).slice(0, most);
}

/** The figures that the office puts forward, with the source of each. */
export async function featuredFigures(db: Database, limit = 6) {
  return selectFigures(db).where("figure.featured", "=", true).orderBy("figure.asOf", "desc").orderBy("figure.id").limit(limit).execute();
}
