import { geoEquirectangular, geoStream } from "d3-geo";
import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
// Natural Earth, 1:50 000 000, in the public domain; served by the site like any other of its files.
import worldUrl from "../../node_modules/world-atlas/countries-50m.json?url";
import { readJson } from "./read.ts";

export interface Base {
  land: FeatureCollection<Polygon | MultiPolygon>;
  borders: MultiLineString;
}

export async function readBase(): Promise<Base> {
  const world = await readJson<Topology<{ countries: GeometryCollection }>>(worldUrl);
  const { countries } = world.objects;
  const land = feature(world, countries) as FeatureCollection<Polygon | MultiPolygon>;
  return { land: { ...land, features: land.features.map(cut) }, borders: mesh(world, countries as never, (a, b) => a !== b) };
}

/** A country that goes over the 180th meridian, or around the pole, in pieces that do not: a flat map draws it right. */
function cut(country: Feature<Polygon | MultiPolygon>): Feature<Polygon | MultiPolygon> {
  return goesOver(country.geometry) ? { ...country, geometry: pieces(country.geometry) } : country;
}

function goesOver({ type, coordinates }: Polygon | MultiPolygon): boolean {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.some((rings) => rings.some((ring) => ring.some(([x], i) => i > 0 && Math.abs(x! - ring[i - 1]![0]!) > 180)));
}

// Degrees in, degrees out; d3 cuts along the meridian on the way. The countries that need it have no holes.
const degrees = geoEquirectangular()
  .scale(180 / Math.PI)
  .translate([0, 0])
  .reflectY(true)
  .precision(0);

function pieces(geometry: Geometry): MultiPolygon {
  const rings: Position[][] = [];
  let ring: Position[] = [];
  const sink = degrees.stream({
    point: (x, y) => void ring.push([x, y]),
    lineStart: () => {
      ring = [];
    },
    lineEnd: () => {
      if (ring.length >= 3) rings.push([...ring, ring[0]!]);
    },
    polygonStart() {},
    polygonEnd() {},
  });
  geoStream(geometry, sink);
  return { type: "MultiPolygon", coordinates: rings.map((one) => [one]) };
}
