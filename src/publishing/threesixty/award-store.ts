import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { withGrants } from "../../funding/public/grant-store.ts";
import type { PublicGrant } from "../../funding/public/rules.ts";
import type { Database } from "../../platform/database/connect.ts";
import { placesOf } from "../../register/project/lists-store.ts";
import { countryOf, named, termOf, termsOf } from "../../register/record/parts-store.ts";
import { BATCH, inBatches } from "../batches.ts";
import { awardFacts } from "../datasets/award-store.ts";

function selectAwards(db: Database) {
  return db
    .selectFrom("award")
    .select([...awardFacts, "award.demo", "award.updatedAt"])
    .select((eb) => [
      named(eb, "programme", "award.programme").as("programme"),
      jsonObjectFrom(
        eb
          .selectFrom("organisation")
          .select(["id", "name", "siren", "siret", "foreignScheme", "foreignId", "country", "website"])
          .select((one) => termOf(one, "organisation-type", "organisation.type").as("type"))
          .whereRef("organisation.id", "=", "award.organisation"),
      ).as("organisation"),
      jsonObjectFrom(
        eb
          .selectFrom("project")
          .select(["project.id", "plannedStart", "plannedEnd", "actualStart", "actualEnd"])
          .select((one) => [
            termsOf(one, "theme", "project.themes").as("themes"),
            termsOf(one, "sdg-goal", "project.goals").as("goals"),
            jsonArrayFrom(
              one
                .selectFrom("projectSector")
                .select((line) => termOf(line, "dac-sector", "projectSector.sector").as("term"))
                .whereRef("projectSector.project", "=", "project.id")
                .orderBy("projectSector.position"),
            ).as("sectors"),
            jsonArrayFrom(
              one
                .selectFrom("projectCountry")
                .select((line) => countryOf(line, "projectCountry.country").as("country"))
                .whereRef("projectCountry.project", "=", "project.id")
                .orderBy("projectCountry.position"),
            ).as("countries"),
            placesOf(one).as("places"),
          ])
          .whereRef("project.id", "=", "award.project"),
      ).as("project"),
      // An activity that came in keeps the identifier that it came with.
      eb
        .selectFrom("reportedActivity")
        .select("identifier")
        .where((one) =>
          one.or([
            one("reportedActivity.project", "=", eb.ref("award.project")),
            one.and([one("reportedActivity.programme", "=", eb.ref("award.programme")), one(eb.ref("award.project"), "is", null)]),
          ]),
        )
        .limit(1)
        .as("activity"),
    ]);
}
type Row = Awaited<ReturnType<ReturnType<typeof selectAwards>["execute"]>>[number];

/** An award with whom it went to, what it paid for and, where it was made on the platform, what became of it. */
export type AwardedGrant = Row & {
  grant?: PublicGrant | undefined;
  /** How its edition takes requests; undefined when it came from none that is public. */
  procedure?: string | undefined;
};

/** Every published award, in the order of their identifiers, by batches of three queries. */
export function awardedGrants(db: Database): AsyncGenerator<AwardedGrant[]> {
  return inBatches(async (after) => {
    const rows = await withGrants(db, await selectAwards(db).where("award.id", ">", after).orderBy("award.id").limit(BATCH).execute());
    const editions = [...new Set(rows.flatMap(({ grant }) => (grant?.edition ? [grant.edition.id] : [])))];
    const procedures =
      editions.length > 0 ? await db.selectFrom("edition").select(["id", "procedure"]).where("id", "in", editions).execute() : [];
    const procedureOf = new Map(procedures.map(({ id, procedure }) => [id, procedure as string]));
    return rows.map((row) => ({ ...row, procedure: row.grant?.edition ? procedureOf.get(row.grant.edition.id) : undefined }));
  });
}
