import type { ExpressionBuilder, RawBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { countrySharesOf, resultsOf, sectorSharesOf, sitesOf } from "../../register/project/lists-store.ts";
import { type DocumentCited, documentsOf } from "../../register/record/files-store.ts";
import { named, pointOf } from "../../register/record/parts-store.ts";
import { awardsOf, withGrants } from "./awards-store.ts";
import { party } from "./parties-store.ts";

/** The documents of the agreement that a project carries out. */
function agreementDocuments(eb: ExpressionBuilder<any, any>) {
  return eb
    .selectFrom("agreement")
    .select((one) => documentsOf(one, "agreement").as("documents"))
    .whereRef("agreement.id", "=", "project.agreement") as unknown as RawBuilder<DocumentCited[] | null>;
}

function selectActivities(db: Database) {
  return db
    .selectFrom("project")
    .select([
      "project.id",
      "project.name",
      "project.description",
      "project.reference",
      "project.state",
      "project.plannedStart",
      "project.plannedEnd",
      "project.actualStart",
      "project.actualEnd",
      "project.themes",
      "project.goals",
      "project.targets",
      "project.genderMarker",
      "project.mitigationMarker",
      "project.adaptationMarker",
      "project.humanitarian",
      "project.collaboration",
      "project.aidType",
      "project.channel",
      "project.budgetCents",
      "project.currency",
      "project.website",
      "project.demo",
      "project.publishedAt",
      "project.updatedAt",
    ])
    .select((eb) => [
      named(eb, "programme", "project.programme").as("programme"),
      documentsOf(eb, "project").as("documents"),
      agreementDocuments(eb).as("agreementDocuments"),
      countrySharesOf(eb).as("countries"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPlace")
          .leftJoin("place", "place.id", "projectPlace.place")
          .select("place.geonamesId")
          .select((line) => pointOf(line, "projectPlace.place").as("point"))
          .whereRef("projectPlace.project", "=", "project.id")
          .orderBy("projectPlace.position"),
      ).as("places"),
      sitesOf(eb).as("sites"),
      sectorSharesOf(eb).as("sectors"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPartner")
          .select("role")
          .select((line) => party(line, "projectPartner").as("who"))
          .whereRef("projectPartner.project", "=", "project.id")
          .orderBy("projectPartner.position"),
      ).as("partners"),
      jsonArrayFrom(
        eb
          .selectFrom("projectFunder")
          .select(["status"])
          .select((line) => party(line, "projectFunder").as("who"))
          .whereRef("projectFunder.project", "=", "project.id")
          .orderBy("projectFunder.position"),
      ).as("funders"),
      resultsOf(eb).as("results"),
      awardsOf(eb, "project").as("awards"),
    ]);
}
export type ActivityRow = Awaited<ReturnType<ReturnType<typeof selectActivities>["execute"]>>[number];

/** All that the activities of some published projects say, in no order. */
export async function activityRows(db: Database, ids: readonly string[]): Promise<ActivityRow[]> {
  return ids.length === 0 ? [] : withGrants(db, await selectActivities(db).where("project.id", "in", ids).execute());
}

/** Tells whether a country may receive official development assistance on a day (YYYY-MM-DD); undefined when no edition of the list covers it. */
export type AidList = (country: string, day: string) => boolean | undefined;

export async function readAidLists(db: Database): Promise<AidList> {
  const [lists, recipients] = await Promise.all([
    db.selectFrom("odaList").select(["id", "validFrom", "validTo"]).execute(),
    db.selectFrom("odaRecipient").select(["list", "country"]).execute(),
  ]);
  const known = new Set(recipients.map((one) => `${one.list} ${one.country}`));
  return (country, day) => {
    const list = lists.find((one) => String(one.validFrom) <= day && (one.validTo === null || day <= String(one.validTo)));
    return list && known.has(`${list.id} ${country}`);
  };
}
