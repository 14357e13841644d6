import { createRequire } from "node:module";
import { geoArea, geoBounds, geoCentroid, geoContains, geoDistance } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { locatedCountries } from "../../register/map/countries-store.ts";
import type { LocatedCountry } from "../../register/map/spots.ts";
import { placeLabels } from "../../register/map/store.ts";
import { plain } from "../../ui/text.tsx";

/** The names on the interactive map: countries with how large they are (steradians; 0 for an island of no size), places. */
interface MapLabels {
  countries: [name: string, longitude: number, latitude: number, area: number][];
  places: [name: string, longitude: number, latitude: number][];
}
type Labelled = LocatedCountry & { longitude: number; latitude: number };

export async function mapLabels(db: Database, locale: Locale): Promise<MapLabels> {
  const [countries, places] = await Promise.all([locatedCountries(db), placeLabels(db)]);
  const labelled = countries.filter((one): one is Labelled => one.longitude !== null && one.latitude !== null);
  const areas = areasOf(labelled);
  return {
    countries: labelled.map(({ code, name, longitude, latitude }) => [plain(name, locale), longitude, latitude, areas.get(code) ?? 0]),
    places: places.map(({ name, longitude, latitude }) => [plain(name, locale), longitude, latitude]),
  };
}

let known: { countries: string; areas: Map<string, number> } | undefined;

/** How large the countries are by their codes: the larger one keeps its name where two names would cover each other. */
function areasOf(countries: readonly Labelled[]): Map<string, number> {
  const key = JSON.stringify(countries.map(({ code, longitude, latitude }) => [code, longitude, latitude]));
  if (known?.countries !== key) known = { countries: key, areas: measure(countries) };
  return known.areas;
}

/** Shapes bear no code that the register knows: a shape is the country of its name, else the one whose label is in it. */
function measure(countries: readonly Labelled[]): Map<string, number> {
  const world = createRequire(import.meta.url)("world-atlas/countries-110m.json") as Topology<{
    countries: GeometryCollection<{ name: string }>;
  }>;
  const areas = new Map<string, number>();
  for (const shape of feature(world, world.objects.countries).features) {
    const [[west, south], [east, north]] = geoBounds(shape);
    const within = countries.filter(
      ({ longitude: x, latitude: y }) =>
        y >= south && y <= north && (west <= east ? x >= west && x <= east : x >= west || x <= east) && geoContains(shape, [x, y]),
    );
    const middle = geoCentroid(shape);
    const far = (one: Labelled) => geoDistance([one.longitude, one.latitude], middle);
    // Andorra, Monaco and the Vatican have no shape of their own at this scale: they are in another's.
    const owner = countries.find((one) => one.name.en === shape.properties.name) ?? within.sort((a, b) => far(a) - far(b))[0];
    if (owner) areas.set(owner.code, Number(geoArea(shape).toPrecision(3)));
  }
  return areas;
}
