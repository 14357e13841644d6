import { jsonArrayFrom } from "kysely/helpers/postgres";
import { withGrants } from "../../funding/public/grant-store.ts";
import type { PublicGrant } from "../../funding/public/rules.ts";
import type { Database } from "../../platform/database/connect.ts";
import { named, sourceOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

/** What each form of the open data says of an award itself. */
export const awardFacts = [
  "award.id",
  "award.name",
  "award.description",
  "award.deliberation",
  "award.awardedOn",
  "award.amountCents",
  "award.currency",
  "award.aggregate",
  "award.aggregatedCount",
] as const;

function selectAwards(db: Database) {
  return db
    .selectFrom("award")
    .innerJoin("organisation", "organisation.id", "award.organisation")
    .select([
      ...awardFacts,
      "award.activitySectors",
      "award.sourceLocator",
      "award.quote",
      "award.demo",
      "award.publishedAt",
      "award.updatedAt",
      "organisation.id as organisation",
      "organisation.name as organisationName",
      "organisation.siret",
      "organisation.siren",
      "organisation.rna",
      "organisation.country",
    ])
    .select((eb) => [
      named(eb, "programme", "award.programme").as("programme"),
      named(eb, "project", "award.project").as("project"),
      sourceOf(eb, "award").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("awardTranche")
          .select(["year", "budgetSource", "amountCents"])
          .whereRef("awardTranche.award", "=", "award.id")
          .orderBy("awardTranche.position"),
      ).as("tranches"),
    ]);
}
export type AwardRow = Awaited<ReturnType<ReturnType<typeof selectAwards>["execute"]>>[number] & {
  /** The grant of the platform behind it, where there is one. */
  grant?: PublicGrant | undefined;
};

export function awardRows(db: Database): AsyncGenerator<AwardRow[]> {
  return inBatches(async (after) =>
    withGrants(db, await selectAwards(db).where("award.id", ">", after).orderBy("award.id").limit(BATCH).execute()),
  );
}

function selectFigures(db: Database) {
  return db
    .selectFrom("figure")
    .select([
      "figure.id",
      "figure.name",
      "figure.description",
      "figure.series",
      "figure.value",
      "figure.qualifier",
      "figure.measure",
      "figure.currency",
      "figure.unit",
      "figure.asOf",
      "figure.periodStart",
      "figure.periodEnd",
      "figure.perimeter",
      "figure.interpreted",
      "figure.interpretation",
      "figure.network",
      "figure.programme",
      "figure.project",
      "figure.partner",
      "figure.sourceLocator",
      "figure.quote",
      "figure.demo",
      "figure.publishedAt",
      "figure.updatedAt",
    ])
    .select((eb) => sourceOf(eb, "figure").as("source"));
}
export type FigureRow = Awaited<ReturnType<ReturnType<typeof selectFigures>["execute"]>>[number];

export function figureRows(db: Database): AsyncGenerator<FigureRow[]> {
  return inBatches((after) => selectFigures(db).where("figure.id", ">", after).orderBy("figure.id").limit(BATCH).execute());
}
