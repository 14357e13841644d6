import type { FC } from "hono/jsx";
import { baseOf, type MapRegion, positionOn } from "./map-base.ts";
import { type Placed, radiusOf, spread } from "./map-spread.ts";

export { type MapRegion, positionOn, sizeOf } from "./map-base.ts";

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
              <a href={mark.href} aria-label={mark.label}>
                <Mark mark={mark} x={x} y={y} r={r} />
              </a>
            ) : (
              <g role="img" aria-label={mark.label}>
                <Mark mark={mark} x={x} y={y} r={r} />
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

const Mark: FC<{ mark: MapMark; x: number; y: number; r: number }> = ({ mark, x, y, r }) => {
  const n = mark.count ?? 1;
  return (
    <>
      <title>{mark.label}</title>
      {mark.href && r < TARGET && <circle class="map-target" cx={x} cy={y} r={TARGET} />}
      <Shape kind={mark.kind} x={x} y={y} r={r} hollow={mark.hollow} />
      {n > 1 && (
        <text class={mark.hollow || mark.kind === "network" ? "map-count map-count-hollow" : "map-count"} x={x} y={y + 3}>
          {n}
        </text>
      )}
    </>
  );
};

const Shape: FC<{ kind: MarkKind; x: number; y: number; r: number; hollow?: boolean | undefined }> = ({ kind, x, y, r, hollow }) => {
  const className = `map-mark map-mark-${kind}${hollow ? " map-mark-hollow" : ""}`;
  if (kind === "project") return <rect class={className} x={x - r + 1} y={y - r + 1} width={2 * r - 2} height={2 * r - 2} />;
  if (kind === "network") return <path class={className} d={`M${x},${y - r - 1}L${x + r + 1},${y}L${x},${y + r + 1}L${x - r - 1},${y}Z`} />;
  if (kind === "partner") return <path class={className} d={`M${x},${y - r}L${x + r},${y + r - 1}H${x - r}Z`} />;
  if (kind === "city") return <path class={className} d={star(x, y, r)} />;
  return <circle class={className} cx={x} cy={y} r={r} />;
};

/** Five points, as maps mark the city that they are drawn from. */
function star(x: number, y: number, r: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const [angle, far] = [(Math.PI * i) / 5, i % 2 ? r * 0.42 : r];
    return `${Math.round((x + far * Math.sin(angle)) * 10) / 10},${Math.round((y - far * Math.cos(angle)) * 10) / 10}`;
  });
  return `M${points.join("L")}Z`;
}

/** What each shape stands for. */
export const MapLegend: FC<{ entries: { kind: MarkKind; label: string; hollow?: boolean }[] }> = ({ entries }) => (
  <ul class="map-legend">
    {entries.map(({ kind, label, hollow }) => (
      <li>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <Shape kind={kind} x={8} y={8} r={kind === "city" ? 8 : 5} hollow={hollow} />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);
