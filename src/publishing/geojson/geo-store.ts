import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { pointOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";
import { idsOf, type ProjectSelection } from "../datasets/project-store.ts";

function selectProjects(db: Database) {
  return db
    .selectFrom("project")
    .select(["project.id", "project.name", "project.themes", "project.currency", "project.demo"])
    .select((eb) => [
      eb.fn
        .coalesce(
          "project.budgetCents",
          eb
            .selectFrom("award")
            .select(sql<number>`sum(award.amount_cents)::bigint`.as("cents"))
            .whereRef("award.project", "=", "project.id"),
        )
        .as("amountCents"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPlace")
          .select((line) => pointOf(line, "projectPlace.place").as("point"))
          .whereRef("projectPlace.project", "=", "project.id")
          .orderBy("projectPlace.position"),
      ).as("places"),
      jsonArrayFrom(
        eb
          .selectFrom("projectCountry")
          .select("country as code")
          .whereRef("projectCountry.project", "=", "project.id")
          .orderBy("projectCountry.position"),
      ).as("countries"),
    ]);
}
export type LocatedProject = Awaited<ReturnType<ReturnType<typeof selectProjects>["execute"]>>[number];

/** The projects with where they are, by batches. */
export function locatedProjects(db: Database, selection?: ProjectSelection): AsyncGenerator<LocatedProject[]> {
  return inBatches((after) => {
    const query = selectProjects(db).where("project.id", ">", after).orderBy("project.id").limit(BATCH);
    return (selection ? query.where("project.id", "in", idsOf(db, selection)) : query).execute();
  });
}

// A partner is where its place is, else where its network or its organisation sits.
const placeOf = (eb: ExpressionBuilder<any, any>) => eb.fn.coalesce("partner.place", "network.place", "organisation.place");

function selectPartners(db: Database) {
  return db
    .selectFrom("partner")
    .leftJoin("network", "network.id", "partner.network")
    .leftJoin("organisation", "organisation.id", "partner.organisation")
    .leftJoin("place", (join) => join.on((eb) => eb("place.id", "=", placeOf(eb))))
    .select([
      "partner.id",
      "partner.name",
      "partner.type",
      "partner.themes",
      "partner.demo",
      "place.id as placeId",
      "place.name as placeName",
      "place.country as placeCountry",
      "place.latitude",
      "place.longitude",
      "place.exactness",
    ])
    .select((eb) => [
      eb.fn.coalesce("partner.country", "organisation.country").as("country"),
      jsonArrayFrom(
        eb
          .selectFrom("agreement")
          .select(["agreement.id", "agreement.type", "agreement.state"])
          .whereRef("agreement.partner", "=", "partner.id")
          .orderBy("agreement.signedOn")
          .orderBy("agreement.id"),
      ).as("agreements"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership")
          .select("networkMembership.network as id")
          .distinct()
          .whereRef("networkMembership.partner", "=", "partner.id")
          .orderBy("networkMembership.network"),
      ).as("memberships"),
    ]);
}
export type LocatedPartner = Awaited<ReturnType<ReturnType<typeof selectPartners>["execute"]>>[number];

export function locatedPartners(db: Database): AsyncGenerator<LocatedPartner[]> {
  return inBatches((after) => selectPartners(db).where("partner.id", ">", after).orderBy("partner.id").limit(BATCH).execute());
}
