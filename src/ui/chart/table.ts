import { stringify } from "csv-stringify/sync";
import { type ChartData, sumOf, totalsOf } from "./data.ts";

/** What each line of a file says beside its numbers, so that no line is read without it. */
export type Said = Record<string, string>;

/** Cents exactly, with a decimal point; counts as they are; "" where there is none. */
function cell(value: number | null, unit: ChartData["unit"]): string {
  if (value === null) return "";
  if (unit === "count") return String(value);
  const digits = String(Math.abs(value)).padStart(3, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// What spreadsheets take for a formula gets an apostrophe, which they hide.
const text = (value: string) => (/^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value);

/** The whole table of a chart: RFC 4180, UTF-8, comma, CRLF, decimal point. The last line has no key: it is the total. */
export function chartCsv(data: ChartData, { total, said }: { total: string; said: Said }): string {
  const adds = data.adds && data.series.length > 1;
  const head = ["key", data.rowLabel, ...data.series.map(({ label }) => label), ...(adds ? [total] : []), ...Object.keys(said)];
  const tail = Object.values(said).map(text);
  const rows = data.rows.map((row) => [
    text(row.key),
    text(row.label),
    ...row.values.map((value) => cell(value, data.unit)),
    ...(adds ? [cell(sumOf(row), data.unit)] : []),
    ...tail,
  ]);
  const foot = data.totals ?? (data.adds ? totalsOf(data) : undefined);
  if (foot)
    rows.push([
      "",
      total,
      ...foot.map((value) => cell(value, data.unit)),
      ...(adds
        ? [
            cell(
              foot.reduce((a, b) => a + b, 0),
              data.unit,
            ),
          ]
        : []),
      ...tail,
    ]);
  return stringify([head.map(text), ...rows], { record_delimiter: "windows" });
}
