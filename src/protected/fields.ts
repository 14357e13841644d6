import { type Field, requiredText } from "../register/record/fields.ts";
import type { Problem } from "../register/record/kind.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const EMAIL = /^[^\s<>,;"@]+@[^\s<>,;"@.]+(\.[^\s<>,;"@.]+)+$/;

/** A text that is needed, with room to write. */
export const requiredLongText = (max: number): Field<string> => ({
  ...requiredText({ max }),
  widget: { type: "text", max, long: true, localised: false, required: true },
});

/** Dates that are needed to the day. */
export const toTheDay = (value: Record<string, unknown>, ...names: string[]): Problem[] =>
  names.flatMap((name) => (typeof value[name] === "string" && !DAY.test(value[name]) ? [{ path: name, code: "day_needed" }] : []));

/** An end that is before its start, both as precisely as known. */
export const inOrder = (start: string | null, end: string | null, path: string): Problem[] =>
  start && end && end < start.slice(0, end.length) ? [{ path, code: "before_start" }] : [];

export const isEmail = (value: string): boolean => EMAIL.test(value);

/** `day` and some months later, the end of a short month where there is no such day: 2026-08-31 + 6 is 2027-02-28. */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0));
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}
