/** What makes two figures of a series say different things. */
interface Comparable { series: string; value: number; qualifier: string; currency: string | null }

export interface Series<F> {
  series: string;
  figures: F[];
  /** Two or more values stand in it: each holds for its own date, perimeter and source. */
  differs: boolean;
}

/** Figures by series, in the order given. Figures of one series measure the same thing and may contradict each other. */
export function groupBySeries<F extends Comparable>(figures: F[]): Series<F>[] {
  const groups = Map.groupBy(figures, (figure) => figure.series);
  return [...groups].map(([series, members]) => ({
    series,
    figures: members,
    differs: new Set(members.map((figure) => `${figure.qualifier} ${figure.value} ${figure.currency ?? ""}`)).size > 1,
  }));
}
