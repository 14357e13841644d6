import { createRequire } from "node:module";
import { type GeoProjection, geoConicConformal, geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import type { FC } from "hono/jsx";
import { feature, merge, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const require = createRequire(import.meta.url);

export type MarkKind = "agreement" | "partner" | "project" | "network" | "city";
export interface MapMark {
  /** WGS 84, degrees. */
  latitude: number;
  longitude: number;
  label: string;
  href?: string | undefined;
  kind: MarkKind;
  /** How many records stand here: shown when more than one. */
  count?: number | undefined;
}
export type MapRegion = "world" | "europe";

interface Base {
  width: number;
  height: number;
  project: GeoProjection;
  sea: string;
  grid: string;
  land: string;
  borders: string;
}

const WIDTH = 960;
const bases = new Map<MapRegion, Base>();

/** The shapes of a region, drawn once. Coordinates are whole pixels of a 960-wide drawing: enough for any screen, small on the wire. */
function baseOf(region: MapRegion): Base {
  let base = bases.get(region);
  if (!base) bases.set(region, (base = region === "world" ? drawWorld() : drawEurope()));
  return base;
}

function drawWorld(): Base {
  const topology = withoutAntarctica(require("world-atlas/countries-110m.json") as World);
  const project = geoEqualEarth().fitWidth(WIDTH, feature(topology, topology.objects.countries));
  const [x, y] = project.translate();
  project.translate([x, y + 6]);
  return draw(topology, project);
}

function drawEurope(): Base {
  const topology = require("world-atlas/countries-110m.json") as World;
  const project = geoConicConformal()
    .parallels([40, 60])
    .rotate([-15, 0])
    .center([3, 51.5])
    .scale(1150)
    .translate([WIDTH / 2, 330]);
  return draw(topology, project, 700);
}

function draw(topology: World, project: GeoProjection, height?: number): Base {
  const countries = feature(topology, topology.objects.countries);
  const tall = height ?? Math.ceil(geoPath(project).bounds(countries)[1][1] + 4);
  project.clipExtent([
    [0, 0],
    [WIDTH, tall],
  ]);
  const path = geoPath(project).digits(0);
  return {
    width: WIDTH,
    height: tall,
    project,
    sea: `M0,0H${WIDTH}V${tall}H0Z`,
    grid: compact(path(geoGraticule10()) ?? ""),
    // Coasts once, and borders between two countries once: nothing is drawn twice.
    land: compact(path(merge(topology as Topology, topology.objects.countries.geometries as Parameters<typeof merge>[1])) ?? ""),
    borders: compact(path(mesh(topology, topology.objects.countries, (a, b) => a !== b)) ?? ""),
  };
}

/** The same lines in relative steps on the pixel grid, without the steps that do not move, or the islands of no size. */
function compact(path: string): string {
  return path
    .split(/(?=M)/)
    .map((line) => {
      const points = (line.match(/-?\d+,-?\d+/g) ?? []).map((point) => point.split(",").map(Number) as [number, number]);
      const steps = points
        .slice(1)
        .map(([x, y], i): [number, number] => [x - points[i]![0], y - points[i]![1]])
        .filter(([dx, dy]) => dx !== 0 || dy !== 0);
      const closed = line.endsWith("Z");
      if (steps.length < (closed ? 3 : 1)) return "";
      const [x, y] = points[0]!;
      return `M${x},${y}l${steps
        .map(([dx, dy]) => `${dx}${dy < 0 ? "" : ","}${dy}`)
        .join(" ")
        .replace(/ -/g, "-")}${closed ? "z" : ""}`;
    })
    .join("");
}

function withoutAntarctica(topology: World): World {
  const countries = topology.objects.countries;
  return {
    ...topology,
    objects: { ...topology.objects, countries: { ...countries, geometries: countries.geometries.filter((one) => one.id !== "010") } },
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

/**
 * One world map that needs no script: each mark is a link with a name, reached in turn by the keyboard. Kinds differ
 * by shape as well as by colour.
 */
export const WorldMap: FC<{ marks: MapMark[]; label: string; region?: MapRegion; class?: string }> = ({
  marks,
  label,
  region = "world",
  class: className,
}) => {
  const base = baseOf(region);
  const placed = marks.flatMap((mark) => {
    const at = positionOn(region, mark.latitude, mark.longitude);
    return at ? [{ mark, x: at[0], y: at[1] }] : [];
  });
  return (
    <figure class={className ? `world-map ${className}` : "world-map"} tabindex={0} aria-label={label}>
      <svg viewBox={`0 0 ${base.width} ${base.height}`} role="group" aria-label={label}>
        <path class="map-sea" d={base.sea} />
        <path class="map-grid" d={base.grid} />
        <path class="map-land" d={base.land} />
        <path class="map-borders" d={base.borders} />
        {placed
          .sort((a, b) => (a.mark.count ?? 1) - (b.mark.count ?? 1))
          .map(({ mark, x, y }) =>
            mark.href ? (
              <a href={mark.href} aria-label={mark.label}>
                <Mark mark={mark} x={x} y={y} />
              </a>
            ) : (
              <g role="img" aria-label={mark.label}>
                <Mark mark={mark} x={x} y={y} />
              </g>
            ),
          )}
      </svg>
    </figure>
  );
};

const Mark: FC<{ mark: MapMark; x: number; y: number }> = ({ mark, x, y }) => {
  const n = mark.count ?? 1;
  const r = n === 1 ? 5 : Math.min(18, 7 + 2 * Math.log2(n));
  return (
    <>
      <title>{mark.label}</title>
      {mark.href && <circle class="map-target" cx={x} cy={y} r={Math.max(12, r)} />}
      <Shape kind={mark.kind} x={x} y={y} r={r} />
      {n > 1 && mark.kind !== "network" && (
        <text class="map-count" x={x} y={y + 3}>
          {n}
        </text>
      )}
    </>
  );
};

const Shape: FC<{ kind: MarkKind; x: number; y: number; r: number }> = ({ kind, x, y, r }) => {
  const className = `map-mark map-mark-${kind}`;
  if (kind === "project") return <rect class={className} x={x - r + 1} y={y - r + 1} width={2 * r - 2} height={2 * r - 2} />;
  if (kind === "network") return <path class={className} d={`M${x},${y - r - 1}L${x + r + 1},${y}L${x},${y + r + 1}L${x - r - 1},${y}Z`} />;
  if (kind === "partner") return <path class={className} d={`M${x},${y - r}L${x + r},${y + r - 1}H${x - r}Z`} />;
  return <circle class={className} cx={x} cy={y} r={r} />;
};

/** What each shape stands for. */
export const MapLegend: FC<{ entries: { kind: MarkKind; label: string }[] }> = ({ entries }) => (
  <ul class="map-legend">
    {entries.map(({ kind, label }) => (
      <li>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <Shape kind={kind} x={8} y={8} r={5} />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);
