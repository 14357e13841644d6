import type { Database } from "../../platform/database/connect.ts";
import { sourceOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

function selectSubsidies(db: Database) {
  return db
    .selectFrom("subsidy")
    .innerJoin("organisation as funder", "funder.id", "subsidy.funder")
    .innerJoin("organisation as body", "body.id", "subsidy.organisation")
    .leftJoin("importedGrant", "importedGrant.subsidy", "subsidy.id")
    .leftJoin("exchangeImport", "exchangeImport.id", "importedGrant.import")
    .selectAll("subsidy")
    .select([
      "funder.name as funderName",
      "funder.siret as funderSiret",
      "funder.siren as funderSiren",
      "body.name as organisationName",
      "body.siret",
      "body.siren",
      "body.rna",
      "importedGrant.line",
      "exchangeImport.fileName",
      "exchangeImport.licence",
      "exchangeImport.at as importedAt",
    ])
    .select((eb) => sourceOf(eb, "subsidy").as("source"));
}
export type SubsidyRow = Awaited<ReturnType<ReturnType<typeof selectSubsidies>["execute"]>>[number];

/** The grants that other authorities published, with the line of the file that each came from. */
export function subsidyRows(db: Database): AsyncGenerator<SubsidyRow[]> {
  return inBatches((after) => selectSubsidies(db).where("subsidy.id", ">", after).orderBy("subsidy.id").limit(BATCH).execute());
}
