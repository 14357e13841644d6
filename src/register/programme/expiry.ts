import { lastDay } from "../record/partial-date.ts";

/** The last day of a programme as far as it is known: its end, else that of its programming period ("2014-2020"). */
function lastDayOf(programme: { endedOn: string | null; programmingPeriod: string | null }): string | undefined {
  if (programme.endedOn) return lastDay(programme.endedOn);
  return programme.programmingPeriod ? `${programme.programmingPeriod.slice(5)}-12-31` : undefined;
}

/** Whether a programme is over on `today` (YYYY-MM-DD): a plan or a fund of a past period is not a promise. */
export function isOver(programme: { endedOn: string | null; programmingPeriod: string | null }, today: string): boolean {
  const last = lastDayOf(programme);
  return last !== undefined && last < today;
}
