import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type GeoProjection, geoConicConformal, geoEqualEarth, geoGraticule, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { lighten } from "./map-path.ts";

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const require = createRequire(import.meta.url);
const ANTARCTICA = "010";
/** Borders are hairs behind the marks: fewer points than coasts do. In pixels. */
const BORDERS = 1.8;

export type MapRegion = "world" | "europe";

/** The drawing that marks are put on: sizes in pixels, shapes as SVG path data. */
export interface MapBase {
  width: number;
  height: number;
  project: GeoProjection;
  sea: string;
  grid: string;
  land: string;
  borders: string;
}

const bases = new Map<MapRegion, MapBase>();

/** The shapes of a region, drawn once. */
export function baseOf(region: MapRegion): MapBase {
  let base = bases.get(region);
  if (!base) bases.set(region, (base = region === "world" ? drawWorld() : drawEurope()));
  return base;
}

/** The whole globe, without the Antarctic, where no city acts: its curved edge is the frame. */
function drawWorld(): MapBase {
  const project = geoEqualEarth().fitWidth(960, { type: "Sphere" });
  const southOfTheHorn = project([0, -57])![1];
  const sea = lighten(geoPath(project).digits(1)({ type: "Sphere" }) ?? "", { tolerance: 0.3 });
  return draw(project, [960, Math.ceil(southOfTheHorn)], { sea, atlas: "110m", smallest: 4 });
}

/** Closer, so from the finer atlas: straits and islands are where cities are. */
function drawEurope(): MapBase {
  const project = geoConicConformal().parallels([40, 60]).rotate([-15, 0]).center([3, 51.5]).scale(865).translate([360, 248]);
  return draw(project, [720, 525], { sea: "M0,0H720V525H0Z", atlas: "50m", smallest: 20 });
}

interface Drawing {
  sea: string;
  atlas: "110m" | "50m";
  /** Of an island, in square pixels. */
  smallest: number;
}

function draw(project: GeoProjection, [width, height]: [number, number], { sea, atlas, smallest }: Drawing): MapBase {
  // Read rather than required: once drawn, the atlas is let go.
  const world: World = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${atlas}.json`), "utf8"));
  const all = world.objects.countries.geometries.filter((one) => one.id !== ANTARCTICA);
  const countries: GeometryCollection = { ...world.objects.countries, geometries: all };
  project.clipExtent([
    [0, 0],
    [width, height],
  ]);
  const path = geoPath(project).digits(1);
  return {
    width,
    height,
    project,
    sea,
    grid: lighten(path(geoGraticule().step([30, 30])()) ?? ""),
    // Coasts once, and borders between two countries once: nothing is drawn twice.
    land: lighten(path(merge(world as Topology, all as Parameters<typeof merge>[1])) ?? "", { smallest }),
    borders: lighten(path(mesh(world, countries, (a, b) => a !== b)) ?? "", { tolerance: BORDERS }),
  };
}

/** Where a point stands on the drawing of a region, in pixels; undefined when it is outside. */
export function positionOn(region: MapRegion, latitude: number, longitude: number): [number, number] | undefined {
  const { project, width, height } = baseOf(region);
  const at = project([longitude, latitude]);
  if (!at || !Number.isFinite(at[0]) || at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) return undefined;
  return [Math.round(at[0]), Math.round(at[1])];
}

/** The size of a region's drawing, in pixels. */
export function sizeOf(region: MapRegion): { width: number; height: number } {
  const { width, height } = baseOf(region);
  return { width, height };
}
