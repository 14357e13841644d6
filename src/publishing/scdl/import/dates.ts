import { fold } from "../../../register/record/names.ts";
import { isPartialDate } from "../../../register/record/partial-date.ts";
import { asked, clean, type Reading, refused, repaired } from "./reading.ts";

/** Which of the two comes first in 05/12/2016, where other dates of the column leave no doubt. */
export type DateOrder = "day_first" | "month_first";

const MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];
/** Two digits of a year are of this century: SCDL is of 2018, and a SIRET of 1973. */
const CENTURY = "20";

const iso = (year: string, month: string | number, day: string | number) =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
const plausible = (date: string) => date >= "1900" && date < "2200" && isPartialDate(date);

/** A day, as the schema writes it (2017-06-27) or as people do. `order`: what the other dates of the column say. */
export function readDay(cell: string, order?: DateOrder): Reading<string> {
  const text = cell.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return plausible(text) ? clean(text) : swapped(text);
  if (/^\d{4}(-\d{2})?$/.test(text) && plausible(text)) return clean(text, "date_partial");
  const time = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text)?.[1];
  if (time && plausible(time)) return repaired(time, "date_form");
  const yearFirst =
    /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text) ??
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ??
    /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) {
    const date = iso(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!);
    return plausible(date) ? repaired(date, "date_form") : swapped(date);
  }
  const yearLast = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(text);
  if (yearLast) return dayAndMonth(yearLast[1]!, yearLast[2]!, yearLast[3]!.length === 2 ? CENTURY + yearLast[3] : yearLast[3]!, order);
  const words = /^(\d{1,2})(?:er)?\s+(\p{L}+)\.?\s+(\d{4})$/u.exec(text);
  if (words) return inWords(words[1]!, fold(words[2]!), words[3]!);
  if (/^[2-6]\d{4}(\.0+)?$/.test(text)) return serial(Number(text));
  return refused("date_unreadable");
}

function dayAndMonth(first: string, second: string, year: string, order: DateOrder | undefined): Reading<string> {
  const [dayFirst, monthFirst] = [iso(year, second, first), iso(year, first, second)];
  const [a, b] = [plausible(dayFirst), plausible(monthFirst)];
  if (!a && !b) return refused("date_unreadable");
  if (!b || dayFirst === monthFirst) return repaired(dayFirst, "date_form");
  if (!a) return repaired(monthFirst, "date_form");
  if (order) return repaired(order === "day_first" ? dayFirst : monthFirst, order === "day_first" ? "date_day_first" : "date_month_first");
  return asked("date_order", [
    { answer: "day_first", value: dayFirst },
    { answer: "month_first", value: monthFirst },
  ]);
}

/** 2017-30-05: no month 30. */
function swapped(date: string): Reading<string> {
  const [year, month, day] = date.split("-") as [string, string, string];
  const other = iso(year, day, month);
  return plausible(other) ? asked("date_swapped", [{ answer: "swap", value: other }]) : refused("date_unreadable");
}

function inWords(day: string, word: string, year: string): Reading<string> {
  const months = MONTHS.flatMap((name, i) => (word.length >= 3 && name.startsWith(word) ? [i + 1] : []));
  const date = months.length === 1 ? iso(year, months[0]!, day) : "";
  return plausible(date) ? repaired(date, "date_form") : refused("date_unreadable");
}

/** 43101: the number by which a spreadsheet keeps a day, counted from 30 December 1899. */
function serial(days: number): Reading<string> {
  const date = new Date(Date.UTC(1899, 11, 30) + Math.trunc(days) * 86_400_000).toISOString().slice(0, 10);
  return asked("date_serial", [{ answer: "serial", value: date }]);
}

/** What the dates of a column say of their order: only when some can be read one way and none the other. */
export function orderOf(cells: Iterable<string>): DateOrder | undefined {
  let [day, month] = [false, false];
  for (const cell of cells)
    for (const [, first, second] of cell.matchAll(/(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](?:\d{4}|\d{2})(?!\d)/g)) {
      if (Number(first) > 12 && Number(second) <= 12) day = true;
      if (Number(second) > 12 && Number(first) <= 12) month = true;
    }
  return day === month ? undefined : day ? "day_first" : "month_first";
}
