import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { projectBriefs } from "../project/brief-store.ts";
import { documentsOf } from "../record/files-store.ts";
import { oneOf, pageNumber, type Query, several, words } from "../record/filter-values.ts";
import { countryOf, named, pageColumns, pointOf, sortKey, sourceOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";

export const AGREEMENTS_PER_PAGE = 100;
export const agreementSorts = ["partner", "date", "type"] as const;

const schema = z.object({
  q: words,
  type: several,
  state: several,
  country: several,
  dated: oneOf(["yes", "no"]),
  sort: oneOf(agreementSorts).transform((value) => value ?? "partner"),
  page: pageNumber,
});
export type AgreementFilter = z.infer<typeof schema>;

export function readAgreementFilter(query: Query): AgreementFilter {
  return schema.parse(query);
}

export function matchingAgreements(db: Database, filter: Partial<AgreementFilter>, locale: Locale) {
  let query = db
    .selectFrom("agreement")
    .innerJoin("partner", "partner.id", "agreement.partner")
    .leftJoin("country", "country.code", "partner.country");
  const { type = [], state = [], country = [], dated, q } = filter;
  if (type.length > 0) query = query.where("agreement.type", "in", type);
  if (state.length > 0) query = query.where("agreement.state", "in", state);
  if (country.length > 0) query = query.where("partner.country", "in", country);
  if (dated) query = query.where("agreement.signedOn", dated === "yes" ? "is not" : "is", null);
  if (q) query = query.where(matchesWords("agreement", "agreement.id", locale, q));
  return query;
}

/** One page of the agreements that match. */
export async function listAgreements(db: Database, filter: AgreementFilter, locale: Locale) {
  let query = matchingAgreements(db, filter, locale).select([
    "agreement.id",
    "agreement.name",
    "agreement.type",
    "agreement.state",
    "agreement.signedOn",
    "agreement.endsOn",
    "agreement.demo",
    "partner.id as partnerId",
    "partner.name as partnerName",
    "country.code as countryCode",
    "country.name as countryName",
  ]);
  if (filter.sort === "date") query = query.orderBy("agreement.signedOn", (order) => order.desc().nullsLast());
  if (filter.sort === "type") query = query.orderBy("agreement.type");
  return query
    .orderBy(sortKey("partner.name", locale))
    .orderBy("agreement.id")
    .limit(AGREEMENTS_PER_PAGE)
    .offset((filter.page - 1) * AGREEMENTS_PER_PAGE)
    .execute();
}
export type AgreementListed = Awaited<ReturnType<typeof listAgreements>>[number];

/** How many agreements match, and how many each choice of each filter would leave. */
export async function agreementFacets(db: Database, filter: AgreementFilter, locale: Locale) {
  const matching = (part: Partial<AgreementFilter>) => matchingAgreements(db, { ...filter, ...part }, locale);
  const row = await db
    .selectNoFrom([
      matching({})
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .as("total"),
      jsonArrayFrom(
        matching({ type: [] })
          .select(["agreement.type as value", (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy("agreement.type")
          .orderBy("count", "desc"),
      ).as("types"),
      jsonArrayFrom(
        matching({ state: [] })
          .select(["agreement.state as value", (eb) => eb.fn.countAll<number>().as("count")])
          .groupBy("agreement.state")
          .orderBy("count", "desc"),
      ).as("states"),
      jsonArrayFrom(
        matching({ country: [] })
          .select(["country.code as value", "country.name", (eb) => eb.fn.countAll<number>().as("count")])
          .where("country.code", "is not", null)
          .groupBy(["country.code", "country.name"])
          .orderBy(sortKey("country.name", locale)),
      ).as("countries"),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, total: row.total ?? 0 };
}

const agreementPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("agreement")
    .innerJoin("partner", "partner.id", "agreement.partner")
    .select(pageColumns.map((column) => `agreement.${column}` as const))
    .select([
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
    ])
    .select((eb) => [
      named(eb, "partner", "agreement.partner").as("partner"),
      countryOf(eb, "partner.country").as("country"),
      pointOf(eb, "partner.place").as("point"),
      termsOf(eb, "theme", "agreement.themes").as("themes"),
      termsOf(eb, "sdg-goal", "agreement.goals").as("goals"),
      documentsOf(eb, "agreement").as("documents"),
      sourceOf(eb, "agreement").as("source"),
      occasionsNaming(eb, "link", "agreement", "agreement.id").as("occasions"),
      jsonArrayFrom(
        eb
          .selectFrom("agreementStep")
          .select(["agreementStep.type", "agreementStep.datedOn", "agreementStep.reason"])
          .whereRef("agreementStep.agreement", "=", "agreement.id")
          .orderBy("agreementStep.datedOn")
          .orderBy("agreementStep.position"),
      ).as("steps"),
      jsonArrayFrom(
        eb
          .selectFrom("agreement as other")
          .select(["other.id", "other.name", "other.type", "other.state", "other.signedOn", "other.endsOn"])
          .whereRef("other.partner", "=", "agreement.partner")
          .whereRef("other.id", "<>", "agreement.id")
          .orderBy("other.signedOn", (order) => order.desc().nullsLast())
          .orderBy("other.id"),
      ).as("others"),
      projectBriefs(eb, (one) => one.selectFrom("project as own").select("own.id").whereRef("own.agreement", "=", "agreement.id")).as(
        "projects",
      ),
    ])
    .where("agreement.id", "=", id),
);

/** All that an agreement's page shows; undefined when there is none. */
export async function loadAgreement(db: Database, id: string) {
  return (await agreementPage(db, id))[0];
}
export type AgreementRecord = NonNullable<Awaited<ReturnType<typeof loadAgreement>>>;
