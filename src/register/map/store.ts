import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { matchingProjects, type ProjectFilter } from "../project/filters.ts";
import { pointOf, sortKey } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import type { LocatedCountry, Place } from "./spots.ts";

/** A project with where it is and what a map says of it. */
export interface LocatedProject {
  id: string;
  name: Localised;
  themes: string[];
  demo: boolean;
  /** Its budget, else its grants; null when not known. */
  amountCents: number | null;
  currency: string;
  places: Place[];
  /** Codes. */
  countries: string[];
}
/** Which projects, as a query of their identifiers. */
export type ProjectIds = SelectQueryBuilder<any, any, { id: string }>;

/**
 * The projects, in the order of their identifiers. Their places and countries are read apart: one pass over each
 * table, where a query inside the row would search it again for each of ten thousand projects.
 */
export async function locateProjects(db: Database, ids: ProjectIds): Promise<LocatedProject[]> {
  const [projects, places, countries] = await Promise.all([
    db
      .selectFrom("project")
      .select(["project.id", "project.name", "project.themes", "project.currency", "project.demo"])
      .select((eb) =>
        eb.fn
          .coalesce(
            "project.budgetCents",
            eb
              .selectFrom("award")
              .select(sql<number>`sum(award.amount_cents)::bigint`.as("cents"))
              .whereRef("award.project", "=", "project.id"),
          )
          .as("amountCents"),
      )
      .where("project.id", "in", ids)
      .orderBy("project.id")
      .execute(),
    db
      .selectFrom("projectPlace")
      .innerJoin("place", "place.id", "projectPlace.place")
      .select(["projectPlace.project", "place.name", "place.country", "place.latitude", "place.longitude", "place.exactness"])
      .where("projectPlace.project", "in", ids)
      .orderBy("projectPlace.position")
      .execute(),
    db
      .selectFrom("projectCountry")
      .select(["projectCountry.project", "projectCountry.country"])
      .where("projectCountry.project", "in", ids)
      .orderBy("projectCountry.position")
      .execute(),
  ]);
  const placesOf = Map.groupBy(places, ({ project }) => project);
  const countriesOf = Map.groupBy(countries, ({ project }) => project);
  return projects.map((project) => ({
    ...project,
    places: placesOf.get(project.id) ?? [],
    countries: (countriesOf.get(project.id) ?? []).map(({ country }) => country),
  })) as LocatedProject[];
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

/** The projects that match, by all the filters of their list. */
export function locatedProjects(db: Database, filter: ProjectFilter, locale: Locale): Promise<LocatedProject[]> {
  return locateProjects(db, matchingProjects(db, filter, locale).select("project.id"));
}

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

/** Every country, and where its name is written on a map. */
export async function locatedCountries(db: Database): Promise<LocatedCountry[]> {
  const rows = await db.selectFrom("country").select(["code", "name", "latitude", "longitude"]).orderBy("code").execute();
  return rows as LocatedCountry[];
}

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
