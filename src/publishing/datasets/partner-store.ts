import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { named, pointOf, sourceOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

function selectPartners(db: Database) {
  return db
    .selectFrom("partner")
    .select([
      "partner.id",
      "partner.name",
      "partner.description",
      "partner.type",
      "partner.aliases",
      "partner.country",
      "partner.website",
      "partner.wikidata",
      "partner.themes",
      "partner.sourceLocator",
      "partner.quote",
      "partner.demo",
      "partner.publishedAt",
      "partner.updatedAt",
    ])
    .select((eb) => [
      pointOf(eb, "partner.place").as("place"),
      named(eb, "organisation", "partner.organisation").as("organisation"),
      named(eb, "network", "partner.network").as("network"),
      sourceOf(eb, "partner").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("agreement")
          .select(["id", "type", "state", "signedOn"])
          .whereRef("agreement.partner", "=", "partner.id")
          .orderBy("agreement.signedOn")
          .orderBy("agreement.id"),
      ).as("agreements"),
      jsonArrayFrom(
        eb
          .selectFrom("network")
          .select(["network.id", "network.name"])
          .orderBy("network.id")
          .where("network.id", "in", (one) =>
            one
              .selectFrom("networkMembership")
              .select("networkMembership.network")
              .whereRef("networkMembership.partner", "=", "partner.id"),
          ),
      ).as("memberships"),
      eb
        .selectFrom("projectPartner")
        .select(sql<number>`count(distinct project_partner.project)`.as("n"))
        .whereRef("projectPartner.partner", "=", "partner.id")
        .as("projects"),
    ]);
}
export type PartnerRow = Awaited<ReturnType<ReturnType<typeof selectPartners>["execute"]>>[number];

export function partnerRows(db: Database): AsyncGenerator<PartnerRow[]> {
  return inBatches((after) => selectPartners(db).where("partner.id", ">", after).orderBy("partner.id").limit(BATCH).execute());
}

function selectAgreements(db: Database) {
  return db
    .selectFrom("agreement")
    .innerJoin("partner", "partner.id", "agreement.partner")
    .select([
      "agreement.id",
      "agreement.name",
      "agreement.description",
      "agreement.type",
      "agreement.state",
      "agreement.purpose",
      "agreement.amountCents",
      "agreement.currency",
      "agreement.deliberation",
      "agreement.signedOn",
      "agreement.transmittedOn",
      "agreement.endsOn",
      "agreement.tacitRenewal",
      "agreement.themes",
      "agreement.goals",
      "agreement.sourceLocator",
      "agreement.quote",
      "agreement.demo",
      "agreement.publishedAt",
      "agreement.updatedAt",
      "partner.id as partner",
      "partner.name as partnerName",
      "partner.country as partnerCountry",
    ])
    .select((eb) => [
      sourceOf(eb, "agreement").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("agreementStep")
          .select(["type", "datedOn", "reason"])
          .whereRef("agreementStep.agreement", "=", "agreement.id")
          .orderBy("agreementStep.position"),
      ).as("steps"),
    ]);
}
export type AgreementRow = Awaited<ReturnType<ReturnType<typeof selectAgreements>["execute"]>>[number];

export function agreementRows(db: Database): AsyncGenerator<AgreementRow[]> {
  return inBatches((after) => selectAgreements(db).where("agreement.id", ">", after).orderBy("agreement.id").limit(BATCH).execute());
}
