import { type Expression, type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";

/**
 * What records show of the records, terms, countries and files they name: each a part of one SELECT, as JSON, so that
 * a page is a query or two whatever it shows. Tables are always named to the query builder, never in raw SQL: on
 * `published(db)` each is then a view of the schema "published".
 */

/** A record named by another: enough for a link. */
export interface Named {
  id: string;
  name: Localised;
}
/** One of three kinds a line may name: a partner, an organisation or a network. */
export interface Who extends Named {
  kind: "partner" | "organisation" | "network";
}
export interface Term {
  code: string;
  name: Localised;
  definition: Localised;
}
export interface CountryName {
  code: string;
  name: Localised;
  continent: string;
}
export interface Point {
  id: string;
  name: Localised;
  country: string;
  latitude: number;
  longitude: number;
  exactness: string;
}
export interface SourceCited extends Named {
  publisher: string;
  url: string | null;
  datedOn: string | null;
  licence: string | null;
}
/**
 * A country and the list of official development assistance in force on a day: `incomeGroup` null when the country
 * is not on it. `list` null when no edition covers that day.
 */
export interface AidStatus {
  list: Localised;
  validFrom: string;
  validTo: string | null;
  incomeGroup: string | null;
  group: Localised | null;
  dacCode: string | null;
}

// A part is made for many tables: their columns are checked where the result is used, by the types above.
type Builder = ExpressionBuilder<any, any>;
const as = <T>(expression: unknown) => expression as RawBuilder<T>;

/** The columns that every page of a record shows. */
export const pageColumns = [
  "id",
  "status",
  "version",
  "name",
  "description",
  "sourceLocator",
  "quote",
  "demo",
  "updatedAt",
  "publishedAt",
] as const;

/** The record of `table` that `column` holds the identifier of. */
export function named(eb: Builder, table: string, column: string) {
  return as<Named | null>(
    jsonObjectFrom(eb.selectFrom(`${table} as named`).select(["named.id", "named.name"]).whereRef("named.id", "=", column)),
  );
}

/** Whom a line of `table` names, by its columns partner, organisation and network. */
export function who(eb: Builder, table: string) {
  const one = (kind: Who["kind"]) =>
    jsonObjectFrom(
      eb
        .selectFrom(`${kind} as who`)
        .select(["who.id", "who.name"])
        .select(sql.lit(kind).as("kind"))
        .whereRef("who.id", "=", `${table}.${kind}`),
    );
  return as<Who>(eb.fn.coalesce(one("partner"), one("organisation"), one("network")));
}

/** The terms whose codes the array `column` holds, in the order of their vocabulary. */
export function termsOf(eb: Builder, vocabulary: string, column: string) {
  return as<Term[]>(
    jsonArrayFrom(
      eb
        .selectFrom("term")
        .select(["term.code", "term.name", "term.definition"])
        .where("term.vocabulary", "=", vocabulary)
        .where(sql<boolean>`term.code = any(${sql.ref(column)})`)
        .orderBy("term.position")
        .orderBy("term.code"),
    ),
  );
}

/** The one term whose code `column` holds. */
export function termOf(eb: Builder, vocabulary: string, column: string) {
  return as<Term | null>(
    jsonObjectFrom(
      eb
        .selectFrom("term")
        .select(["term.code", "term.name", "term.definition"])
        .where("term.vocabulary", "=", vocabulary)
        .whereRef("term.code", "=", column),
    ),
  );
}

export function countryOf(eb: Builder, column: string) {
  return as<CountryName | null>(
    jsonObjectFrom(
      eb.selectFrom("country").select(["country.code", "country.name", "country.continent"]).whereRef("country.code", "=", column),
    ),
  );
}

/** The place whose identifier `column` holds, a column by its name or any expression. */
export function pointOf(eb: Builder, column: string | Expression<unknown>) {
  return as<Point | null>(
    jsonObjectFrom(
      eb
        .selectFrom("place")
        .select(["place.id", "place.name", "place.country", "place.latitude", "place.longitude", "place.exactness"])
        .where("place.id", "=", typeof column === "string" ? eb.ref(column) : column),
    ),
  );
}

/** Where the record of `table` was read. */
export function sourceOf(eb: Builder, table: string) {
  return as<SourceCited | null>(
    jsonObjectFrom(
      eb
        .selectFrom("source as cited")
        .select(["cited.id", "cited.name", "cited.publisher", "cited.url", "cited.datedOn", "cited.licence"])
        .whereRef("cited.id", "=", `${table}.source`),
    ),
  );
}

/** What the list of official development assistance in force on `day` (YYYY-MM-DD) says of the country in `column`. */
export function aidStatus(eb: Builder, column: string, day: string) {
  return as<AidStatus | null>(
    jsonObjectFrom(
      eb
        .selectFrom("odaList")
        .leftJoin("odaRecipient", (join) => join.onRef("odaRecipient.list", "=", "odaList.id").onRef("odaRecipient.country", "=", column))
        .leftJoin("term as group", (join) =>
          join.onRef("group.code", "=", "odaRecipient.incomeGroup").on("group.vocabulary", "=", "oda-income-group"),
        )
        .select([
          "odaList.name as list",
          "odaList.validFrom",
          "odaList.validTo",
          "odaRecipient.incomeGroup",
          "group.name as group",
          "odaRecipient.dacCode",
        ])
        .where("odaList.validFrom", "<=", day)
        .where((one) => one.or([one("odaList.validTo", "is", null), one("odaList.validTo", ">=", day)])),
    ),
  );
}

/** A localised column in one language, else in any that it has: for sorting, never for showing. */
export function sortKey(column: string, locale: string) {
  return sql<string>`fold(coalesce(${sql.ref(column)} ->> ${sql.lit(locale)}, ${sql.ref(column)} ->> 'fr', ${sql.ref(column)} ->> 'en', ''))`;
}
