/** Numbers as a chart, a table and a file show them: the same, in the same order. */
export interface ChartData {
  /** What a row is: "Année", "Pays". */
  rowLabel: string;
  series: ChartSeries[];
  rows: ChartRow[];
  /** cents: integer cents of `currency`. */
  unit: "cents" | "count";
  currency?: string;
  /** The series of a row add up: the table has their sum. */
  adds?: boolean;
  /** What the rows add up to, series by series; absent where they do not add up (a theme, a counter). */
  totals?: number[];
}
export interface ChartSeries {
  key: string;
  label: string;
  /** What is not known: drawn hollow, whatever its place. */
  unknown?: boolean;
}
export interface ChartRow {
  /** A code, as the addresses and the API write it; empty where it is not known. */
  key: string;
  label: string;
  href?: string | undefined;
  /** By series; null where there is none, which is not zero. */
  values: (number | null)[];
}

export const sumOf = ({ values }: ChartRow): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** What each series adds up to. */
export const totalsOf = (data: ChartData): number[] =>
  data.series.map((_, i) => data.rows.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));

/** Never drawn: fewer words than a table says better. */
export const isEmpty = ({ rows }: ChartData): boolean => rows.every(({ values }) => values.every((value) => !value));
