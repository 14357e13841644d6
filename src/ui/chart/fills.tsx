import type { FC } from "hono/jsx";
import type { ChartSeries } from "./data.ts";

/** Full ink and accent first, then patterns: series stay apart without colour, in print and in the reader's own colours. */
const PATTERNS = [
  undefined,
  undefined,
  "M-1,1l2,-2M0,6l6,-6M5,7l2,-2",
  "M0,3H6",
  "M3,0V6",
  "M-1,5l2,2M0,0l6,6M5,-1l2,2",
  "M0,0l6,6M6,0l-6,6",
] as const;
export const MOST_SERIES = PATTERNS.length;

const placeOf = (index: number) => index % MOST_SERIES;

/** The attributes of the shapes of a series. */
export function fillOf(id: string, series: ChartSeries, index: number): { class: string; fill?: string } {
  if (series.unknown) return { class: "chart-unknown" };
  const place = placeOf(index);
  return PATTERNS[place] ? { class: "chart-pattern", fill: `url(#${id}-p${place})` } : { class: `chart-fill-${place}` };
}

/** The patterns that the series of a drawing use. */
export const Patterns: FC<{ id: string; series: readonly ChartSeries[] }> = ({ id, series }) => {
  const used = [...new Set(series.flatMap((one, i) => (one.unknown || !PATTERNS[placeOf(i)] ? [] : [placeOf(i)])))];
  if (used.length === 0) return <></>;
  return (
    <defs>
      {used.map((place) => (
        <pattern id={`${id}-p${place}`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="chart-paper" width="6" height="6" />
          <path class="chart-hatch" d={PATTERNS[place]} />
        </pattern>
      ))}
    </defs>
  );
};

/** What each series looks like, in words beside its own pattern. */
export const Key: FC<{ id: string; series: readonly ChartSeries[] }> = ({ id, series }) => (
  <ul class="chart-key">
    {series.map((one, i) => (
      <li>
        <svg viewBox="0 0 18 12" aria-hidden="true" focusable="false">
          <Patterns id={`${id}-k${i}`} series={series.map((other, j) => (j === i ? other : { ...other, unknown: true }))} />
          <rect {...fillOf(`${id}-k${i}`, one, i)} x="0.5" y="0.5" width="17" height="11" />
        </svg>
        {one.label}
      </li>
    ))}
  </ul>
);
