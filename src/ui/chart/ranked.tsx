import { scaleLinear } from "d3-scale";
import { type Draw, Drawing, isNarrow, n, TEXT } from "./drawing.tsx";
import { fillOf } from "./fills.tsx";
import { cut, shortly, widthOf } from "./format.ts";

/** Bars lying down, each with its name and its value. On a narrow drawing the name stands above its bar. */
export const Ranked: Draw = ({ id, data, locale, width, title, desc }) => {
  const narrow = isNarrow({ width });
  const series = data.series[0]!;
  const words = data.rows.map((row) => (row.values[0] === null ? "–" : shortly(row.values[0] ?? 0, data, locale)));
  const left = narrow ? 0 : Math.min(width * 0.36, Math.max(60, ...data.rows.map(({ label }) => widthOf(label, TEXT))) + 12);
  const right = Math.max(30, ...words.map((word) => widthOf(word, TEXT + 2))) + 10;
  const x = scaleLinear()
    .domain([0, Math.max(1, ...data.rows.map(({ values }) => values[0] ?? 0))])
    .range([0, width - left - right]);
  const [step, bar] = narrow ? [40, 13] : [26, 16];
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={data.rows.length * step + 4} series={data.series}>
      {data.rows.map((row, i) => {
        const top = i * step + (narrow ? 20 : 4);
        const long = x(Math.max(0, row.values[0] ?? 0));
        const fill = row.key === "" ? { class: "chart-unknown" } : fillOf(id, series, 0);
        return (
          <g>
            <text class="chart-label" x={narrow ? 0 : left - 10} y={narrow ? top - 5 : top + 12.5} text-anchor={narrow ? "start" : "end"}>
              {cut(row.label, narrow ? width : left - 12, TEXT)}
            </text>
            <rect {...fill} x={n(left)} y={top} width={n(Math.max(long, 0.8))} height={bar} />
            <text class="chart-value" x={n(left + long + 6)} y={top + (narrow ? 11 : 12.5)}>
              {words[i]}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
};
