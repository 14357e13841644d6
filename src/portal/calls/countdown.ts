import { nextChange, phaseOf } from "../../register/edition/rules.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** A page that counts is made anew at least this often. */
const LONGEST = HOUR;

export interface Countdown {
  unit: "days" | "hours" | "minutes";
  n: number;
  /** When the count is one less. */
  changesAt: Date;
}

/** The time left until `target`, as people count it: whole days from two on, whole hours from two on, else minutes begun. */
export function countdown(target: Date, now: Date): Countdown {
  const left = Math.max(0, target.getTime() - now.getTime());
  const [unit, size] =
    left >= 2 * DAY ? (["days", DAY] as const) : left >= 2 * HOUR ? (["hours", HOUR] as const) : (["minutes", MINUTE] as const);
  const n = unit === "minutes" ? Math.ceil(left / size) : Math.floor(left / size);
  const last = target.getTime() - (unit === "minutes" ? n - 1 : n) * size;
  return { unit, n, changesAt: new Date(Math.max(last, now.getTime()) + (unit === "minutes" ? 0 : 1)) };
}

type Dated = Parameters<typeof phaseOf>[0];

/** The time left before an edition opens, or closes; null when neither is to come. */
export function timeLeft(edition: Dated, now: Date): Countdown | null {
  const phase = phaseOf(edition, now);
  if (phase === "announced") return countdown(new Date(edition.opensAt), now);
  return phase === "open" ? countdown(new Date(edition.closesAt), now) : null;
}

/** Until when a page about these editions says what is so: the next change of a phase or of a count, one hour at most. */
export function goodUntil(editions: readonly Dated[], now: Date): Date {
  const changes = editions.flatMap((edition) => [nextChange(edition, now), timeLeft(edition, now)?.changesAt ?? null]);
  return new Date(Math.min(now.getTime() + LONGEST, ...changes.flatMap((change) => (change ? [change.getTime()] : []))));
}
