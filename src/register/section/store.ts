import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Figure } from "../figure/store.ts";
import { missionBriefs } from "../mission/brief-store.ts";
import { occasionBriefs } from "../occasion/brief-store.ts";
import { axesOf } from "../programme/parts-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { countryOf, type Named, named, pointOf, sourceOf } from "../record/parts-store.ts";

type Builder = ExpressionBuilder<any, any>;
const overlaps = (column: string, codes: readonly string[]) => sql<boolean>`${sql.ref(column)} && ${sql.val(codes)}::text[]`;
const SHOWN = 12;

/**
 * All that the register holds of some themes: what the page of a section of the city's action is made of. Codes that no
 * vocabulary of the city has find nothing.
 */
const bearing = prepared((db: Database, themes: readonly string[]) =>
  db.selectNoFrom((eb) => [
    jsonArrayFrom(
      eb
        .selectFrom("programme")
        .select([
          "programme.id",
          "programme.name",
          "programme.description",
          "programme.type",
          "programme.themes",
          "programme.startedOn",
          "programme.endedOn",
          "programme.programmingPeriod",
          "programme.fund",
          "programme.envelopeCents",
          "programme.envelopeQualifier",
          "programme.currency",
          "programme.demo",
        ])
        .select((one) => [axesOf(one).as("axes"), named(one, "programme", "programme.parent").as("parent")])
        .where(overlaps("programme.themes", themes))
        .orderBy("programme.startedOn", (order) => order.asc().nullsLast())
        .orderBy("programme.id"),
    ).as("programmes"),
    jsonArrayFrom(
      eb
        .selectFrom("network")
        .select([
          "network.id",
          "network.name",
          "network.acronym",
          "network.description",
          "network.themes",
          "network.foundedOn",
          "network.demo",
        ])
        .where(overlaps("network.themes", themes))
        .orderBy("network.id"),
    ).as("networks"),
    bodiesOf(eb, themes).as("bodies"),
    jsonArrayFrom(
      eb
        .selectFrom("agreement")
        .select(["agreement.id", "agreement.name", "agreement.type", "agreement.state", "agreement.signedOn", "agreement.endsOn"])
        .where(overlaps("agreement.themes", themes))
        .orderBy("agreement.signedOn", (order) => order.desc().nullsLast())
        .orderBy("agreement.id"),
    ).as("agreements"),
    jsonArrayFrom(
      eb
        .selectFrom("figure")
        .selectAll("figure")
        .select((one) => sourceOf(one, "figure").as("source"))
        .where((one) =>
          one.or([
            one.exists(
              one
                .selectFrom("programme")
                .select("programme.id")
                .whereRef("programme.id", "=", "figure.programme")
                .where(overlaps("programme.themes", themes)),
            ),
            one.exists(
              one
                .selectFrom("network")
                .select("network.id")
                .whereRef("network.id", "=", "figure.network")
                .where(overlaps("network.themes", themes)),
            ),
          ]),
        )
        .orderBy("figure.series")
        .orderBy("figure.asOf", "desc")
        .orderBy("figure.id"),
    ).as("figures"),
    eb
      .selectFrom("project")
      .select((one) => one.fn.countAll<number>().as("n"))
      .where(overlaps("project.themes", themes))
      .where("project.reportedBy", "is", null)
      .as("projectCount"),
    projectBriefs(
      eb,
      (one) => one.selectFrom("project as own").select("own.id").where(overlaps("own.themes", themes)).where("own.reportedBy", "is", null),
      SHOWN,
    ).as("projects"),
    occasionBriefs(eb, (query) => query.where(overlaps("brief.themes", themes)), { limit: SHOWN }).as("occasions"),
    missionBriefs(eb, (missions) => missions.where(overlaps("mission.themes", themes))).as("missions"),
  ]),
);

/** The organisations that have a part in the programmes of some themes. */
function bodiesOf(eb: Builder, themes: readonly string[]) {
  return jsonArrayFrom(
    eb
      .selectFrom("organisation")
      .select(["organisation.id", "organisation.name", "organisation.description"])
      .where("organisation.id", "in", (one: Builder) =>
        one
          .selectFrom("programmePartner")
          .innerJoin("programme", "programme.id", "programmePartner.programme")
          .select("programmePartner.organisation")
          .where(overlaps("programme.themes", themes)),
      )
      .orderBy("organisation.id"),
  ) as unknown as RawBuilder<(Named & { description: Localised })[]>;
}

export async function loadSection(db: Database, themes: readonly string[]) {
  const row = (await bearing(db, themes))[0]!;
  return { ...row, figures: row.figures as unknown as Figure[] };
}
export type SectionRecord = Awaited<ReturnType<typeof loadSection>>;

/** The European agreements, each with its partner and where that is: a list and a map of the same rows. */
export async function europeanAgreements(db: Database) {
  return db
    .selectFrom("agreement")
    .innerJoin("partner", "partner.id", "agreement.partner")
    .select([
      "agreement.id",
      "agreement.name",
      "agreement.type",
      "agreement.state",
      "agreement.signedOn",
      "agreement.demo",
      "partner.id as partnerId",
      "partner.name as partnerName",
    ])
    .select((eb) => [countryOf(eb, "partner.country").as("country"), pointOf(eb, "partner.place").as("point")])
    .where("agreement.type", "=", "european_agreement")
    .orderBy("agreement.id")
    .execute();
}
export type EuropeanAgreement = Awaited<ReturnType<typeof europeanAgreements>>[number];

/** How many cases of advice were opened each year, the latest first: all that is public of them. Fictional ones apart. */
export async function adviceByYear(db: Database): Promise<{ year: number; demo: boolean; cases: number }[]> {
  const { rows } = await sql<{ year: number; demo: boolean; cases: number }>`
    SELECT year, demo, cases FROM published.advice_year ORDER BY year DESC, demo`.execute(db);
  return rows;
}
