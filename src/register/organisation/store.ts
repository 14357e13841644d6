import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { awardBriefs, awardTotals, awardYears } from "../award/brief-store.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { pagesAbout } from "../page/about-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { oneOf, pageNumber, type Query, several, words } from "../record/filter-values.ts";
import { countryOf, named, pageColumns, pointOf, sortKey, sourceOf, termOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";

export const ORGANISATIONS_PER_PAGE = 50;
/** The most grants of other authorities that the page of a body lists. */
export const SUBSIDIES_SHOWN = 200;
export const organisationSorts = ["name", "grants"] as const;

const schema = z.object({
  q: words,
  type: several,
  country: several,
  grants: oneOf(["yes", "no"]),
  sort: oneOf(organisationSorts).transform((value) => value ?? "name"),
  page: pageNumber,
});
export type OrganisationFilter = z.infer<typeof schema>;

export function readOrganisationFilter(query: Query): OrganisationFilter {
  return schema.parse(query);
}

export function matchingOrganisations(db: Database, filter: Partial<OrganisationFilter>, locale: Locale) {
  let query = db.selectFrom("organisation");
  const { type = [], country = [], grants, q } = filter;
  if (type.length > 0) query = query.where("organisation.type", "in", type);
  if (country.length > 0) query = query.where("organisation.country", "in", country);
  if (q) query = query.where(matchesWords("organisation", "organisation.id", locale, q));
  if (grants) {
    query = query.where((eb) => {
      const some = eb.exists(eb.selectFrom("award").select("award.id").whereRef("award.organisation", "=", "organisation.id"));
      return grants === "yes" ? some : eb.not(some);
    });
  }
  return query;
}

/** One page of the organisations that match, with what each was granted. */
export async function listOrganisations(db: Database, filter: OrganisationFilter, locale: Locale) {
  const query = matchingOrganisations(db, filter, locale)
    .select(["organisation.id", "organisation.name", "organisation.aliases", "organisation.demo"])
    .select((eb) => [
      countryOf(eb, "organisation.country").as("country"),
      termOf(eb, "organisation-type", "organisation.type").as("type"),
      awardTotals(eb, (awards) => awards.whereRef("award.organisation", "=", "organisation.id")).as("awards"),
    ]);
  const granted =
    filter.sort === "grants"
      ? query.orderBy(
          (eb) =>
            eb
              .selectFrom("award")
              .select((one) => one.fn.coalesce(one.fn.sum("award.amountCents"), sql`0`).as("n"))
              .whereRef("award.organisation", "=", "organisation.id"),
          "desc",
        )
      : query;
  return granted
    .orderBy(sortKey("organisation.name", locale))
    .orderBy("organisation.id")
    .limit(ORGANISATIONS_PER_PAGE)
    .offset((filter.page - 1) * ORGANISATIONS_PER_PAGE)
    .execute();
}
export type OrganisationListed = Awaited<ReturnType<typeof listOrganisations>>[number];

/** How many organisations match, and how many each choice of each filter would leave. */
export async function organisationFacets(db: Database, filter: OrganisationFilter, locale: Locale) {
  const matching = (part: Partial<OrganisationFilter>) => matchingOrganisations(db, { ...filter, ...part }, locale);
  const row = await db
    .selectNoFrom([
      matching({})
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .as("total"),
      jsonArrayFrom(
        matching({ type: [] })
          .innerJoin("term", (join) => join.onRef("term.code", "=", "organisation.type").on("term.vocabulary", "=", "organisation-type"))
          .select(["term.code as value", "term.name", (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy(["term.code", "term.name"])
          .orderBy("term.code"),
      ).as("types"),
      jsonArrayFrom(
        matching({ country: [] })
          .innerJoin("country", "country.code", "organisation.country")
          .select(["country.code as value", "country.name", (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy(["country.code", "country.name"])
          .orderBy(sortKey("country.name", locale)),
      ).as("countries"),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, total: row.total ?? 0 };
}

const organisationPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("organisation")
    .select(pageColumns.map((column) => `organisation.${column}` as const))
    .select([
      "organisation.aliases",
      "organisation.legalForm",
      "organisation.siret",
      "organisation.siren",
      "organisation.rna",
      "organisation.foreignScheme",
      "organisation.foreignId",
      "organisation.noIdentifier",
      "organisation.website",
    ])
    .select((eb) => [
      termOf(eb, "organisation-type", "organisation.type").as("type"),
      countryOf(eb, "organisation.country").as("country"),
      pointOf(eb, "organisation.place").as("point"),
      sourceOf(eb, "organisation").as("source"),
      pagesAbout(eb, "organisation").as("pages"),
      occasionsNaming(eb, "actor", "organisation", "organisation.id").as("occasions"),
      awardBriefs(eb, (awards) => awards.whereRef("award.organisation", "=", "organisation.id")).as("awards"),
      awardYears(eb, (awards) => awards.whereRef("award.organisation", "=", "organisation.id")).as("years"),
      jsonArrayFrom(
        eb
          .selectFrom("subsidy")
          .leftJoin("importedGrant", "importedGrant.subsidy", "subsidy.id")
          .leftJoin("exchangeImport", "exchangeImport.id", "importedGrant.import")
          .select(["subsidy.id", "subsidy.name", "subsidy.agreedOn", "subsidy.amountCents", "subsidy.currency"])
          .select(["importedGrant.line", "exchangeImport.fileName", "exchangeImport.licence"])
          .select((one) => [named(one, "organisation", "subsidy.funder").as("funder"), sourceOf(one, "subsidy").as("source")])
          .whereRef("subsidy.organisation", "=", "organisation.id")
          .orderBy("subsidy.agreedOn", "desc")
          .orderBy("subsidy.id")
          .limit(SUBSIDIES_SHOWN + 1),
      ).as("subsidies"),
      jsonArrayFrom(
        eb
          .selectFrom("partner")
          .select(["partner.id", "partner.name"])
          .whereRef("partner.organisation", "=", "organisation.id")
          .orderBy("partner.id"),
      ).as("partners"),
      jsonArrayFrom(
        eb
          .selectFrom("programmePartner")
          .innerJoin("programme", "programme.id", "programmePartner.programme")
          .select(["programme.id", "programme.name", "programmePartner.role"])
          .whereRef("programmePartner.organisation", "=", "organisation.id")
          .orderBy("programme.id"),
      ).as("programmes"),
      projectBriefs(eb, (one) =>
        one
          .selectFrom("projectPartner as line")
          .select("line.project as id")
          .whereRef("line.organisation", "=", "organisation.id")
          .union(
            one.selectFrom("projectFunder as line").select("line.project as id").whereRef("line.organisation", "=", "organisation.id"),
          ),
      ).as("projects"),
    ])
    .where("organisation.id", "=", id),
);

/** All that an organisation's page shows: who it is, and everything it was ever granted; undefined when there is none. */
export async function loadOrganisation(db: Database, id: string) {
  return (await organisationPage(db, id))[0];
}
export type OrganisationRecord = NonNullable<Awaited<ReturnType<typeof loadOrganisation>>>;
