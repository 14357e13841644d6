import type { Feature, Point } from "geojson";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import type { Reference } from "../reference-store.ts";
import type { LocatedPartner, LocatedProject } from "./geo-store.ts";

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

/** One point per place; without a place, one per country; without either, the record with no geometry, so that none is lost. */
export function featuresOfProject(project: LocatedProject, locale: Locale, reference: Reference): MapFeature[] {
  const { id, currency, amountCents } = project;
  const common: MapProperties = {
    id,
    kind: "project",
    name: text(project.name, locale),
    href: href(locale, "project", { id }),
    themes: project.themes,
    ...(amountCents === null ? {} : { amount: amountCents / 100, currency }),
    ...(project.demo ? { demo: true } : {}),
  };
  const points = project.places.flatMap(({ point }) => (point ? [point] : []));
  if (points.length === 0)
    return onCountries(
      project.countries.map(({ code }) => code),
      common,
      reference,
    );
  return points.map((point) => ({
    type: "Feature",
    geometry: at(point.longitude, point.latitude),
    properties: { ...common, country: point.country, place: text(point.name, locale), precision: point.exactness as "exact" },
  }));
}

export function featuresOfPartner(partner: LocatedPartner, locale: Locale, reference: Reference): MapFeature[] {
  const { id } = partner;
  const country = partner.country ?? partner.placeCountry;
  const common: MapProperties = {
    id,
    kind: "partner",
    name: text(partner.name, locale),
    href: href(locale, "partner", { id }),
    type: partner.type,
    themes: partner.themes,
    agreements: partner.agreements,
    networks: partner.memberships.map((line) => line.id),
    ...(partner.demo ? { demo: true } : {}),
  };
  if (partner.latitude === null || partner.longitude === null) return onCountries(country ? [country] : [], common, reference);
  return [
    {
      type: "Feature",
      geometry: at(partner.longitude, partner.latitude),
      properties: {
        ...common,
        ...(country ? { country } : {}),
        place: text(partner.placeName, locale),
        precision: partner.exactness as "exact",
      },
    },
  ];
}

function onCountries(codes: string[], common: MapProperties, reference: Reference): MapFeature[] {
  if (codes.length === 0) return [{ type: "Feature", geometry: null, properties: common }];
  return codes.map((code) => {
    const { latitude, longitude } = reference.country(code) ?? {};
    if (latitude == null || longitude == null) return { type: "Feature", geometry: null, properties: { ...common, country: code } };
    return { type: "Feature", geometry: at(longitude, latitude), properties: { ...common, country: code, precision: "country" } };
  });
}
