import type { Feature, Point } from "geojson";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { type Place, spotsOf } from "../../register/map/spots.ts";
import type { LocatedPartner, LocatedProject } from "../../register/map/store.ts";
import { href } from "../../ui/paths.ts";
import type { Reference } from "../reference-store.ts";

/** What the map needs of a record, and no more. Absent rather than empty where there is nothing. */
export interface MapProperties {
  id: string;
  kind: "project" | "partner";
  /** In the language of the file, else in another. */
  name: string;
  /** The path of the page in the language of the file. */
  href: string;
  /** ISO 3166-1, two letters. */
  country?: string;
  /** The name of the place that the point is. */
  place?: string;
  /** How well the point is known; "country": the record names no place, the point is where its country's name is written. */
  precision?: "exact" | "approximate" | "country";
  themes: string[];
  /** Of a project: its budget, else its grants, in whole units of `currency`. */
  amount?: number;
  currency?: string;
  /** Of a project that is not the city's own: the identifier of who reports it. */
  reportedBy?: string;
  /** Of a partner. */
  type?: string;
  agreements?: { id: string; type: string; state: string }[];
  networks?: string[];
  demo?: true;
}
export type MapFeature = Feature<Point | null, MapProperties>;

/** About a metre: what a point of a town or a country deserves. */
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
// RFC 7946: longitude, then latitude.
const at = (longitude: number, latitude: number): Point => ({ type: "Point", coordinates: [round(longitude), round(latitude)] });
const text = (name: Localised | null, locale: Locale) => (name && textIn(name, locale)?.text) ?? "";

/** One point per place or site; without a place, one per country; without either, the record with no geometry, so that none is lost. */
export function featuresOfProject(project: LocatedProject, locale: Locale, reference: Reference): MapFeature[] {
  const { id, currency, amountCents } = project;
  const common: MapProperties = {
    id,
    kind: "project",
    name: text(project.name, locale),
    href: href(locale, "project", { id }),
    themes: project.themes,
    ...(amountCents === null ? {} : { amount: amountCents / 100, currency }),
    ...(project.reportedBy ? { reportedBy: project.reportedBy.id } : {}),
    ...(project.demo ? { demo: true } : {}),
  };
  return features(common, project.places, project.countries, locale, reference);
}

export function featuresOfPartner(partner: LocatedPartner, locale: Locale, reference: Reference): MapFeature[] {
  const { id, country } = partner;
  const common: MapProperties = {
    id,
    kind: "partner",
    name: text(partner.name, locale),
    href: href(locale, "partner", { id }),
    type: partner.type,
    themes: partner.themes,
    agreements: partner.agreements.map(({ id, type, state }) => ({ id, type, state })),
    networks: partner.memberships.map((line) => line.id),
    ...(partner.demo ? { demo: true } : {}),
  };
  return features(common, [partner.point], country ? [country] : [], locale, reference);
}

function features(
  common: MapProperties,
  places: (Place | null)[],
  countries: string[],
  locale: Locale,
  reference: Reference,
): MapFeature[] {
  const spots = spotsOf(places, countries, reference.country);
  const on = spots.map(
    ({ latitude, longitude, country, place, precision }): MapFeature => ({
      type: "Feature",
      geometry: at(longitude, latitude),
      properties: { ...common, ...(country ? { country } : {}), ...(place ? { place: text(place, locale) } : {}), precision },
    }),
  );
  // A country that no map knows is still said.
  const unknown = places.some((place) => place) ? [] : countries.filter((code) => !spots.some((spot) => spot.country === code));
  const off = (country?: string): MapFeature => ({
    type: "Feature",
    geometry: null,
    properties: { ...common, ...(country ? { country } : {}) },
  });
  return on.length + unknown.length > 0 ? [...on, ...unknown.map(off)] : [off()];
}
