import type { Kysely } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { KindName } from "../../register/kinds.ts";
import { firstDay, lastDay } from "../../register/record/partial-date.ts";

/** How many rows a file of the open data has, since when, over what. Days as YYYY-MM-DD. */
export interface Extent {
  rows: number;
  changedAt: Date | null;
  /** When the first of them was published. */
  issuedAt?: Date | null;
  period?: { from: string; to: string } | undefined;
}

/** The columns that say from when to when the records of a kind reach. */
const periods: Partial<Record<KindName | "story", { from: string[]; to: string[] }>> = {
  project: { from: ["plannedStart", "actualStart"], to: ["plannedEnd", "actualEnd"] },
  agreement: { from: ["signedOn"], to: ["signedOn"] },
  award: { from: ["awardedOn"], to: ["awardedOn"] },
  figure: { from: ["asOf"], to: ["asOf"] },
  honour: { from: ["votedOn", "receivedOn", "proposedOn"], to: ["handedOn", "withdrawnOn"] },
  subsidy: { from: ["agreedOn"], to: ["agreedOn"] },
};

/** What there is of a kind; of projects, the city's own, which the files hold unless others are asked for. */
export async function extentOf(db: Database, kind: KindName | "story"): Promise<Extent> {
  const period = periods[kind];
  const row = await (db as unknown as Kysely<any>)
    .selectFrom(kind)
    .$if(kind === "project", (query) => query.where("reportedBy", "is", null))
    .select((eb) => [
      eb.fn.countAll<number>().as("rows"),
      eb.fn.max<Date | null>("updatedAt").as("changedAt"),
      eb.fn.min<Date | null>("publishedAt").as("issuedAt"),
    ])
    .$if(period !== undefined, (query) =>
      query.select((eb) => [
        eb.fn.min<string | null>(eb.fn("least", period!.from)).as("from"),
        eb.fn.max<string | null>(eb.fn("greatest", [...period!.from, ...period!.to])).as("to"),
      ]),
    )
    .executeTakeFirstOrThrow();
  const { rows, changedAt, issuedAt, from, to } = row as Extent & { from?: string | null; to?: string | null };
  return { rows, changedAt, issuedAt: issuedAt ?? null, period: from && to ? { from: firstDay(from), to: lastDay(to) } : undefined };
}

/** The continents of the countries that projects, or partners, name: codes as the register has them. */
export async function continentsOf(db: Database, of: "project" | "partner"): Promise<string[]> {
  const query =
    of === "project"
      ? db.selectFrom("projectCountry").innerJoin("country", "country.code", "projectCountry.country")
      : db.selectFrom("partner").innerJoin("country", "country.code", "partner.country");
  const rows = await (query as any).select("country.continent").distinct().orderBy("country.continent").execute();
  return (rows as { continent: string }[]).map(({ continent }) => continent);
}
