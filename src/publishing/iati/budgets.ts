import type { PublicGrant } from "../../funding/public/rules.ts";
import { firstDay, lastDay } from "../../register/record/partial-date.ts";
import { largestRemainder } from "./shares.ts";

/** An amount over some days of one calendar year, or of twelve months at most. Days as YYYY-MM-DD, both included. */
export interface Budget {
  start: string;
  end: string;
  cents: number;
  currency: string;
  /** 1 indicative, 2 committed (IATI BudgetStatus). */
  status: 1 | 2;
}

const DAY_MS = 86_400_000;
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The part of each calendar year between two days: IATI wants no budget longer than a year. */
export function yearsBetween(start: string, end: string): { start: string; end: string; days: number }[] {
  const periods = [];
  for (let year = Number(start.slice(0, 4)); year <= Number(end.slice(0, 4)); year++) {
    const [from, to] = [`${year}-01-01` > start ? `${year}-01-01` : start, `${year}-12-31` < end ? `${year}-12-31` : end];
    periods.push({ start: from, end: to, days: dayNumber(to) - dayNumber(from) + 1 });
  }
  return periods;
}

/** The last day of the twelve months that begin on `start`. */
export function twelveMonthsFrom(start: string): string {
  const date = new Date(`${start}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return new Date(date.getTime() - DAY_MS).toISOString().slice(0, 10);
}

/** A budget by calendar year, in proportion to the days, to the cent. Without an end, one budget of twelve months. */
export function splitByYear(cents: number, currency: string, start: string, end: string | undefined): Budget[] {
  if (end === undefined) return [{ start, end: twelveMonthsFrom(start), cents, currency, status: 1 }];
  const periods = yearsBetween(start, end);
  const parts = largestRemainder(
    cents,
    periods.map((period) => period.days),
  );
  return periods.map((period, i) => ({ start: period.start, end: period.end, cents: parts[i]!, currency, status: 1 }));
}

interface YearlyAward {
  awardedOn: string;
  amountCents: number;
  currency: string;
  tranches: { year: number; amountCents: number }[];
}

/**
 * Grants whose day is not known, as committed budgets of their year (of the years of their tranches, where there are
 * some): a transaction would need a day, and none is made up.
 */
export function committedByYear(awards: YearlyAward[]): Budget[] {
  const sums = new Map<string, Budget>();
  for (const award of awards) {
    const parts =
      award.tranches.length > 0 ? award.tranches : [{ year: Number(award.awardedOn.slice(0, 4)), amountCents: award.amountCents }];
    for (const { year, amountCents } of parts) {
      const key = `${year} ${award.currency}`;
      const sum = sums.get(key) ?? {
        start: firstDay(String(year)),
        end: lastDay(String(year)),
        cents: 0,
        currency: award.currency,
        status: 2,
      };
      sums.set(key, { ...sum, cents: sum.cents + amountCents });
    }
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, budget]) => budget);
}

/**
 * The schedule of a grant of the platform, a budget per year: indicative (1) until the convention is signed, committed
 * (2) from then on; none once the grant is cancelled or has lapsed.
 */
export function scheduledByYear({
  state,
  currency,
  agreedCents,
  tranches,
}: Pick<PublicGrant, "state" | "currency" | "agreedCents" | "tranches">): Budget[] {
  if (state === "cancelled" || state === "lapsed") return [];
  return [...Map.groupBy(tranches, ({ year }) => year)]
    .map(
      ([year, lines]): Budget => ({
        start: firstDay(String(year)),
        end: lastDay(String(year)),
        cents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
        currency,
        status: agreedCents > 0 ? 2 : 1,
      }),
    )
    .filter(({ cents }) => cents > 0);
}

/** What is left of a budget once the committed part of it, in its currency, is told apart: the two add up to it. */
export function uncommitted(cents: number, currency: string, committed: Budget[]): number {
  return Math.max(0, cents - committed.reduce((sum, one) => sum + (one.currency === currency ? one.cents : 0), 0));
}
