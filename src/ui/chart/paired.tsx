import { scaleLinear } from "d3-scale";
import { type Draw, Drawing, isNarrow, n, TEXT } from "./drawing.tsx";
import { fillOf } from "./fills.tsx";
import { cut, shortly, widthOf } from "./format.ts";

/** What was planned, hollow, and inside it what came, full: the first two series of each row. */
export const Paired: Draw = ({ id, data, locale, width, title, desc }) => {
  const narrow = isNarrow({ width });
  const said = (value: number | null | undefined) => (value === null || value === undefined ? "–" : shortly(value, data, locale));
  const words = data.rows.map(({ values }) => `${said(values[1])} / ${said(values[0])}`);
  const left = narrow ? 0 : Math.min(width * 0.32, Math.max(50, ...data.rows.map(({ label }) => widthOf(label, TEXT))) + 12);
  const right = narrow ? 4 : Math.max(...words.map((word) => widthOf(word, TEXT + 2)), 40) + 12;
  const x = scaleLinear()
    .domain([0, Math.max(1, ...data.rows.flatMap(({ values }) => values.map((value) => value ?? 0)))])
    .range([0, width - left - right]);
  const step = narrow ? 46 : 34;
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={data.rows.length * step + 4} series={data.series}>
      {data.rows.map(({ label, values }, i) => {
        const top = i * step + (narrow ? 20 : 4);
        const [planned, real] = [x(Math.max(0, values[0] ?? 0)), x(Math.max(0, values[1] ?? 0))];
        return (
          <g>
            <text class="chart-label" x={narrow ? 0 : left - 10} y={narrow ? top - 5 : top + 16} text-anchor={narrow ? "start" : "end"}>
              {cut(label, narrow ? width / 2 : left - 12, TEXT)}
            </text>
            <rect class="chart-unknown" x={n(left)} y={top} width={n(Math.max(planned, 0.8))} height="22" />
            <rect {...fillOf(id, data.series[1]!, 1)} x={n(left)} y={top + 6} width={n(real > 0 ? Math.max(real, 0.8) : 0)} height="10" />
            <text
              class="chart-value"
              x={narrow ? width : n(left + Math.max(planned, real) + 8)}
              y={narrow ? top - 5 : top + 16}
              text-anchor={narrow ? "end" : "start"}
            >
              {words[i]}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
};
