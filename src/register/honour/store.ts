import { type SelectQueryBuilder, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { documentsOf, picturesOf } from "../record/files-store.ts";
import { oneOf, type Query, several, wholeNumber, words } from "../record/filter-values.ts";
import { countryOf, named, pageColumns, sortKey, sourceOf, termsOf } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { honourStates, honourTypes, recipients } from "./rules.ts";

const schema = z.object({
  q: words,
  type: several,
  recipient: several,
  state: several,
  country: several,
  year: wholeNumber(1900, 2200),
  posthumous: oneOf(["yes"]),
});
export type HonourFilter = z.infer<typeof schema>;

export function readHonourFilter(query: Query): HonourFilter {
  return schema.parse(query);
}

/** The year of an honour: of the vote, else of the handing over, of the reception or of the proposal. */
const honourYear = sql<number>`year_of(coalesce(honour.voted_on, honour.handed_on, honour.received_on, honour.proposed_on))`;
/** And the date itself, as precisely as it is known. */
export const honourDate = sql<string>`coalesce(honour.voted_on, honour.handed_on, honour.received_on, honour.proposed_on)`;

/** The honours that a filter leaves: of the page, of the API, of the files alike. */
export function narrowHonours(filter: Partial<HonourFilter>, locale: Locale) {
  return <Q extends SelectQueryBuilder<any, any, any>>(start: Q): Q => {
    let query: SelectQueryBuilder<any, any, any> = start;
    for (const name of ["type", "recipient", "state", "country"] as const)
      if (filter[name]?.length) query = query.where(`honour.${name}`, "in", filter[name]);
    if (filter.year !== undefined) query = query.where(honourYear, "=", filter.year);
    if (filter.posthumous) query = query.where("honour.posthumous", "=", true);
    if (filter.q) query = query.where(matchesWords("honour", "honour.id", locale, filter.q));
    return query as Q;
  };
}

/** Every honour that matches, the latest first. */
export async function listHonours(db: Database, filter: HonourFilter, locale: Locale) {
  const query = db
    .selectFrom("honour")
    .select([
      "honour.id",
      "honour.name",
      "honour.type",
      "honour.recipient",
      "honour.posthumous",
      "honour.state",
      "honour.giver",
      "honour.votedOn",
      "honour.handedOn",
      "honour.receivedOn",
      "honour.proposedOn",
      "honour.withdrawnOn",
      "honour.withdrawal",
      "honour.quote",
      "honour.demo",
    ])
    .select((eb) => [countryOf(eb, "honour.country").as("country"), sourceOf(eb, "honour").as("source")]);
  return narrowHonours(
    filter,
    locale,
  )(query)
    .orderBy(honourDate, "desc")
    .orderBy(sortKey("honour.name", locale))
    .orderBy("honour.id")
    .execute();
}
export type HonourListed = Awaited<ReturnType<typeof listHonours>>[number];

/** What honours may be filtered by, each value with how many have it. */
export async function honourFacets(db: Database) {
  const rows = await db
    .selectFrom("honour")
    .leftJoin("country", "country.code", "honour.country")
    .select(["honour.type", "honour.recipient", "honour.state", "honour.country", "country.name as countryName", honourYear.as("year")])
    .execute();
  const counted = <V extends string | number>(values: (V | null)[]) =>
    [...new Set(values)].flatMap((value) => (value === null ? [] : [{ value, count: values.filter((one) => one === value).length }]));
  const inOrder = (options: readonly string[], values: string[]) =>
    counted(values).sort((a, b) => options.indexOf(a.value) - options.indexOf(b.value));
  return {
    types: inOrder(
      honourTypes,
      rows.map((row) => row.type),
    ),
    recipients: inOrder(
      recipients,
      rows.map((row) => row.recipient),
    ),
    states: inOrder(
      honourStates,
      rows.map((row) => row.state),
    ),
    years: counted(rows.map((row) => row.year)).sort((a, b) => b.value - a.value),
    countries: counted(rows.map((row) => row.country)).map((one) => ({
      ...one,
      name: rows.find((row) => row.country === one.value)!.countryName ?? {},
    })),
  };
}

const honourPage = prepared((db: Database, id: string) =>
  db
    .selectFrom("honour")
    .select(pageColumns.map((column) => `honour.${column}` as const))
    .select([
      "honour.type",
      "honour.recipient",
      "honour.posthumous",
      "honour.state",
      "honour.giver",
      "honour.reason",
      "honour.proposedOn",
      "honour.votedOn",
      "honour.deliberation",
      "honour.handedOn",
      "honour.receivedOn",
      "honour.withdrawnOn",
      "honour.withdrawal",
      "honour.website",
    ])
    .select((eb) => [
      named(eb, "partner", "honour.partner").as("partner"),
      named(eb, "organisation", "honour.organisation").as("organisation"),
      named(eb, "occasion", "honour.occasion").as("occasion"),
      countryOf(eb, "honour.country").as("country"),
      termsOf(eb, "theme", "honour.themes").as("themes"),
      picturesOf(eb, "honour").as("media"),
      documentsOf(eb, "honour").as("documents"),
      sourceOf(eb, "honour").as("source"),
    ])
    .where("honour.id", "=", id),
);

/** All that an honour's page shows; undefined when there is none. */
export async function loadHonour(db: Database, id: string) {
  return (await honourPage(db, id))[0];
}
export type HonourRecord = NonNullable<Awaited<ReturnType<typeof loadHonour>>>;
