import { scaleBand, scaleLinear } from "d3-scale";
import { type Draw, Drawing, isNarrow, n, TEXT } from "./drawing.tsx";
import { cut, shortly } from "./format.ts";

const [HEAD, BARS, FOOT, GAP] = [22, 84, 24, 22];

/** A small drawing for each series, all to one scale: what must not be stacked is seen side by side. */
export const Multiples: Draw = ({ id, data, locale, width, title, desc }) => {
  const across = isNarrow({ width }) ? 1 : 3;
  const wide = (width - GAP * (across - 1)) / across;
  const tall = HEAD + BARS + FOOT + GAP;
  const most = Math.max(1, ...data.rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const x = scaleBand<number>()
    .domain(data.rows.map((_, i) => i))
    .range([0, wide])
    .paddingInner(0.25);
  const y = scaleLinear().domain([0, most]).range([0, BARS]);
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={Math.ceil(data.series.length / across) * tall - GAP} series={[]}>
      {data.series.map((series, s) => {
        const [left, top] = [(s % across) * (wide + GAP), Math.floor(s / across) * tall];
        const base = HEAD + BARS + 4;
        const values = data.rows.map((row) => Math.max(0, row.values[s] ?? 0));
        const highest = values.indexOf(Math.max(...values));
        return (
          <g transform={`translate(${n(left)} ${top})`}>
            <text class="chart-value" x="0" y="12">
              {cut(series.label, wide - 62, TEXT)}
            </text>
            {values.map((value, i) => (
              <>
                {value > 0 && (
                  <rect class="chart-fill-0" x={n(x(i)!)} y={n(base - y(value))} width={n(x.bandwidth())} height={n(y(value))} />
                )}
                {i === highest && value > 0 && y(value) < BARS - 4 && (
                  <text
                    class="chart-label"
                    x={n(Math.min(Math.max(x(i)! + x.bandwidth() / 2, 26), wide - 26))}
                    y={n(base - y(value) - 5)}
                    text-anchor="middle"
                  >
                    {shortly(value, data, locale)}
                  </text>
                )}
                {i === highest && value > 0 && y(value) >= BARS - 4 && (
                  <text class="chart-label" x={n(wide)} y="12" text-anchor="end">
                    {shortly(value, data, locale)}
                  </text>
                )}
              </>
            ))}
            <path class="chart-axis" d={`M0,${base}H${n(wide)}`} />
            <text class="chart-label" x="0" y={base + 16}>
              {data.rows[0]?.label}
            </text>
            {data.rows.length > 1 && (
              <text class="chart-label" x={n(wide)} y={base + 16} text-anchor="end">
                {data.rows.at(-1)!.label}
              </text>
            )}
          </g>
        );
      })}
    </Drawing>
  );
};
