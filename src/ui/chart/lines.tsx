import { scaleLinear, scalePoint } from "d3-scale";
import { area, line } from "d3-shape";
import type { FC } from "hono/jsx";
import { type Draw, Drawing, type DrawProps, isNarrow, n, TEXT } from "./drawing.tsx";
import { cut, shortly } from "./format.ts";

const [TOP, BOTTOM, SIDE] = [26, 26, 34];

/** One series over time: a line from point to point, each with its value. A value that is not known breaks it. */
export const Lines: Draw = (props) => <Points {...props} joined />;
/** The same without the line: values that contradict each other are no movement. */
export const Dots: Draw = (props) => <Points {...props} joined={false} />;

const Points: FC<DrawProps & { joined: boolean }> = ({ id, data, locale, width, title, desc, joined }) => {
  const height = isNarrow({ width }) ? 170 : 190;
  const values = data.rows.map(({ values: [value] }) => value ?? null);
  const x = scalePoint<number>()
    .domain(values.map((_, i) => i))
    .range([SIDE, width - SIDE]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...values.map((value) => value ?? 0))])
    .range([height - BOTTOM, TOP]);
  const points = values.map((value, i) => ({ value, x: x(i)! }));
  const shape = { defined: (one: (typeof points)[number]) => one.value !== null, x: (one: (typeof points)[number]) => one.x };
  const path = line<(typeof points)[number]>()
    .defined(shape.defined)
    .x(shape.x)
    .y((one) => y(one.value ?? 0))
    .digits(1);
  const under = area<(typeof points)[number]>()
    .defined(shape.defined)
    .x(shape.x)
    .y0(y(0))
    .y1((one) => y(one.value ?? 0))
    .digits(1);
  const every = Math.max(1, Math.ceil((TEXT * 5 * points.length) / width));
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={height} series={data.series}>
      {joined && <path class="chart-area" d={under(points) ?? ""} />}
      {joined && <path class="chart-line" d={path(points) ?? ""} />}
      <path class="chart-axis" d={`M0,${height - BOTTOM}H${width}`} />
      {points.map(({ value, x: at }, i) => (
        <g>
          {value !== null && !joined && <path class="chart-axis" d={`M${n(at)},${height - BOTTOM}V${n(y(value))}`} />}
          {value !== null && <circle class="chart-dot" cx={n(at)} cy={n(y(value))} r="4" />}
          {i % every === 0 && (
            <>
              <text class="chart-value" x={n(at)} y={n(y(value ?? 0) - 9)} text-anchor="middle">
                {value === null ? "" : shortly(value, data, locale)}
              </text>
              <text class="chart-label" x={n(at)} y={height - 8} text-anchor="middle">
                {cut(data.rows[i]!.label, (width / points.length) * every, TEXT)}
              </text>
            </>
          )}
        </g>
      ))}
    </Drawing>
  );
};
