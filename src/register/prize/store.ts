import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { documentsOf, picturesOf } from "../record/files-store.ts";
import { type Query, several, wholeNumber, words } from "../record/filter-values.ts";
import { type CountryName, countryOf, type Named, named, pageColumns, pointOf, sortKey, sourceOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";

const schema = z.object({ q: words, role: several, theme: several, country: several, year: wholeNumber(1900, 2200) });
export type PrizeFilter = z.infer<typeof schema>;

export function readPrizeFilter(query: Query): PrizeFilter {
  return schema.parse(query);
}

/** The prizes that match: of the page and of the API alike. A year is that of an edition or of a laureate; a country, a laureate's. */
export function matchingPrizes(db: Database, filter: Partial<PrizeFilter>, locale: Locale) {
  const { q, role = [], theme = [], country = [], year } = filter;
  let query = db.selectFrom("prize");
  if (role.length > 0) query = query.where("prize.role", "in", role);
  if (theme.length > 0) query = query.where(sql<boolean>`prize.themes && ${sql.val(theme)}::text[]`);
  if (country.length > 0)
    query = query.where("prize.id", "in", (eb) =>
      eb.selectFrom("prizeLaureate").select("prizeLaureate.prize").where("prizeLaureate.country", "in", country),
    );
  if (year !== undefined)
    query = query.where("prize.id", "in", (eb) =>
      eb
        .selectFrom("prizeEdition")
        .select("prizeEdition.prize")
        .where("prizeEdition.year", "=", year)
        .union(eb.selectFrom("prizeLaureate").select("prizeLaureate.prize").where("prizeLaureate.year", "=", year)),
    );
  if (q) query = query.where(matchesWords("prize", "prize.id", locale, q));
  return query;
}

/** Every prize that matches. */
export async function listPrizes(db: Database, filter: PrizeFilter, locale: Locale) {
  return matchingPrizes(db, filter, locale)
    .select(["prize.id", "prize.name", "prize.role", "prize.since", "prize.until", "prize.recurrence", "prize.demo"])
    .select((eb) => [
      named(eb, "organisation", "prize.organisation").as("organisation"),
      eb
        .selectFrom("prizeEdition")
        .select((one) => one.fn.max("prizeEdition.year").as("year"))
        .whereRef("prizeEdition.prize", "=", "prize.id")
        .as("lastYear"),
    ])
    .orderBy(sortKey("prize.name", locale))
    .orderBy("prize.id")
    .execute();
}
export type PrizeListed = Awaited<ReturnType<typeof listPrizes>>[number];

/** What prizes may be filtered by, each value with how many prizes have it. */
export async function prizeFacets(db: Database) {
  const row = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("prize")
          .select(["prize.role as value", (one) => one.fn.countAll<number>().as("count")])
          .groupBy("prize.role")
          .orderBy("prize.role"),
      ).as("roles"),
      jsonArrayFrom(
        eb
          .selectFrom("prizeEdition")
          .select(["prizeEdition.year as value", (one) => one.fn.count<number>("prizeEdition.prize").distinct().as("count")])
          .groupBy("prizeEdition.year")
          .orderBy("prizeEdition.year", "desc"),
      ).as("years"),
    ])
    .executeTakeFirstOrThrow();
  return row;
}

export interface Laureate {
  year: number;
  person: string | null;
  organisation: Named | null;
  country: CountryName | null;
  work: Localised;
  distinction: Localised;
}
/** The laureates of a prize, the latest first. */
function laureatesOf(eb: ExpressionBuilder<any, any>) {
  return jsonArrayFrom(
    eb
      .selectFrom("prizeLaureate")
      .select(["prizeLaureate.year", "prizeLaureate.person", "prizeLaureate.work", "prizeLaureate.distinction"])
      .select((line: ExpressionBuilder<any, any>) => [
        named(line, "organisation", "prizeLaureate.organisation").as("organisation"),
        countryOf(line, "prizeLaureate.country").as("country"),
      ])
      .whereRef("prizeLaureate.prize", "=", "prize.id")
      .orderBy("prizeLaureate.year", "desc")
      .orderBy("prizeLaureate.position"),
  ) as unknown as RawBuilder<Laureate[]>;
}

const prizePage = prepared((db: Database, id: string) =>
  db
    .selectFrom("prize")
    .select(pageColumns.map((column) => `prize.${column}` as const))
    .select(["prize.role", "prize.since", "prize.until", "prize.recurrence", "prize.website"])
    .select((eb) => [
      named(eb, "organisation", "prize.organisation").as("organisation"),
      named(eb, "programme", "prize.programme").as("programme"),
      pointOf(eb, "prize.place").as("point"),
      termsOf(eb, "theme", "prize.themes").as("themes"),
      picturesOf(eb, "prize").as("media"),
      documentsOf(eb, "prize").as("documents"),
      sourceOf(eb, "prize").as("source"),
      jsonArrayFrom(
        eb
          .selectFrom("prizeEdition")
          .select(["prizeEdition.year", "prizeEdition.heldOn", "prizeEdition.note"])
          .select((line) => named(line, "occasion", "prizeEdition.occasion").as("occasion"))
          .whereRef("prizeEdition.prize", "=", "prize.id")
          .orderBy("prizeEdition.year", "desc"),
      ).as("editions"),
      laureatesOf(eb).as("laureates"),
    ])
    .where("prize.id", "=", id),
);

/** All that a prize's page shows; undefined when there is none. */
export async function loadPrize(db: Database, id: string) {
  return (await prizePage(db, id))[0];
}
export type PrizeRecord = NonNullable<Awaited<ReturnType<typeof loadPrize>>>;
