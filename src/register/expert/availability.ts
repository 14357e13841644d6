import type { Localised } from "../../platform/localised.ts";
import { firstDay, lastDay } from "../record/partial-date.ts";

/** Days from the first to the last, both included (YYYY-MM-DD). */
export interface Span {
  from: string;
  to: string;
}
/** A mission that someone goes on: their own dates where they have some, else the mission's. */
export interface Stay {
  mission: { id: string; name: Localised };
  startsOn: string;
  endsOn: string | null;
  /** Days given; null: the working days between the dates. */
  days: number | null;
}
export interface Person {
  availableFrom: string | null;
  /** Days of mission a year agreed with the service; null: no limit. */
  yearlyDays: number | null;
  absences: { startsOn: string; endsOn: string; note: string | null }[];
  stays: Stay[];
}

/** Why someone is not free. */
export type Hindrance =
  | { type: "absent"; span: Span; note: string | null }
  | { type: "mission"; span: Span; mission: Stay["mission"] }
  | { type: "not_yet"; on: string }
  | { type: "days"; year: number; left: number; wanted: number };

/** The days that two partial dates may mean: a month known alone is all of it, so that no clash is missed. */
export function spanOf(startsOn: string, endsOn: string | null): Span {
  return { from: firstDay(startsOn), to: lastDay(endsOn ?? startsOn) };
}

export function overlap(a: Span, b: Span): boolean {
  return a.from <= b.to && b.from <= a.to;
}

const DAY = 86_400_000;

/** Working days (Monday to Friday) of a span, within one year where one is named. Public holidays are not known here. */
export function workingDays({ from, to }: Span, year?: number): number {
  const start = year === undefined || from >= `${year}-01-01` ? from : `${year}-01-01`;
  const end = year === undefined || to <= `${year}-12-31` ? to : `${year}-12-31`;
  const days = Math.round((Date.parse(end) - Date.parse(start)) / DAY) + 1;
  if (days <= 0) return 0;
  const first = new Date(start).getUTCDay();
  const whole = Math.floor(days / 7);
  const rest = Array.from({ length: days % 7 }, (_, i) => (first + i) % 7).filter((day) => day !== 0 && day !== 6).length;
  return whole * 5 + rest;
}

const yearsOf = ({ from, to }: Span) => {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
};

/** Days given to missions in a year. Days that were counted go to the year in which the stay begins. */
export function daysGiven(stays: readonly Stay[], year: number): number {
  return stays.reduce((sum, { startsOn, endsOn, days }) => {
    const span = spanOf(startsOn, endsOn);
    if (days !== null) return sum + (Number(span.from.slice(0, 4)) === year ? days : 0);
    return sum + workingDays(span, year);
  }, 0);
}

/** Whether someone can go from one day to another, why not, and the days that they have left in each of those years before they go. */
export function availabilityOf(person: Person, wanted: Span) {
  const hindrances: Hindrance[] = [
    ...person.absences.flatMap(({ startsOn, endsOn, note }): Hindrance[] => {
      const span = spanOf(startsOn, endsOn);
      return overlap(span, wanted) ? [{ type: "absent", span, note }] : [];
    }),
    ...person.stays.flatMap(({ mission, startsOn, endsOn }): Hindrance[] => {
      const span = spanOf(startsOn, endsOn);
      return overlap(span, wanted) ? [{ type: "mission", span, mission }] : [];
    }),
  ];
  if (person.availableFrom && firstDay(person.availableFrom) > wanted.from) hindrances.push({ type: "not_yet", on: person.availableFrom });
  const years = yearsOf(wanted).map((year) => {
    const given = daysGiven(person.stays, year);
    const left = person.yearlyDays === null ? null : person.yearlyDays - given;
    const needed = workingDays(wanted, year);
    if (left !== null && left < needed) hindrances.push({ type: "days", year, left, wanted: needed });
    return { year, given, left };
  });
  return { free: hindrances.length === 0, hindrances, years };
}
