import type { Localised } from "../../../platform/localised.ts";
import { foldedNames, NameIndex } from "../../../register/record/names.ts";
import type { Status } from "../../../register/record/states.ts";
import type { Site } from "./where.ts";

export interface KnownPlace {
  id: string;
  name: Localised;
  aliases: string[];
  status: Status;
  country: string;
  latitude: number;
  longitude: number;
  geonamesId: number | null;
}

/** Two points of one name within this are one place. */
const NEAR_KM = 5;
const EARTH_KM = 6_371;

/** Kilometres between two points, along the surface. */
export function kilometres(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const [radians, half] = [Math.PI / 180, (x: number) => Math.sin(x / 2) ** 2];
  const h =
    half((b.latitude - a.latitude) * radians) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * half((b.longitude - a.longitude) * radians);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Finds the place of the register that a point of an activity is: by its GeoNames number, else by name, country and nearness. */
export function placeFinder(places: readonly KnownPlace[]): (site: Site, countries: readonly string[]) => KnownPlace | undefined {
  const standing = places.filter(({ status }) => status !== "archived");
  const byNumber = new Map(standing.flatMap((place) => (place.geonamesId ? [[Number(place.geonamesId), place] as const] : [])));
  const byName = new NameIndex<KnownPlace>();
  for (const place of standing) byName.add(foldedNames(place.name, place.aliases), place);
  return (site, countries) => {
    const numbered = site.geonamesId === null ? undefined : byNumber.get(site.geonamesId);
    if (numbered) return numbered;
    const named = foldedNames(site.name).flatMap((word) => byName.get(word));
    return named.find((place) => countries.includes(place.country) && kilometres(place, site) <= NEAR_KM);
  };
}
