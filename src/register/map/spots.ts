import type { Localised } from "../../platform/localised.ts";

/** A country and where its name is written on a map (WGS 84, degrees); nulls where it is on none. */
export interface LocatedCountry {
  code: string;
  name: Localised;
  latitude: number | null;
  longitude: number | null;
}
export type CountryOf = (code: string) => LocatedCountry | undefined;

export interface Place {
  name: Localised;
  /** Null of a site: it is where its project is, when that is in one country. */
  country: string | null;
  latitude: number;
  longitude: number;
  exactness: string;
}

/** Where a record is. */
export interface Spot {
  latitude: number;
  longitude: number;
  country: string | null;
  countryName: Localised | null;
  /** The name of the place; null on a country. */
  place: Localised | null;
  /** "country": the record names no place, the point is where its country's name is written. */
  precision: "exact" | "approximate" | "country";
}

/** One spot for each place or site; without a place, one for each country that a map knows; without either, none. */
export function spotsOf(places: readonly (Place | null)[], countries: readonly string[], countryOf: CountryOf): Spot[] {
  const known = places.filter((place) => place !== null);
  const only = countries.length === 1 ? countries[0]! : null;
  if (known.length > 0)
    return known.map(({ latitude, longitude, country: own, name, exactness }) => {
      const country = own ?? only;
      return {
        latitude,
        longitude,
        country,
        countryName: (country && countryOf(country)?.name) || null,
        place: name,
        precision: exactness === "approximate" ? "approximate" : "exact",
      };
    });
  return countries.flatMap((code) => {
    const { latitude, longitude, name } = countryOf(code) ?? {};
    if (latitude == null || longitude == null) return [];
    return [{ latitude, longitude, country: code, countryName: name ?? null, place: null, precision: "country" as const }];
  });
}
