import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

/** So many transactions, and related activities, are on the page; the others are in the file they came from. */
export const MOST_SHOWN = 200;

/** The record that stands for an activity which is a part of this one, or that this one is a part of. */
export interface RelatedRecord {
  kind: "project" | "programme";
  id: string;
  name: Localised;
}

const part = <T>(expression: unknown) => expression as RawBuilder<T>;

function related(eb: ExpressionBuilder<any, any>) {
  return eb
    .selectFrom("reportedActivity as a")
    .leftJoin("project as p", "p.id", "a.project")
    .leftJoin("programme as g", "g.id", "a.programme")
    .select((one) => [
      sql<string>`CASE WHEN ${one.ref("p.id")} IS NULL THEN 'programme' ELSE 'project' END`.as("kind"),
      one.fn.coalesce("p.id", "g.id").as("id"),
      one.fn.coalesce("p.name", "g.name").as("name"),
    ]);
}

/** What the file behind a project said, and where it came from; undefined when there is none. */
export async function loadReported(db: Database, project: string) {
  return db
    .selectFrom("reportedActivity")
    .innerJoin("exchangeImport", "exchangeImport.id", "reportedActivity.import")
    .select([
      "reportedActivity.identifier",
      "reportedActivity.secondary",
      "reportedActivity.updatedAt",
      "exchangeImport.fileName",
      "exchangeImport.licence",
      "exchangeImport.generatedAt",
      "exchangeImport.at as importedAt",
    ])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("reportedTransaction")
          .select(["type", "datedOn", "amountCents", "currency", "description", "provider", "receiver"])
          .whereRef("reportedTransaction.project", "=", "reportedActivity.project")
          .orderBy("datedOn")
          .orderBy("position")
          .limit(MOST_SHOWN),
      ).as("transactions"),
      jsonArrayFrom(
        eb
          .selectFrom("reportedTransaction")
          .select((one) => ["type", "currency", one.fn.sum<number>("amountCents").as("amountCents"), one.fn.countAll<number>().as("count")])
          .whereRef("reportedTransaction.project", "=", "reportedActivity.project")
          .groupBy(["type", "currency"])
          .orderBy(sql`type::integer`)
          .orderBy("currency"),
      ).as("sums"),
      part<RelatedRecord | null>(jsonObjectFrom(related(eb).whereRef("a.identifier", "=", "reportedActivity.parent"))).as("parent"),
      part<RelatedRecord[]>(
        jsonArrayFrom(related(eb).whereRef("a.parent", "=", "reportedActivity.identifier").orderBy("id").limit(MOST_SHOWN)),
      ).as("children"),
    ])
    .where("reportedActivity.project", "=", project)
    .executeTakeFirst();
}
export type Reported = NonNullable<Awaited<ReturnType<typeof loadReported>>>;
