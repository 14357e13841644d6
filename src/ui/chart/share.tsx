import { share } from "../format.ts";
import { type Draw, Drawing, isNarrow, n, TEXT } from "./drawing.tsx";
import { fillOf } from "./fills.tsx";
import { cut, shortly } from "./format.ts";

/** One strip, parted by row; below it, each part by its name, value and share. */
export const Share: Draw = ({ id, data, locale, width, title, desc }) => {
  const narrow = isNarrow({ width });
  const whole = data.rows.reduce((sum, { values }) => sum + Math.max(0, values[0] ?? 0), 0) || 1;
  const series = data.rows.map(({ key, label }) => ({ key, label, unknown: key === "" }));
  const step = 24;
  let from = 0;
  return (
    <Drawing id={id} title={title} desc={desc} width={width} height={52 + data.rows.length * step} series={series}>
      {data.rows.map((row, i) => {
        const value = Math.max(0, row.values[0] ?? 0);
        const [left, wide] = [(from / whole) * width, (value / whole) * width];
        from += value;
        const at = 52 + i * step;
        return (
          <g>
            <rect {...fillOf(id, series[i]!, i)} x={n(left)} y="2" width={n(wide)} height="34" />
            <rect {...fillOf(id, series[i]!, i)} x="1" y={at} width="18" height="12" />
            <text class="chart-label" x="28" y={at + 11}>
              {cut(row.label, narrow ? width - 28 - 130 : width - 28 - 160, TEXT)}
            </text>
            <text class="chart-value" x={narrow ? width : n(width * 0.7)} y={at + 11} text-anchor="end">
              {`${shortly(value, data, locale)} · ${share(Math.round((value / whole) * 1_000) / 10, locale)}`}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
};
