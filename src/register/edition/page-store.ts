import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { type Query, single } from "../record/filter-values.ts";
import { named, pageColumns, sourceOf, termOf } from "../record/parts-store.ts";
import type { Edition } from "./rules.ts";
import { countriesAmong, currentEdition, readCountryLists } from "./store.ts";

const schema = z.object({ programme: single, country: single });
export type CallFilter = z.infer<typeof schema>;

/** What the address of the list of calls asks for. */
export function readCallFilter(query: Query): CallFilter {
  return schema.parse(query);
}

/** Every call with its programme, and every edition with what a list, a calendar or a feed says of it. Two queries. */
export async function listCalls(db: Database) {
  const [calls, editions] = await Promise.all([
    db
      .selectFrom("call")
      .select(["call.id", "call.name", "call.summary", "call.programme", "call.demo"])
      .select((eb) => named(eb, "programme", "call.programme").as("of"))
      .orderBy("call.demo")
      .orderBy("call.id")
      .execute(),
    editionBriefs(db).execute(),
  ]);
  return { calls, editions };
}

export type CallListed = Awaited<ReturnType<typeof listCalls>>["calls"][number];
export type EditionBrief = Awaited<ReturnType<typeof listCalls>>["editions"][number];

/** The editions as lists, calendars and feeds show them; those that close first stand first. */
export function editionBriefs(db: Database) {
  return db
    .selectFrom("edition")
    .innerJoin("call", "call.id", "edition.call")
    .select([
      "edition.id",
      "edition.version",
      "edition.name",
      "edition.description",
      "edition.demo",
      "edition.procedure",
      "edition.opensAt",
      "edition.closesAt",
      "edition.informationAt",
      "edition.juryOn",
      "edition.resultsOn",
      "edition.cancelledOn",
      "edition.cancelReason",
      "edition.minCents",
      "edition.maxCents",
      "edition.currency",
      "edition.citySharePercent",
      "edition.maxMonths",
      "edition.countryRule",
      "edition.updatedAt",
      "edition.publishedAt",
      "call.id as call",
      "call.name as callName",
      "call.summary",
      "call.programme",
    ])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("editionStrand")
          .select(["editionStrand.code", "editionStrand.name", "editionStrand.maxCents"])
          .whereRef("editionStrand.edition", "=", "edition.id")
          .orderBy("editionStrand.position"),
      ).as("strands"),
      jsonArrayFrom(
        eb.selectFrom("editionCountry").select("editionCountry.country").whereRef("editionCountry.edition", "=", "edition.id"),
      ).as("countries"),
      jsonArrayFrom(
        eb
          .selectFrom("editionExclusion")
          .select(["editionExclusion.country", "editionExclusion.since", "editionExclusion.until", "editionExclusion.reference"])
          .whereRef("editionExclusion.edition", "=", "edition.id"),
      ).as("exclusions"),
    ])
    .orderBy("edition.closesAt")
    .orderBy("edition.id")
    .$narrowType<Pick<Edition, "countryRule" | "procedure">>();
}

/** All that an edition's page shows; undefined when there is none. */
export async function loadEdition(db: Database, id: string) {
  const [head, record, lists] = await Promise.all([
    db
      .selectFrom("edition")
      .select(pageColumns.map((column) => `edition.${column}` as const))
      .select((eb) => [
        sourceOf(eb, "edition").as("source"),
        jsonObjectFrom(
          eb
            .selectFrom("call")
            .select(["call.id", "call.name", "call.description", "call.summary", "call.beneficiaries", "call.contact", "call.website"])
            .select((one) => named(one, "programme", "call.programme").as("programme"))
            .whereRef("call.id", "=", "edition.call"),
        ).as("of"),
        jsonArrayFrom(
          eb
            .selectFrom("editionStrand")
            .select("editionStrand.code")
            .select((one) => termOf(one, "budget-source", "editionStrand.budgetSource").as("source"))
            .whereRef("editionStrand.edition", "=", "edition.id")
            .orderBy("editionStrand.position"),
        ).as("budgetSources"),
      ])
      .where("edition.id", "=", id)
      .executeTakeFirst(),
    currentEdition(db, id),
    readCountryLists(db),
  ]);
  if (!head || !record) return undefined;
  const names = new Map(lists.countries.map(({ code, name }) => [code, name]));
  return {
    ...head,
    of: head.of!,
    edition: record.document,
    eligible: countriesAmong(lists, record.document),
    countryName: (code: string) => names.get(code) ?? {},
  };
}
export type EditionRecord = NonNullable<Awaited<ReturnType<typeof loadEdition>>>;
