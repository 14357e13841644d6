import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { awardTotals } from "../award/brief-store.ts";
import { figuresAbout } from "../figure/store.ts";
import { missionBriefs } from "../mission/brief-store.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { pagesAbout } from "../page/about-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { oneOf, pageNumber, type Query, several, words } from "../record/filter-values.ts";
import { aidStatus, countryOf, named, pageColumns, pointOf, sortKey, sourceOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { partnerTypes } from "./rules.ts";

export const PARTNERS_PER_PAGE = 100;
export const partnerSorts = ["name", "country", "type"] as const;

const schema = z.object({
  q: words,
  type: several,
  country: several,
  agreement: oneOf(["yes", "no"]),
  sort: oneOf(partnerSorts).transform((value) => value ?? "name"),
  page: pageNumber,
});
export type PartnerFilter = z.infer<typeof schema>;

export function readPartnerFilter(query: Query): PartnerFilter {
  return schema.parse(query);
}

export function matchingPartners(db: Database, filter: Partial<PartnerFilter>, locale: Locale) {
  let query = db.selectFrom("partner").leftJoin("country", "country.code", "partner.country");
  const { type = [], country = [], agreement, q } = filter;
  if (type.length > 0) query = query.where("partner.type", "in", type);
  if (country.length > 0) query = query.where("partner.country", "in", country);
  if (q) query = query.where(matchesWords("partner", "partner.id", locale, q));
  if (agreement) {
    query = query.where((eb) => {
      const some = eb.exists(eb.selectFrom("agreement").select("agreement.id").whereRef("agreement.partner", "=", "partner.id"));
      return agreement === "yes" ? some : eb.not(some);
    });
  }
  return query;
}

/** One page of the partners that match, with how many agreements and projects each has. */
export async function listPartners(db: Database, filter: PartnerFilter, locale: Locale) {
  let query = matchingPartners(db, filter, locale)
    .select([
      "partner.id",
      "partner.name",
      "partner.type",
      "partner.demo",
      "country.code as countryCode",
      "country.name as countryName",
      "country.continent",
    ])
    .select((eb) => [
      pointOf(eb, "partner.place").as("point"),
      eb
        .selectFrom("agreement")
        .select((one) => one.fn.countAll<number>().as("n"))
        .whereRef("agreement.partner", "=", "partner.id")
        .as("agreements"),
      eb
        .selectFrom("projectPartner")
        .innerJoin("project", "project.id", "projectPartner.project")
        .where("project.reportedBy", "is", null)
        .select((one) => one.fn.count<number>("projectPartner.project").distinct().as("n"))
        .whereRef("projectPartner.partner", "=", "partner.id")
        .as("projects"),
    ]);
  if (filter.sort === "country") query = query.orderBy(sql`partner.country is null`).orderBy(sortKey("country.name", locale));
  if (filter.sort === "type") query = query.orderBy(sql`array_position(${sql.val([...partnerTypes])}::text[], partner.type)`);
  return query
    .orderBy(sortKey("partner.name", locale))
    .orderBy("partner.id")
    .limit(PARTNERS_PER_PAGE)
    .offset((filter.page - 1) * PARTNERS_PER_PAGE)
    .execute();
}
export type PartnerListed = Awaited<ReturnType<typeof listPartners>>[number];

/** How many partners match, and how many each choice of each filter would leave. */
export async function partnerFacets(db: Database, filter: PartnerFilter, locale: Locale) {
  const count = (part: Partial<PartnerFilter>) => matchingPartners(db, { ...filter, ...part }, locale);
  const row = await db
    .selectNoFrom([
      count({})
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .as("total"),
      jsonArrayFrom(
        count({ type: [] })
          .select(["partner.type as value", (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy("partner.type")
          .orderBy("count", "desc"),
      ).as("types"),
      jsonArrayFrom(
        count({ country: [] })
          .select(["country.code as value", "country.name", (eb) => eb.fn.countAll<number>().as("count")])
          .where("country.code", "is not", null)
          .groupBy(["country.code", "country.name"])
          .orderBy(sortKey("country.name", locale)),
      ).as("countries"),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, total: row.total ?? 0 };
}

const partnerPage = prepared((db: Database, id: string, today: string) =>
  db
    .selectFrom("partner")
    .select(pageColumns.map((column) => `partner.${column}` as const))
    .select(["partner.type", "partner.aliases", "partner.website", "partner.wikidata"])
    .select((eb) => [
      countryOf(eb, "partner.country").as("country"),
      aidStatus(eb, "partner.country", today).as("aid"),
      pointOf(eb, "partner.place").as("point"),
      named(eb, "organisation", "partner.organisation").as("organisation"),
      named(eb, "network", "partner.network").as("network"),
      termsOf(eb, "theme", "partner.themes").as("themes"),
      sourceOf(eb, "partner").as("source"),
      pagesAbout(eb, "partner").as("pages"),
      figuresAbout(eb, "partner").as("figures"),
      occasionsNaming(eb, "actor", "partner", "partner.id").as("occasions"),
      missionBriefs(eb, (missions) => missions.whereRef("mission.partner", "=", "partner.id")).as("missions"),
      jsonArrayFrom(
        eb
          .selectFrom("agreement")
          .select(["agreement.id", "agreement.name", "agreement.type", "agreement.state", "agreement.signedOn", "agreement.endsOn"])
          .whereRef("agreement.partner", "=", "partner.id")
          .orderBy("agreement.signedOn", (order) => order.desc().nullsLast())
          .orderBy("agreement.id"),
      ).as("agreements"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership")
          .innerJoin("network", "network.id", "networkMembership.network")
          .select([
            "network.id",
            "network.name",
            "network.acronym",
            "networkMembership.role",
            "networkMembership.since",
            "networkMembership.until",
            "networkMembership.note",
          ])
          .select((one) => [
            // The city's own memberships name no partner.
            one
              .exists(
                one
                  .selectFrom("networkMembership as own")
                  .select("own.network")
                  .whereRef("own.network", "=", "network.id")
                  .where("own.partner", "is", null),
              )
              .as("shared"),
          ])
          .whereRef("networkMembership.partner", "=", "partner.id")
          .orderBy("network.id"),
      ).as("networks"),
      jsonArrayFrom(
        eb
          .selectFrom("programmePartner")
          .innerJoin("programme", "programme.id", "programmePartner.programme")
          .select(["programme.id", "programme.name", "programmePartner.role"])
          .whereRef("programmePartner.partner", "=", "partner.id")
          .orderBy("programme.id"),
      ).as("programmes"),
      projectBriefs(eb, (one) =>
        one
          .selectFrom("projectPartner as line")
          .select("line.project as id")
          .whereRef("line.partner", "=", "partner.id")
          .union(
            one
              .selectFrom("project as own")
              .innerJoin("agreement as basis", "basis.id", "own.agreement")
              .select("own.id")
              .whereRef("basis.partner", "=", "partner.id"),
          ),
      ).as("projects"),
      awardTotals(eb, (query) => query.whereRef("award.organisation", "=", "partner.organisation")).as("awards"),
    ])
    .where("partner.id", "=", id),
);

/** All that a partner's page shows; undefined when there is none. `today` dates the aid status of its country. */
export async function loadPartner(db: Database, id: string, today: string) {
  return (await partnerPage(db, id, today))[0];
}
export type PartnerRecord = NonNullable<Awaited<ReturnType<typeof loadPartner>>>;
