import { firstDay } from "../record/partial-date.ts";

interface YearFigure {
  id: string;
  series: string;
  value: number;
  measure: string;
  periodStart: string | null;
  periodEnd: string | null;
}
interface AwardYear {
  year: number;
  count: number;
  cents: number;
  currency: string;
}

export interface LaureateYear<F> {
  year: number;
  /** Counts published of that year alone. Several may differ: none is chosen. */
  published: F[];
  /** What the register holds of that year. */
  awards: AwardYear[];
}

const yearOf = (value: string) => Number(firstDay(value).slice(0, 4));

/** The laureates of a label, year by year, the latest first: the counts that were published, and the grants that the register knows. */
export function laureatesByYear<F extends YearFigure>(figures: readonly F[], awards: readonly AwardYear[]): LaureateYear<F>[] {
  const ofOneYear = figures.filter(
    ({ measure, periodStart, periodEnd }) => measure === "count" && periodStart && periodEnd && yearOf(periodStart) === yearOf(periodEnd),
  );
  const years = new Set([...ofOneYear.map(({ periodStart }) => yearOf(periodStart!)), ...awards.map(({ year }) => year)]);
  return [...years]
    .sort((a, b) => b - a)
    .map((year) => ({
      year,
      published: ofOneYear.filter(({ periodStart }) => yearOf(periodStart!) === year),
      awards: awards.filter((one) => one.year === year),
    }));
}
