import type { Translator } from "../../platform/i18n/messages.ts";
import type { Dimension, MoneyRow } from "../../publishing/api/money/cube.ts";
import type { ChartData, ChartRow, ChartSeries } from "../../ui/chart/data.ts";
import { MOST_SERIES } from "../../ui/chart/fills.tsx";
import { shownMeasures } from "./filter.ts";
import type { MoneyView } from "./view.ts";

/** The tables of the page, by name: what is drawn, shown as a table and taken as a file is made here, once. */
export const chartNames = ["years", "totals", "countries", "sources", "themes", "programmes", "planned"] as const;
export type ChartName = (typeof chartNames)[number];

type Key = MoneyRow["key"];
const keyText = (key: Key) => (key === null ? "" : String(key));

/** Every year from the first to the last: an absent one is seen to be absent. */
function everyYear(years: readonly number[]): number[] {
  if (years.length === 0) return [];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The sums of the measure that is shown, by a dimension; the largest first, what is not known last. */
function ranked(view: MoneyView, t: Translator, by: Exclude<Dimension, "year">): ChartData {
  const { cube, filter, currency, query, nameOf } = view;
  const { rows, totals } = cube.sums(by, filter);
  const own = rows.filter((row) => row.currency === currency && row.cents[query.measure] !== 0);
  own.sort((a, b) => Number(a.key === null) - Number(b.key === null) || b.cents[query.measure] - a.cents[query.measure]);
  const total = totals.find((one) => one.currency === currency)?.cents[query.measure] ?? 0;
  return {
    rowLabel: t.dynamic(`money.by.${by}`),
    unit: "cents",
    currency,
    series: [{ key: query.measure, label: t.dynamic(`money.measure.${query.measure}`) }],
    rows: own.map(({ key, cents }): ChartRow => ({ key: keyText(key), label: nameOf(by, key), values: [cents[query.measure]] })),
    // Money of several themes counts whole in each, once in the total.
    totals: [total],
  };
}

/** Years parted by another dimension. */
function byYear(view: MoneyView, t: Translator, by: "source" | "theme"): ChartData {
  const { cube, filter, currency, query, nameOf } = view;
  const cells = cube.cross("year", by, query.measure, currency, filter);
  const sums = new Map<Key, number>();
  for (const { column, cents } of cells) sums.set(column, (sums.get(column) ?? 0) + cents);
  const keys = [...sums].sort((a, b) => Number(a[0] === null) - Number(b[0] === null) || b[1] - a[1]).map(([key]) => key);
  const at = new Map(cells.map(({ row, column, cents }) => [`${row} ${column}`, cents]));
  const series: ChartSeries[] = keys.map((key) => ({ key: keyText(key), label: nameOf(by, key), unknown: key === null }));
  return {
    rowLabel: t("money.by.year"),
    unit: "cents",
    currency,
    series,
    rows: everyYear(cells.map(({ row }) => row as number)).map((year) => ({
      key: String(year),
      label: String(year),
      values: keys.map((key) => at.get(`${year} ${key}`) ?? 0),
    })),
    ...(by === "source" ? { adds: true } : {}),
  };
}

/** Some measures year by year, side by side and never added. */
function measuresByYear(view: MoneyView, t: Translator, of: readonly (typeof shownMeasures)[number][]): ChartData {
  const { cube, filter, currency } = view;
  const { rows } = cube.sums("year", filter);
  const own = rows.filter((row) => row.currency === currency);
  // Two that are compared stay two, though one be unknown.
  const known = of.length === 2 ? of : of.filter((measure) => own.some(({ cents }) => cents[measure] !== 0));
  const years = everyYear(own.filter(({ cents }) => known.some((measure) => cents[measure] !== 0)).map(({ key }) => key as number));
  const at = new Map(own.map((row) => [row.key as number, row.cents]));
  return {
    rowLabel: t("money.by.year"),
    unit: "cents",
    currency,
    // What was planned is drawn hollow: it is not there yet.
    series: known.map((measure, i) => ({
      key: measure,
      label: t.dynamic(`money.measure.${measure}`),
      unknown: of.length === 2 && i === 0,
    })),
    rows: years.map((year) => ({ key: String(year), label: String(year), values: known.map((measure) => at.get(year)?.[measure] ?? 0) })),
    totals: known.map((measure) => own.reduce((sum, { cents }) => sum + cents[measure], 0)),
  };
}

export function chartOf(name: ChartName, view: MoneyView, t: Translator): ChartData {
  switch (name) {
    case "years":
      return byYear(view, t, "source");
    case "themes":
      return byYear(view, t, "theme");
    case "totals":
      return measuresByYear(view, t, shownMeasures);
    case "planned":
      return measuresByYear(view, t, ["scheduled", "paid"]);
    case "sources":
      return ranked(view, t, "source");
    case "countries":
      return ranked(view, t, "country");
    case "programmes":
      return ranked(view, t, "programme");
  }
}

const MOST_BARS = 15;

/** What is drawn of a table: as much as is legible, the rest together and told as such. The table and the files hold all. */
export function drawnOf(name: ChartName, data: ChartData, t: Translator): ChartData {
  if (name === "countries" || name === "programmes") return firstRows(data, MOST_BARS, t);
  if (name === "sources") return firstRows(data, MOST_SERIES, t);
  if (name === "years") return firstSeries(data, MOST_SERIES, t);
  if (name === "themes") {
    const kept = data.series
      .map((_, i) => i)
      .filter((i) => !data.series[i]!.unknown)
      .slice(0, 9);
    return {
      ...data,
      series: kept.map((i) => data.series[i]!),
      rows: data.rows.map((row) => ({ ...row, values: kept.map((i) => row.values[i]!) })),
    };
  }
  return data;
}

/** The first rows, the others added up, then what is not known. */
function firstRows(data: ChartData, most: number, t: Translator): ChartData {
  const [known, unknown] = [data.rows.filter(({ key }) => key !== ""), data.rows.filter(({ key }) => key === "")];
  if (known.length <= most) return data;
  const rest = known.slice(most - 1);
  const others: ChartRow = {
    key: "others",
    label: t("money.others", { count: rest.length }),
    values: data.series.map((_, i) => rest.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)),
  };
  return { ...data, rows: [...known.slice(0, most - 1), others, ...unknown] };
}

function firstSeries(data: ChartData, most: number, t: Translator): ChartData {
  const unknown = data.series.findIndex((one) => one.unknown);
  const known = data.series.map((_, i) => i).filter((i) => i !== unknown);
  if (known.length <= most) return data;
  const [kept, rest] = [known.slice(0, most - 1), known.slice(most - 1)];
  const last = unknown < 0 ? [] : [unknown];
  return {
    ...data,
    series: [
      ...kept.map((i) => data.series[i]!),
      { key: "others", label: t("money.others", { count: rest.length }) },
      ...last.map((i) => data.series[i]!),
    ],
    rows: data.rows.map((row) => ({
      ...row,
      values: [
        ...kept.map((i) => row.values[i]!),
        rest.reduce((sum, i) => sum + (row.values[i] ?? 0), 0),
        ...last.map((i) => row.values[i]!),
      ],
    })),
  };
}
