import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { named, pointOf, sourceOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

const common = ["id", "name", "description", "themes", "website", "sourceLocator", "quote", "demo", "publishedAt", "updatedAt"] as const;

function selectNetworks(db: Database) {
  return db
    .selectFrom("network")
    .select(common.map((column) => `network.${column}` as const))
    .select(["network.acronym", "network.aliases", "network.foundedOn"])
    .select((eb) => [
      pointOf(eb, "network.place").as("place"),
      sourceOf(eb, "network").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership as line")
          .select(["line.partner", "line.role", "line.since", "line.until"])
          .whereRef("line.network", "=", "network.id")
          .orderBy("line.position"),
      ).as("memberships"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMandate as line")
          .select(["line.role", "line.holder", "line.since", "line.until", "line.deliberation"])
          .whereRef("line.network", "=", "network.id")
          .orderBy("line.position"),
      ).as("mandates"),
      jsonArrayFrom(
        eb
          .selectFrom("networkContribution as line")
          .select(["line.year", "line.amountCents", "line.currency", "line.paidOn", "line.deliberation"])
          .whereRef("line.network", "=", "network.id")
          .orderBy("line.year")
          .orderBy("line.position"),
      ).as("contributions"),
    ]);
}
export type NetworkRow = Awaited<ReturnType<ReturnType<typeof selectNetworks>["execute"]>>[number];

export function networkRows(db: Database): AsyncGenerator<NetworkRow[]> {
  return inBatches((after) => selectNetworks(db).where("network.id", ">", after).orderBy("network.id").limit(BATCH).execute());
}

function selectHonours(db: Database) {
  return db
    .selectFrom("honour")
    .select(common.map((column) => `honour.${column}` as const))
    .select([
      "honour.type",
      "honour.recipient",
      "honour.posthumous",
      "honour.state",
      "honour.partner",
      "honour.organisation",
      "honour.country",
      "honour.giver",
      "honour.reason",
      "honour.proposedOn",
      "honour.votedOn",
      "honour.deliberation",
      "honour.handedOn",
      "honour.receivedOn",
      "honour.withdrawnOn",
      "honour.withdrawal",
    ])
    .select((eb) => [sourceOf(eb, "honour").as("source")]);
}
export type HonourRow = Awaited<ReturnType<ReturnType<typeof selectHonours>["execute"]>>[number];

export function honourRows(db: Database): AsyncGenerator<HonourRow[]> {
  return inBatches((after) => selectHonours(db).where("honour.id", ">", after).orderBy("honour.id").limit(BATCH).execute());
}

function selectPrizes(db: Database) {
  return db
    .selectFrom("prize")
    .select(common.map((column) => `prize.${column}` as const))
    .select(["prize.role", "prize.since", "prize.until", "prize.recurrence"])
    .select((eb) => [
      named(eb, "organisation", "prize.organisation").as("organisation"),
      sourceOf(eb, "prize").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("prizeEdition as line")
          .select(["line.year", "line.heldOn"])
          .whereRef("line.prize", "=", "prize.id")
          .orderBy("line.year"),
      ).as("editions"),
      jsonArrayFrom(
        eb
          .selectFrom("prizeLaureate as line")
          .select(["line.year", "line.person", "line.organisation", "line.country", "line.work"])
          .whereRef("line.prize", "=", "prize.id")
          .orderBy("line.year")
          .orderBy("line.position"),
      ).as("laureates"),
    ]);
}
export type PrizeRow = Awaited<ReturnType<ReturnType<typeof selectPrizes>["execute"]>>[number];

export function prizeRows(db: Database): AsyncGenerator<PrizeRow[]> {
  return inBatches((after) => selectPrizes(db).where("prize.id", ">", after).orderBy("prize.id").limit(BATCH).execute());
}
