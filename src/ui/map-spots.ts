import { type Bits, has } from "../register/project/catalogue/bits.ts";
import { type Catalogue, precisions, type Spots } from "../register/project/catalogue/catalogue.ts";
import { CELL, type Group } from "./map-marks.ts";
import { type MapRegion, positionOn, sizeOf } from "./world-map.tsx";

const known = new WeakMap<Spots, Map<MapRegion, Int32Array>>();

/** The cell of a drawing that each spot stands in, -1 outside: reckoned once for each catalogue. */
export function cellsOf(spots: Spots, region: MapRegion): Int32Array {
  let regions = known.get(spots);
  if (!regions) known.set(spots, (regions = new Map()));
  let cells = regions.get(region);
  if (!cells) {
    const wide = Math.ceil(sizeOf(region).width / CELL[region]) + 1;
    cells = Int32Array.from(spots.project, (_, i) => {
      const at = positionOn(region, spots.latitude[i]!, spots.longitude[i]!);
      return at ? Math.floor(at[1] / CELL[region]) * wide + Math.floor(at[0] / CELL[region]) : -1;
    });
    regions.set(region, cells);
  }
  return cells;
}

interface Cell {
  spots: number[];
  records: number;
  /** The project counted last: the spots of one stand together. */
  last: number;
  countries: Set<string>;
  hollow: boolean;
}

export interface SpotsDrawn {
  groups: Group[];
  /** Inside the frame: spots, and the projects that they are of. */
  spots: number;
  records: number;
  /** Spots in all, inside the frame or not. */
  allSpots: number;
}

/** The spots of some projects that would cover each other, together. */
export function groupSpots({ spots, ids }: Catalogue, set: Bits, region: MapRegion): SpotsDrawn {
  const at = cellsOf(spots, region);
  const cells = new Map<number, Cell>();
  let [inside, allSpots, records, last] = [0, 0, 0, -1];
  for (let i = 0; i < at.length; i++) {
    const project = spots.project[i]!;
    if (!has(set, project)) continue;
    allSpots++;
    if (at[i] === -1) continue;
    inside++;
    if (project !== last) records++;
    last = project;
    let cell = cells.get(at[i]!);
    if (!cell) cells.set(at[i]!, (cell = { spots: [], records: 0, last: -1, countries: new Set(), hollow: true }));
    cell.spots.push(i);
    if (cell.last !== project) cell.records++;
    cell.last = project;
    if (spots.country[i]) cell.countries.add(spots.country[i]!);
    if (precisions[spots.precision[i]!] !== "country") cell.hollow = false;
  }
  const times = new Uint32Array(spots.points);
  const groups = [...cells.values()].map((cell): Group => {
    // The mark stands at the point that most of its records share, never in the sea between two.
    let best = cell.spots[0]!;
    for (const i of cell.spots) times[spots.point[i]!]!++;
    for (const i of cell.spots) if (times[spots.point[i]!]! > times[spots.point[best]!]!) best = i;
    for (const i of cell.spots) times[spots.point[i]!] = 0;
    return {
      layer: "projects",
      latitude: spots.latitude[best]!,
      longitude: spots.longitude[best]!,
      count: cell.records,
      hollow: cell.hollow,
      countries: [...cell.countries],
      ...(cell.records === 1 ? { only: { kind: "project", id: ids[cell.last]! } } : {}),
    };
  });
  return { groups, spots: inside, records, allSpots };
}
