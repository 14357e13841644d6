import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { grantsOfAwards } from "../../funding/public/grant-store.ts";
import type { PublicGrant } from "../../funding/public/rules.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { documentsOf } from "../../register/record/files-store.ts";
import { named, pointOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";

/** Whom an activity names, with what identifies it. `type`: a partner's own, or an IATI organisation type. */
export interface Party {
  kind: "partner" | "organisation" | "network";
  id: string;
  name: Localised;
  partnerType: string | null;
  organisationType: string | null;
  siren: string | null;
  siret: string | null;
  foreignScheme: string | null;
  foreignId: string | null;
}
export interface ActivityAward {
  id: string;
  name: Localised;
  awardedOn: string;
  amountCents: number;
  currency: string;
  organisation: Party;
  tranches: { year: number; amountCents: number }[];
  /** The acts of the grant of the platform behind it, where there is one. */
  grant?: PublicGrant | undefined;
}

type Builder = ExpressionBuilder<any, any>;
const identity = [
  "organisation.type as organisationType",
  "organisation.siren",
  "organisation.siret",
  "organisation.foreignScheme",
  "organisation.foreignId",
] as const;

function organisationParty(eb: Builder, column: string) {
  return jsonObjectFrom(
    eb
      .selectFrom("organisation")
      .select(["organisation.id", "organisation.name", ...identity])
      .select([sql.lit("organisation").as("kind"), sql.lit(null).as("partnerType")])
      .whereRef("organisation.id", "=", column),
  ) as unknown as RawBuilder<Party>;
}

/** Whom a line of `table` names; a partner with the identifiers of its organisation. */
function party(eb: Builder, table: string) {
  const partner = jsonObjectFrom(
    eb
      .selectFrom("partner")
      .leftJoin("organisation", "organisation.id", "partner.organisation")
      .select(["partner.id", "partner.name", "partner.type as partnerType", ...identity])
      .select(sql.lit("partner").as("kind"))
      .whereRef("partner.id", "=", `${table}.partner`),
  );
  const network = jsonObjectFrom(
    eb
      .selectFrom("network")
      .select(["network.id", "network.name"])
      .select(sql.lit("network").as("kind"))
      .whereRef("network.id", "=", `${table}.network`),
  );
  return eb.fn.coalesce(
    partner as never,
    organisationParty(eb, `${table}.organisation`) as never,
    network as never,
  ) as unknown as RawBuilder<Party>;
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
      jsonArrayFrom(
        eb
          .selectFrom("projectCountry")
          .select(["country as code", "percentage"])
          .whereRef("projectCountry.project", "=", "project.id")
          .orderBy("projectCountry.position"),
      ).as("countries"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPlace")
          .leftJoin("place", "place.id", "projectPlace.place")
          .select("place.geonamesId")
          .select((line) => pointOf(line, "projectPlace.place").as("point"))
          .whereRef("projectPlace.project", "=", "project.id")
          .orderBy("projectPlace.position"),
      ).as("places"),
      jsonArrayFrom(
        eb
          .selectFrom("projectSector")
          .select(["sector as code", "percentage"])
          .whereRef("projectSector.project", "=", "project.id")
          .orderBy("projectSector.position"),
      ).as("sectors"),
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
      jsonArrayFrom(
        eb
          .selectFrom("projectResult")
          .select([
            "indicator",
            "unit",
            "definition",
            "ascending",
            "baselineValue",
            "baselineYear",
            "targetValue",
            "targetOn",
            "actualValue",
            "actualOn",
          ])
          .whereRef("projectResult.project", "=", "project.id")
          .orderBy("projectResult.position"),
      ).as("results"),
      (
        jsonArrayFrom(
          eb
            .selectFrom("award")
            .select(["award.id", "award.name", "award.awardedOn", "award.amountCents", "award.currency"])
            .select((one) => [
              organisationParty(one, "award.organisation").as("organisation"),
              jsonArrayFrom(
                one
                  .selectFrom("awardTranche")
                  .select(["year", "amountCents"])
                  .whereRef("awardTranche.award", "=", "award.id")
                  .orderBy("awardTranche.position"),
              ).as("tranches"),
            ])
            .whereRef("award.project", "=", "project.id")
            .orderBy("award.awardedOn")
            .orderBy("award.id"),
        ) as unknown as RawBuilder<ActivityAward[]>
      ).as("awards"),
    ]);
}
export type ActivityRow = Awaited<ReturnType<ReturnType<typeof selectActivities>["execute"]>>[number];

/** The published projects with all that their activity says, by batches. */
export function activityRows(db: Database): AsyncGenerator<ActivityRow[]> {
  return inBatches(async (after) => {
    const rows = await selectActivities(db).where("project.id", ">", after).orderBy("project.id").limit(BATCH).execute();
    const grants = await grantsOfAwards(
      db,
      rows.flatMap(({ awards }) => awards.map(({ id }) => id)),
    );
    return rows.map((row) => ({ ...row, awards: row.awards.map((award) => ({ ...award, grant: grants.get(award.id) })) }));
  });
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
