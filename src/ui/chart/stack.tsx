import { scaleBand, scaleLinear } from "d3-scale";
import { sumOf } from "./data.ts";
import { type Draw, Drawing, isNarrow, n, TEXT } from "./drawing.tsx";
import { fillOf } from "./fills.tsx";
import { cut, shortly, widthOf } from "./format.ts";

const [TOP, BOTTOM, MOST_WIDE] = [24, 26, 80];

/** Columns, one for each row, stacked by series, each with its sum above it. On a narrow drawing they lie down. */
export const Stack: Draw = (props) => (isNarrow(props) ? <Lying {...props} /> : <Standing {...props} />);

const [ROW, THICK, NAME] = [28, 18, 44];

const Lying: Draw = ({ id, data, locale, width, title, desc }) => {
  const words = data.rows.map((row) => (sumOf(row) > 0 ? shortly(sumOf(row), data, locale) : "–"));
  const right = Math.max(...words.map((word) => widthOf(word, TEXT + 2)), 20) + 8;
  const x = scaleLinear()
    .domain([0, Math.max(1, ...data.rows.map(sumOf))])
    .range([0, width - NAME - right]);
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={data.rows.length * ROW + 2} series={data.series}>
      {data.rows.map((row, i) => {
        let from = 0;
        const top = i * ROW + 2;
        return (
          <g>
            <text class="chart-label" x="0" y={top + 14}>
              {cut(row.label, NAME, TEXT)}
            </text>
            {data.series.map((series, s) => {
              const value = Math.max(0, row.values[s] ?? 0);
              if (value === 0) return null;
              const [left, end] = [x(from), x(from + value)];
              from += value;
              return <rect {...fillOf(id, series, s)} x={n(NAME + left)} y={top} width={n(end - left)} height={THICK} />;
            })}
            <text class="chart-value" x={n(NAME + x(from) + 6)} y={top + 14}>
              {words[i]}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
};

const Standing: Draw = ({ id, data, locale, width, title, desc }) => {
  const height = 300;
  const x = scaleBand<number>()
    .domain(data.rows.map((_, i) => i))
    .range([0, width])
    .paddingInner(0.28)
    .paddingOuter(0.1);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...data.rows.map(sumOf))])
    .range([height - BOTTOM, TOP]);
  const wide = Math.min(x.bandwidth(), MOST_WIDE);
  // Where columns are many, only some of the words have room.
  const every = Math.ceil((TEXT * 4.2) / x.step());
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={height} series={data.series}>
      {data.rows.map((row, i) => {
        let from = 0;
        const left = x(i)! + (x.bandwidth() - wide) / 2;
        return (
          <g>
            {data.series.map((series, s) => {
              const value = Math.max(0, row.values[s] ?? 0);
              if (value === 0) return null;
              const [top, bottom] = [y(from + value), y(from)];
              from += value;
              return <rect {...fillOf(id, series, s)} x={n(left)} y={n(top)} width={n(wide)} height={n(bottom - top)} />;
            })}
            {i % every === 0 && (
              <>
                <text class="chart-value" x={n(left + wide / 2)} y={n(y(from) - 6)} text-anchor="middle">
                  {from > 0 ? shortly(from, data, locale) : ""}
                </text>
                <text class="chart-label" x={n(left + wide / 2)} y={height - 8} text-anchor="middle">
                  {cut(row.label, x.step() * every, TEXT)}
                </text>
              </>
            )}
          </g>
        );
      })}
      <path class="chart-axis" d={`M0,${height - BOTTOM}H${width}`} />
    </Drawing>
  );
};
