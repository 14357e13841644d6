import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { matchingProjects, type ProjectFilter } from "../project/filters.ts";

export const mapLayers = ["agreements", "projects", "networks"] as const;
export type MapLayer = (typeof mapLayers)[number];

/** One record at one point (WGS 84, degrees). A record with several places is several points. */
export interface MapPoint {
  layer: MapLayer;
  kind: "partner" | "project" | "network";
  id: string;
  name: Localised;
  latitude: number;
  longitude: number;
  country: string | null;
  countryName: Localised | null;
  /** "country": nothing nearer is known, the point is where the country's name is written. */
  precision: "exact" | "approximate" | "country";
}

type NoPage = Omit<ProjectFilter, "sort" | "page">;

/** The projects that match, at their places, or at their countries when they name no place. */
export async function projectPoints(db: Database, filter: NoPage, locale: Locale): Promise<MapPoint[]> {
  const matching = matchingProjects(db, filter, locale);
  const placed = matching
    .innerJoin("projectPlace", "projectPlace.project", "project.id")
    .innerJoin("place", "place.id", "projectPlace.place")
    .leftJoin("country", "country.code", "place.country")
    .select([
      "project.id",
      "project.name",
      "place.latitude",
      "place.longitude",
      "place.country",
      "country.name as countryName",
      "place.exactness as precision",
    ]);
  const spread = matching
    .innerJoin("projectCountry", "projectCountry.project", "project.id")
    .innerJoin("country", "country.code", "projectCountry.country")
    .where("country.latitude", "is not", null)
    .where((eb) => eb.not(eb.exists(eb.selectFrom("projectPlace").select("position").whereRef("projectPlace.project", "=", "project.id"))))
    .select([
      "project.id",
      "project.name",
      "country.latitude",
      "country.longitude",
      "country.code as country",
      "country.name as countryName",
      sql.lit("country").as("precision"),
    ]);
  const rows = await placed.unionAll(spread as never).execute();
  return rows.map((row) => ({ layer: "projects", kind: "project", ...row })) as MapPoint[];
}

/** The partners that have an agreement. */
export async function agreementPoints(db: Database): Promise<MapPoint[]> {
  const rows = await db
    .selectFrom("partner")
    .innerJoin("place", "place.id", "partner.place")
    .leftJoin("country", "country.code", "place.country")
    .where((eb) => eb.exists(eb.selectFrom("agreement").select("agreement.id").whereRef("agreement.partner", "=", "partner.id")))
    .select([
      "partner.id",
      "partner.name",
      "place.latitude",
      "place.longitude",
      "place.country",
      "country.name as countryName",
      "place.exactness as precision",
    ])
    .execute();
  return rows.map((row) => ({ layer: "agreements", kind: "partner", ...row })) as MapPoint[];
}

/** The seats of the networks, and their members that the register knows. */
export async function networkPoints(db: Database): Promise<MapPoint[]> {
  const seats = db
    .selectFrom("network")
    .innerJoin("place", "place.id", "network.place")
    .leftJoin("country", "country.code", "place.country")
    .select([
      "network.id",
      "network.name",
      "place.latitude",
      "place.longitude",
      "place.country",
      "country.name as countryName",
      "place.exactness as precision",
      sql.lit("network").as("kind"),
    ]);
  const members = db
    .selectFrom("networkMembership")
    .innerJoin("partner", "partner.id", "networkMembership.partner")
    .innerJoin("place", "place.id", "partner.place")
    .leftJoin("country", "country.code", "place.country")
    .select([
      "partner.id",
      "partner.name",
      "place.latitude",
      "place.longitude",
      "place.country",
      "country.name as countryName",
      "place.exactness as precision",
      sql.lit("partner").as("kind"),
    ])
    .distinct();
  const rows = await seats.unionAll(members as never).execute();
  return rows.map((row) => ({ layer: "networks", ...row })) as MapPoint[];
}

/** All points of the layers asked for. The filter narrows the projects only. */
export async function mapPoints(db: Database, layers: readonly MapLayer[], filter: NoPage, locale: Locale): Promise<MapPoint[]> {
  const of = {
    agreements: () => agreementPoints(db),
    projects: () => projectPoints(db, filter, locale),
    networks: () => networkPoints(db),
  };
  return (await Promise.all(mapLayers.filter((layer) => layers.includes(layer)).map((layer) => of[layer]()))).flat();
}

/** The name of every country and where it is written on a map. */
export async function countryLabels(db: Database): Promise<{ name: Localised; latitude: number; longitude: number }[]> {
  const rows = await db
    .selectFrom("country")
    .select(["name", "latitude", "longitude"])
    .where("latitude", "is not", null)
    .orderBy("code")
    .execute();
  return rows as { name: Localised; latitude: number; longitude: number }[];
}
