import type { Localised } from "../../platform/localised.ts";
import { firstDay, lastDay } from "../../register/record/partial-date.ts";
import { said } from "../said.ts";

/** 1 planned start, 2 actual start, 3 planned end, 4 actual end (IATI ActivityDateType). */
export interface ActivityDate {
  type: 1 | 2 | 3 | 4;
  day: string;
  note?: Localised;
}
export type DateFault = "no_start" | "future_start" | "future_end";

export interface ActivityDates {
  dates: ActivityDate[];
  /** The days between which the money is spread; no end when none is known, or when it comes before the start. */
  start: string;
  end: string | undefined;
  faults: DateFault[];
}

interface Dated {
  plannedStart: string | null;
  plannedEnd: string | null;
  actualStart: string | null;
  actualEnd: string | null;
  publishedAt: Date | null;
  updatedAt: Date;
  awards: { awardedOn: string }[];
}

/** Says that a date written as a day is known to the month or the year only. */
function note(value: string): Localised | undefined {
  if (value.length === 10) return undefined;
  return value.length === 7 ? said("iati.date.month", { value }) : said("iati.date.year", { value });
}

/**
 * The dates of an activity. IATI has whole days only: a start known to the year is its first day, an end its last day,
 * and a note says so. What has happened is never in the future: an end of "this year" that is past is written no later
 * than the day it was recorded, and an actual date to come is a fault, written as planned. `today`: YYYY-MM-DD, by the city’s calendar.
 */
export function activityDates(project: Dated, today: string): ActivityDates {
  const faults: DateFault[] = [];
  const dates: ActivityDate[] = [];
  const add = (type: ActivityDate["type"], day: string, value: string) => {
    const precision = note(value);
    dates.push({ type, day, ...(precision ? { note: precision } : {}) });
  };
  const { plannedStart, plannedEnd, actualStart, actualEnd } = project;
  if (plannedStart) add(1, firstDay(plannedStart), plannedStart);
  if (actualStart && firstDay(actualStart) <= today) add(2, firstDay(actualStart), actualStart);
  else if (actualStart) {
    faults.push("future_start");
    if (!plannedStart) add(1, firstDay(actualStart), actualStart);
  }
  if (plannedEnd) add(3, lastDay(plannedEnd), plannedEnd);
  if (actualEnd && firstDay(actualEnd) <= today) {
    const recorded = [day(project.updatedAt), today].sort()[0]!;
    const start = dates.find((one) => one.type === 2)?.day ?? "";
    add(4, lastDay(actualEnd) <= today ? lastDay(actualEnd) : [recorded, firstDay(actualEnd), start].sort().at(-1)!, actualEnd);
  } else if (actualEnd) {
    faults.push("future_end");
    if (!plannedEnd) add(3, lastDay(actualEnd), actualEnd);
  }
  if (!dates.some((one) => one.type <= 2)) {
    faults.push("no_start");
    dates.unshift(unknownStart(project, dates));
  }
  const find = (type: number) => dates.find((one) => one.type === type)?.day;
  const start = (find(2) ?? find(1))!;
  const end = find(4) ?? find(3);
  return { dates: inOrder(dates), start, end: end !== undefined && end >= start ? end : undefined, faults };
}

/**
 * IATI wants a start. When none is known, a day that is known is given for what it is: the end (it began then at the
 * latest), the first grant, or the publication of the record.
 */
function unknownStart(project: Dated, known: ActivityDate[]): ActivityDate {
  const end = known.map((one) => one.day).sort()[0];
  if (end) return { type: 1, day: end, note: said("iati.date.no_start_end") };
  const award = project.awards.map((one) => firstDay(one.awardedOn)).sort()[0];
  if (award) return { type: 1, day: award, note: said("iati.date.no_start_award") };
  return { type: 1, day: day(project.publishedAt ?? project.updatedAt), note: said("iati.date.no_start_published") };
}

// A planned end before a planned start, once an actual one stood in for it, would be refused: rule 11.1.2.
function inOrder(dates: ActivityDate[]): ActivityDate[] {
  const start = dates.find((one) => one.type === 1);
  return dates.filter((one) => !(one.type === 3 && start && one.day < start.day)).sort((a, b) => a.type - b.type);
}

function day(date: Date): string {
  return new Date(date).toISOString().slice(0, 10);
}
