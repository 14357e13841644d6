import type { FC } from "hono/jsx";
import { baseOf, type MapRegion, positionOn } from "./map-base.ts";
import { type Placed, radiusOf, spread } from "./map-spread.ts";

export { type MapRegion, positionOn, sizeOf } from "./map-base.ts";

export type MarkKind = "agreement" | "partner" | "project" | "network" | "occasion" | "city";
export interface MapMark {
  /** WGS 84, degrees. */
  latitude: number;
  longitude: number;
  label: string;
  href?: string | undefined;
  kind: MarkKind;
  /** How many records stand here: shown when more than one. */
  count?: number | undefined;
  /** Drawn as an outline: only the country is known. */
  hollow?: boolean | undefined;
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
  const placed = marks.flatMap((mark): (Placed & { mark: MapMark })[] => {
    const at = positionOn(region, mark.latitude, mark.longitude);
    return at ? [{ mark, x: at[0], y: at[1], r: mark.kind === "city" ? CITY : radiusOf(mark.count), fixed: mark.kind === "city" }] : [];
  });
  return (
    <figure class={["world-map", `map-of-${region}`, className].filter(Boolean).join(" ")} tabindex={0} aria-label={label}>
      <svg viewBox={`0 0 ${base.width} ${base.height}`} role="group" aria-label={label}>
        <path class="map-sea" d={base.sea} />
        <path class="map-grid" d={base.grid} />
        <path class="map-land" d={base.land} />
        <path class="map-borders" d={base.borders} />
        {spread(placed)
          .sort((a, b) => rank(a.mark) - rank(b.mark))
          .map(({ mark, x, y, r }) =>
            mark.href ? (
              <a href={mark.href} transform={`translate(${x} ${y})`}>
                <Mark mark={mark} r={r} />
              </a>
            ) : (
              <g role="img" transform={`translate(${x} ${y})`}>
                <Mark mark={mark} r={r} />
              </g>
            ),
          )}
      </svg>
    </figure>
  );
};

const CITY = 8;
/** Half of the 24 pixels that WCAG 2.2 asks of a target (2.5.8), on a drawing shown at its own size. */
const TARGET = 12;

/** What is drawn later covers what was drawn before: the city is never covered. */
function rank(mark: MapMark): number {
  return mark.kind === "city" ? Number.POSITIVE_INFINITY : (mark.count ?? 1);
}

/** Its title is its name, for who hears it and for who points at it. Drawn around its own centre: the same shapes again and again weigh next to nothing once compressed. */
const Mark: FC<{ mark: MapMark; r: number }> = ({ mark, r }) => {
  const n = mark.count ?? 1;
  return (
    <>
      <title>{mark.label}</title>
      {mark.href && r < TARGET && <circle class="map-target" r={TARGET} />}
      <Shape kind={mark.kind} r={r} hollow={mark.hollow} />
      {n > 1 && (
        <text
          class={mark.hollow || mark.kind === "network" ? "map-count map-count-hollow" : "map-count"}
          y={mark.kind === "occasion" ? 2.5 : 3.5}
        >
          {n}
        </text>
      )}
    </>
  );
};

const Shape: FC<{ kind: MarkKind; r: number; hollow?: boolean | undefined }> = ({ kind, r, hollow }) => {
  const className = `map-mark map-mark-${kind}${hollow ? " map-mark-hollow" : ""}`;
  const [half, wide] = [r - 1, r + 1];
  if (kind === "project") return <rect class={className} x={-half} y={-half} width={2 * half} height={2 * half} />;
  if (kind === "network") return <path class={className} d={`M0,${-wide}L${wide},0L0,${wide}L${-wide},0Z`} />;
  if (kind === "partner") return <path class={className} d={`M0,${-r}L${r},${half}H${-r}Z`} />;
  if (kind === "occasion") return <path class={className} d={`M${-wide},${-half}H${wide}V0L0,${wide}L${-wide},0Z`} />;
  if (kind === "city") return <path class={className} d={star(r)} />;
  return <circle class={className} r={r} />;
};

/** Five points, as maps mark the city that they are drawn from. */
function star(r: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const [angle, far] = [(Math.PI * i) / 5, i % 2 ? r * 0.42 : r];
    return `${(far * Math.sin(angle)).toFixed(1)},${(-far * Math.cos(angle)).toFixed(1)}`;
  });
  return `M${points.join("L")}Z`;
}

/** What each shape stands for. */
export const MapLegend: FC<{ entries: { kind: MarkKind; label: string; hollow?: boolean }[] }> = ({ entries }) => (
  <ul class="map-legend">
    {entries.map(({ kind, label, hollow }) => (
      <li>
        <svg viewBox="-8 -8 16 16" aria-hidden="true">
          <Shape kind={kind} r={kind === "city" ? 8 : 5} hollow={hollow} />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);
