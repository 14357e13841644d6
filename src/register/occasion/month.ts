import { Temporal } from "temporal-polyfill";

/** What a month is drawn from: days ("2027-05-09"), or less where less is known. */
export interface Dated {
  startsOn: string;
  endsOn: string | null;
}

/** A stretch of a week: so many days without anything, or what lasts over them. */
export interface Stretch<T> {
  days: number;
  item?: T;
  /** It began before this week, or goes on after it. */
  from: boolean;
  to: boolean;
}
export interface Week<T> {
  days: { date: string; inMonth: boolean; items: T[] }[];
  /** What lasts several days, a line each so that none covers another; each line is seven days long. */
  lines: Stretch<T>[][];
}
export interface Month<T> {
  weeks: Week<T>[];
  /** Known to the month or the year alone: no day of the grid is theirs. */
  undated: T[];
}

/** True when both ends are known to the day. */
export function isDated({ startsOn, endsOn }: Dated): boolean {
  return startsOn.length === 10 && (endsOn === null || endsOn.length === 10);
}

/** True when it may take place in the month ("2027-05"), as far as its dates say. */
export function touches({ startsOn, endsOn }: Dated, month: string): boolean {
  const last = endsOn ?? startsOn;
  return startsOn.slice(0, 7) <= month.slice(0, startsOn.length) && last.slice(0, 7) >= month.slice(0, Math.min(7, last.length));
}

/** The month before or after: monthFrom("2027-12", 1) is "2028-01". */
export function monthFrom(month: string, by: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months: by }).toString();
}

/** The weeks of a month, Monday first, with what takes place on each day. Of days outside the month nothing is shown. */
export function monthOf<T extends Dated>(month: string, items: readonly T[]): Month<T> {
  const own = items.filter((item) => touches(item, month));
  const dated = own.filter(isDated);
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const [begin, end] = [first.toString(), first.add({ days: first.daysInMonth - 1 }).toString()];
  const weeks: Week<T>[] = [];
  for (let monday = first.subtract({ days: first.dayOfWeek - 1 }); monday.toString() <= end; monday = monday.add({ days: 7 })) {
    const dates = Array.from({ length: 7 }, (_, i) => monday.add({ days: i }).toString());
    weeks.push({
      days: dates.map((date) => ({
        date,
        inMonth: date >= begin && date <= end,
        items: date >= begin && date <= end ? dated.filter((item) => isOneDay(item) && item.startsOn === date) : [],
      })),
      lines: linesOf(
        dated.filter((item) => !isOneDay(item)),
        dates.filter((date) => date >= begin && date <= end),
        dates,
      ),
    });
  }
  return { weeks, undated: own.filter((item) => !isDated(item)) };
}

const isOneDay = ({ startsOn, endsOn }: Dated) => endsOn === null || endsOn === startsOn;

/** Each item on the first line where there is room; `own` are the days of the week that are of the month. */
function linesOf<T extends Dated>(items: T[], own: string[], dates: string[]): Stretch<T>[][] {
  const [first, last] = [own[0]!, own.at(-1)!];
  const lines: { item: T; start: number; end: number }[][] = [];
  const here = items
    .filter((item) => item.startsOn <= last && item.endsOn! >= first)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.endsOn! > b.endsOn! ? -1 : 1));
  for (const item of here) {
    const start = dates.indexOf(item.startsOn < first ? first : item.startsOn);
    const end = dates.indexOf(item.endsOn! > last ? last : item.endsOn!);
    const room = lines.find((line) => line.at(-1)!.end < start);
    if (room) room.push({ item, start, end });
    else lines.push([{ item, start, end }]);
  }
  return lines.map((line) => {
    const stretches: Stretch<T>[] = [];
    let at = 0;
    for (const { item, start, end } of line) {
      if (start > at) stretches.push({ days: start - at, from: false, to: false });
      stretches.push({ days: end - start + 1, item, from: item.startsOn < dates[start]!, to: item.endsOn! > dates[end]! });
      at = end + 1;
    }
    if (at < 7) stretches.push({ days: 7 - at, from: false, to: false });
    return stretches;
  });
}
