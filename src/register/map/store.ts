import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { occasionColumns, placesOf } from "../occasion/brief-store.ts";
import { type Named, named, pointOf, sortKey } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import type { Place } from "./spots.ts";

/** A project with where it is and what a map says of it. */
export interface LocatedProject {
  id: string;
  name: Localised;
  themes: string[];
  demo: boolean;
  /** Its budget, else its grants; null when not known. */
  amountCents: number | null;
  currency: string;
  /** Who reports it, when it is not the city's own. */
  reportedBy: Named | null;
  /** Its places, then its own sites. */
  places: Place[];
  /** Codes. */
  countries: string[];
}
const located = prepared((db: Database, ids: readonly string[]) =>
  db
    .selectFrom("project")
    .innerJoin("projectSummary", "projectSummary.id", "project.id")
    .select(["project.id", "project.name", "project.themes", "project.currency", "project.demo", "projectSummary.amountCents"])
    .select((eb) => [
      named(eb, "organisation", "project.reportedBy").as("reportedBy"),
      jsonArrayFrom(
        eb
          .selectFrom("projectPlace")
          .innerJoin("place", "place.id", "projectPlace.place")
          .select(["place.name", "place.country", "place.latitude", "place.longitude", "place.exactness"])
          .whereRef("projectPlace.project", "=", "project.id")
          .orderBy("projectPlace.position"),
      ).as("places"),
      jsonArrayFrom(
        eb
          .selectFrom("projectSite")
          .select([
            "projectSite.name",
            sql<null>`null`.as("country"),
            "projectSite.latitude",
            "projectSite.longitude",
            "projectSite.exactness",
          ])
          .whereRef("projectSite.project", "=", "project.id")
          .orderBy("projectSite.position"),
      ).as("sites"),
      eb
        .selectFrom("projectCountry")
        .select(sql<string[]>`coalesce(array_agg(country ORDER BY position), '{}')`.as("codes"))
        .whereRef("projectCountry.project", "=", "project.id")
        .as("countries"),
    ])
    .where(sql<boolean>`project.id = any(${ids}::text[])`)
    .orderBy("project.id"),
);

/** The projects with these identifiers, in the order of their identifiers: a few hundred at a time. */
export async function locateProjects(db: Database, ids: readonly string[]): Promise<LocatedProject[]> {
  if (ids.length === 0) return [];
  const rows = await located(db, ids);
  return rows.map(({ sites, ...row }) => ({ ...row, places: [...row.places, ...sites] })) as LocatedProject[];
}

const nameOf = prepared((db: Database, ids: readonly string[]) =>
  db.selectFrom("project").select(["id", "name"]).where(sql<boolean>`id = any(${ids}::text[])`),
);

/** What some projects are called. */
export async function projectNames(db: Database, ids: readonly string[]): Promise<Map<string, Localised>> {
  if (ids.length === 0) return new Map();
  return new Map((await nameOf(db, ids)).map(({ id, name }) => [id, name as Localised]));
}

// A partner is where its place is, else where its network or its organisation sits.
const placeOf = (eb: ExpressionBuilder<any, any>) => eb.fn.coalesce("partner.place", "network.place", "organisation.place");

/** The partners with where they are, their agreements and the networks that they belong to; the caller narrows, sorts and cuts. */
export function selectLocatedPartners(db: Database) {
  return db
    .selectFrom("partner")
    .leftJoin("network", "network.id", "partner.network")
    .leftJoin("organisation", "organisation.id", "partner.organisation")
    .select(["partner.id", "partner.name", "partner.type", "partner.themes", "partner.demo"])
    .select((eb) => [
      pointOf(eb, placeOf(eb)).as("point"),
      eb.fn.coalesce("partner.country", "organisation.country").as("country"),
      jsonArrayFrom(
        eb
          .selectFrom("agreement")
          .select(["agreement.id", "agreement.type", "agreement.state", "agreement.themes"])
          .whereRef("agreement.partner", "=", "partner.id")
          .orderBy("agreement.signedOn")
          .orderBy("agreement.id"),
      ).as("agreements"),
      jsonArrayFrom(
        eb
          .selectFrom("networkMembership")
          .select("networkMembership.network as id")
          .distinct()
          .whereRef("networkMembership.partner", "=", "partner.id")
          .orderBy("networkMembership.network"),
      ).as("memberships"),
    ]);
}
export type LocatedPartner = Awaited<ReturnType<ReturnType<typeof selectLocatedPartners>["execute"]>>[number];

/** The partners that have an agreement or belong to a network, by words of theirs or of their agreements. */
export function locatedPartners(db: Database, words: string | undefined, locale: Locale): Promise<LocatedPartner[]> {
  const agreements = (eb: ExpressionBuilder<DB, "partner">) =>
    eb.selectFrom("agreement").select("agreement.id").whereRef("agreement.partner", "=", "partner.id");
  let query = selectLocatedPartners(db).where((eb) =>
    eb.or([
      eb.exists(agreements(eb)),
      eb.exists(
        eb.selectFrom("networkMembership").select("networkMembership.network").whereRef("networkMembership.partner", "=", "partner.id"),
      ),
    ]),
  );
  if (words)
    query = query.where((eb) =>
      eb.or([
        matchesWords("partner", "partner.id", locale, words)(eb),
        eb.exists(agreements(eb).where(matchesWords("agreement", "agreement.id", locale, words))),
      ]),
    );
  return query.orderBy("partner.id").execute();
}

/** Every network with where it sits, and whether it holds the words. */
export function locatedNetworks(db: Database, words: string | undefined, locale: Locale) {
  return db
    .selectFrom("network")
    .select(["network.id", "network.name", "network.themes", "network.demo"])
    .select((eb) => [
      pointOf(eb, "network.place").as("point"),
      eb.and(words ? [matchesWords("network", "network.id", locale, words)(eb)] : []).as("matches"),
    ])
    .orderBy("network.id")
    .execute();
}
export type LocatedNetwork = Awaited<ReturnType<typeof locatedNetworks>>[number];

/** The occasions that take place somewhere, by words of theirs. */
export async function locatedOccasions(db: Database, words: string | undefined, locale: Locale) {
  let query = db
    .selectFrom("occasion")
    .select([...occasionColumns, "occasion.themes"])
    .select((eb) => placesOf(eb).as("places"))
    .where((eb) => eb.exists(eb.selectFrom("occasionPlace").select("place").whereRef("occasionPlace.occasion", "=", "occasion.id")));
  if (words) query = query.where(matchesWords("occasion", "occasion.id", locale, words));
  return query.orderBy("occasion.id").execute();
}
export type LocatedOccasion = Awaited<ReturnType<typeof locatedOccasions>>[number];

/** The places that the register names, for the labels of a map. */
export async function placeLabels(db: Database): Promise<{ name: Localised; latitude: number; longitude: number }[]> {
  const rows = await db.selectFrom("place").select(["name", "latitude", "longitude"]).orderBy("id").execute();
  return rows as { name: Localised; latitude: number; longitude: number }[];
}

/** The themes by name, in the order of their vocabulary. */
export async function themeNames(db: Database, locale: string): Promise<{ code: string; name: Localised }[]> {
  const rows = await db
    .selectFrom("term")
    .select(["code", "name"])
    .where("vocabulary", "=", "theme")
    .orderBy("position")
    .orderBy(sortKey("name", locale))
    .execute();
  return rows as { code: string; name: Localised }[];
}
