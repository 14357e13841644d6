import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { occasionsNaming } from "../occasion/brief-store.ts";
import { oneOf, pageNumber, type Query, several, wholeNumber, words } from "../record/filter-values.ts";
import { named, pageColumns, sortKey, sourceOf, termOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { awardColumns, awardTotals } from "./brief-store.ts";

export const AWARDS_PER_PAGE = 50;
export const awardSorts = ["recent", "amount", "beneficiary"] as const;

const schema = z.object({
  q: words,
  year: wholeNumber(1900, 2200),
  organisation: several,
  programme: several,
  sort: oneOf(awardSorts).transform((value) => value ?? "recent"),
  page: pageNumber,
});
export type AwardFilter = z.infer<typeof schema>;

export function readAwardFilter(query: Query): AwardFilter {
  return schema.parse(query);
}

/** Narrows a query on "award": the same for the rows, the sums and the choices. */
export function narrowAwards(filter: Partial<AwardFilter>, locale: Locale) {
  const { year, organisation = [], programme = [], q } = filter;
  return (query: any) => {
    let narrowed = query;
    if (year !== undefined) narrowed = narrowed.where(sql`year_of(award.awarded_on)`, "=", year);
    if (organisation.length > 0) narrowed = narrowed.where("award.organisation", "in", organisation);
    if (programme.length > 0) narrowed = narrowed.where("award.programme", "in", programme);
    if (q) narrowed = narrowed.where(matchesWords("award", "award.id", locale, q));
    return narrowed;
  };
}

/** One page of the grants that match. */
export async function listAwards(db: Database, filter: AwardFilter, locale: Locale) {
  const matching = narrowAwards(filter, locale)(db.selectFrom("award").innerJoin("organisation", "organisation.id", "award.organisation"));
  const base = db.selectFrom("award").innerJoin("organisation", "organisation.id", "award.organisation");
  let query = (matching as typeof base)
    .select([...awardColumns, "award.demo", "organisation.id as organisationId", "organisation.name as organisationName"])
    .select((eb) => [named(eb, "programme", "award.programme").as("programme"), named(eb, "project", "award.project").as("project")]);
  if (filter.sort === "recent") query = query.orderBy("award.awardedOn", "desc");
  if (filter.sort === "amount") query = query.orderBy("award.amountCents", "desc");
  if (filter.sort === "beneficiary") query = query.orderBy(sortKey("organisation.name", locale));
  return query
    .orderBy("award.id")
    .limit(AWARDS_PER_PAGE)
    .offset((filter.page - 1) * AWARDS_PER_PAGE)
    .execute();
}
export type AwardListed = Awaited<ReturnType<typeof listAwards>>[number];

/** What the grants that match add up to, and how many each choice of each filter would leave. */
export async function awardFacets(db: Database, filter: AwardFilter, locale: Locale) {
  const row = await db
    .selectNoFrom((eb) => [
      awardTotals(eb, narrowAwards(filter, locale)).as("totals"),
      jsonArrayFrom(
        narrowAwards(
          { ...filter, year: undefined },
          locale,
        )(eb.selectFrom("award"))
          .select([sql<number>`year_of(award.awarded_on)`.as("value"), sql<number>`count(*)`.as("count")])
          .groupBy(sql`1`)
          .orderBy("value", "desc"),
      ).as("years"),
      jsonArrayFrom(
        narrowAwards(
          { ...filter, programme: [] },
          locale,
        )(eb.selectFrom("award").innerJoin("programme", "programme.id", "award.programme"))
          .select(["programme.id as value", "programme.name", sql<number>`count(*)`.as("count")])
          .groupBy(["programme.id", "programme.name"])
          .orderBy(sortKey("programme.name", locale)),
      ).as("programmes"),
      // Beneficiaries are too many for a list of choices: only those chosen are named.
      jsonArrayFrom(
        eb
          .selectFrom("organisation")
          .select(["organisation.id as value", "organisation.name"])
          .where("organisation.id", "in", filter.organisation.length > 0 ? filter.organisation : [""]),
      ).as("organisations"),
    ])
    .executeTakeFirstOrThrow();
  return row as {
    totals: typeof row.totals;
    years: { value: number; count: number }[];
    programmes: { value: string; name: Record<string, string>; count: number }[];
    organisations: { value: string; name: Record<string, string> }[];
  };
}

const awardPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("award")
    .select(pageColumns.map((column) => `award.${column}` as const))
    .select([
      "award.deliberation",
      "award.awardedOn",
      "award.amountCents",
      "award.currency",
      "award.aggregate",
      "award.aggregatedCount",
      "award.activitySectors",
    ])
    .select((eb) => [
      named(eb, "organisation", "award.organisation").as("organisation"),
      named(eb, "programme", "award.programme").as("programme"),
      named(eb, "project", "award.project").as("project"),
      sourceOf(eb, "award").as("source"),
      occasionsNaming(eb, "link", "award", "award.id").as("occasions"),
      jsonArrayFrom(
        eb
          .selectFrom("awardTranche")
          .select(["awardTranche.year", "awardTranche.amountCents"])
          .select((line) => termOf(line, "budget-source", "awardTranche.budgetSource").as("budgetSource"))
          .whereRef("awardTranche.award", "=", "award.id")
          .orderBy("awardTranche.year")
          .orderBy("awardTranche.position"),
      ).as("tranches"),
    ])
    .where("award.id", "=", id),
);

/** All that a grant's page shows; undefined when there is none. */
export async function loadAward(db: Database, id: string) {
  return (await awardPage(db, id))[0];
}
export type AwardRecord = NonNullable<Awaited<ReturnType<typeof loadAward>>>;
