import { firstDay, lastDay } from "../record/partial-date.ts";

/** What makes two figures of a series say different things. */
interface Comparable {
  series: string;
  value: number;
  qualifier: string;
  currency: string | null;
  periodStart: string | null;
  periodEnd: string | null;
}

export interface Series<F> {
  series: string;
  figures: F[];
  /** Two of them give different values without being of different periods: each holds for its own date, perimeter and source. */
  differs: boolean;
}

/** Figures by series, in the order given. Figures of one series measure the same thing and may contradict each other. */
export function groupBySeries<F extends Comparable>(figures: F[]): Series<F>[] {
  const groups = Map.groupBy(figures, (figure) => figure.series);
  return [...groups].map(([series, members]) => ({
    series,
    figures: members,
    differs: members.some((one, i) => members.slice(i + 1).some((other) => contradict(one, other))),
  }));
}

function contradict(a: Comparable, b: Comparable): boolean {
  const same = a.value === b.value && a.qualifier === b.qualifier && a.currency === b.currency;
  return !same && !apart(a, b) && !apart(b, a);
}

/** The first is over before the second begins: a change from one year to the next is no contradiction. */
function apart(earlier: Comparable, later: Comparable): boolean {
  const end = earlier.periodEnd;
  return end !== null && later.periodStart !== null && lastDay(end) < firstDay(later.periodStart);
}
