import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { sortKey } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import { lastOf, occasionColumns, occasionParts } from "./brief-store.ts";
import type { OccasionFilter } from "./filters.ts";

export const OCCASIONS_PER_PAGE = 100;

/** What a caller may ask beyond the page's filters: states, and days between which it takes place (YYYY-MM-DD). */
export type OccasionSelection = Partial<OccasionFilter> & { state?: string[]; organisation?: string[]; from?: string; to?: string };

const startsOn = sql.ref("occasion.startsOn");
/** Not over on `today` (YYYY-MM-DD): what is known to the month or the year is over with it. What was held is over. */
const isUpcoming = (today: string) =>
  sql<boolean>`(${sql.ref("occasion.state")} <> 'held' AND ${lastOf} >= left(${today}, length(${lastOf})))`;

/** The occasions that match: the same for the list, the month, the map, the feeds and the API. */
export function matchingOccasions(db: Database, filter: OccasionSelection, locale: Locale, today: string) {
  let query = db.selectFrom("occasion");
  const {
    type = [],
    theme = [],
    country = [],
    partner = [],
    programme = [],
    state = [],
    organisation = [],
    when,
    year,
    from,
    to,
    q,
  } = filter;
  if (type.length > 0) query = query.where("occasion.type", "in", type);
  if (state.length > 0) query = query.where("occasion.state", "in", state);
  if (programme.length > 0) query = query.where("occasion.programme", "in", programme);
  if (theme.length > 0) query = query.where(sql<boolean>`${sql.ref("occasion.themes")} && ${sql.val(theme)}::text[]`);
  if (when) query = query.where(isUpcoming(today), "=", when === "upcoming");
  if (year !== undefined) query = query.where(sql<boolean>`${String(year)} BETWEEN left(${startsOn}, 4) AND left(${lastOf}, 4)`);
  if (from) query = query.where(sql<boolean>`${lastOf} >= left(${from}, length(${lastOf}))`);
  if (to) query = query.where(sql<boolean>`${startsOn} <= left(${to}, length(${startsOn}))`);
  for (const [column, ids] of [
    ["occasionActor.partner", partner],
    ["occasionActor.organisation", organisation],
  ] as const) {
    if (ids.length === 0) continue;
    query = query.where(({ exists, selectFrom }) =>
      exists(selectFrom("occasionActor").select(column).whereRef("occasionActor.occasion", "=", "occasion.id").where(column, "in", ids)),
    );
  }
  // A country: where it takes place, or where a partner who has a part in it is.
  if (country.length > 0)
    query = query.where(({ or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom("occasionPlace")
            .innerJoin("place", "place.id", "occasionPlace.place")
            .select("place.id")
            .whereRef("occasionPlace.occasion", "=", "occasion.id")
            .where("place.country", "in", country),
        ),
        exists(
          selectFrom("occasionActor")
            .innerJoin("partner", "partner.id", "occasionActor.partner")
            .select("partner.id")
            .whereRef("occasionActor.occasion", "=", "occasion.id")
            .where("partner.country", "in", country),
        ),
      ]),
    );
  if (q) query = query.where(matchesWords("occasion", "occasion.id", locale, q));
  return query;
}

/** One page: what is to come, the nearest first, then what is over, the latest first. */
export async function listOccasions(db: Database, filter: OccasionFilter, locale: Locale, today: string) {
  return matchingOccasions(db, filter, locale, today)
    .select([...occasionColumns, isUpcoming(today).as("upcoming")])
    .select((eb) => [...occasionParts(eb)])
    .orderBy("upcoming", "desc")
    .orderBy(sql`CASE WHEN ${isUpcoming(today)} THEN ${startsOn} END`)
    .orderBy("occasion.startsOn", "desc")
    .orderBy("occasion.startsAt")
    .orderBy("occasion.id")
    .limit(OCCASIONS_PER_PAGE)
    .offset((filter.page - 1) * OCCASIONS_PER_PAGE)
    .execute();
}
export type OccasionListed = Awaited<ReturnType<typeof listOccasions>>[number];

/** The most that a month, a map or a feed shows. */
const MOST = 2_000;

/** All that matches, in the order of time: for a month, a map, a feed. */
export async function selectOccasions(db: Database, filter: OccasionSelection, locale: Locale, today: string) {
  return matchingOccasions(db, filter, locale, today)
    .select(occasionColumns)
    .select((eb) => [...occasionParts(eb)])
    .orderBy("occasion.startsOn")
    .orderBy("occasion.startsAt")
    .orderBy("occasion.id")
    .limit(MOST)
    .execute();
}

/** How many match, how many are to come, and how many each choice of each filter would leave. */
export async function occasionFacets(db: Database, filter: OccasionFilter, locale: Locale, today: string) {
  const matching = (part: Partial<OccasionFilter>) => matchingOccasions(db, { ...filter, ...part }, locale, today);
  const row = await db
    .selectNoFrom((eb) => [
      matching({})
        .select((one) => one.fn.countAll<number>().as("n"))
        .as("total"),
      jsonArrayFrom(
        matching({ type: [] })
          .select(["occasion.type as value", (one) => one.fn.countAll<number>().as("count")])
          .groupBy("occasion.type")
          .orderBy("count", "desc")
          .orderBy("occasion.type"),
      ).as("types"),
      jsonArrayFrom(
        matching({ year: undefined })
          .select([sql<number>`year_of(${startsOn})`.as("value"), (one) => one.fn.countAll<number>().as("count")])
          .groupBy(sql`1`)
          .orderBy("value", "desc"),
      ).as("years"),
      jsonArrayFrom(
        matching({ theme: [] })
          .innerJoin("term", (join) =>
            join.on("term.vocabulary", "=", "theme").on(sql<boolean>`term.code = any(${sql.ref("occasion.themes")})`),
          )
          .select(["term.code as value", "term.name", (one) => one.fn.countAll<number>().as("count")])
          .groupBy(["term.code", "term.name", "term.position"])
          .orderBy("term.position")
          .orderBy("term.code"),
      ).as("themes"),
      jsonArrayFrom(
        matching({ country: [] })
          .innerJoin("occasionPlace", "occasionPlace.occasion", "occasion.id")
          .innerJoin("place", "place.id", "occasionPlace.place")
          .innerJoin("country", "country.code", "place.country")
          .select(["country.code as value", "country.name", sql<number>`count(DISTINCT ${sql.ref("occasion.id")})`.as("count")])
          .groupBy(["country.code", "country.name"])
          .orderBy(sortKey("country.name", locale)),
      ).as("countries"),
      jsonArrayFrom(
        matching({ partner: [] })
          .innerJoin("occasionActor", "occasionActor.occasion", "occasion.id")
          .innerJoin("partner", "partner.id", "occasionActor.partner")
          .select(["partner.id as value", "partner.name", sql<number>`count(DISTINCT ${sql.ref("occasion.id")})`.as("count")])
          .groupBy(["partner.id", "partner.name"])
          .orderBy(sortKey("partner.name", locale)),
      ).as("partners"),
      jsonArrayFrom(
        matching({ programme: [] })
          .innerJoin("programme", "programme.id", "occasion.programme")
          .select(["programme.id as value", "programme.name", (one) => one.fn.countAll<number>().as("count")])
          .groupBy(["programme.id", "programme.name"])
          .orderBy(sortKey("programme.name", locale)),
      ).as("programmes"),
      // What is known to come back every year, whether or not an edition of it is kept.
      jsonArrayFrom(
        eb
          .selectFrom("programme")
          .select(["programme.id", "programme.name", "programme.recursOn"])
          .where("programme.recursOn", "is not", null)
          .orderBy("programme.recursOn")
          .orderBy("programme.id"),
      ).as("yearly"),
    ])
    .executeTakeFirstOrThrow();
  return { ...row, total: row.total ?? 0 };
}
