import type { Localised } from "../../platform/localised.ts";
import { lastDay } from "../record/partial-date.ts";

export interface Ageing {
  reviewedOn: string | null;
  reviewMonths: number | null;
  expiries: { expiresOn: string; reason: Localised }[];
}
/** Why a page is out of date: nobody has read it again since `reviewedOn`, or a day that it speaks of has passed. */
export type Stale = { because: "review"; reviewedOn: string } | { because: "expiry"; expiresOn: string; reason: Localised };

/** What makes a page out of date on a day (YYYY-MM-DD): the first day after the one it names. */
export function staleOn(page: Ageing, today: string): Stale[] {
  const due = reviewDue(page);
  return [
    ...(due !== undefined && today > due ? [{ because: "review" as const, reviewedOn: page.reviewedOn! }] : []),
    ...page.expiries
      .filter(({ expiresOn }) => today > lastDay(expiresOn))
      .map(({ expiresOn, reason }) => ({ because: "expiry" as const, expiresOn, reason })),
  ];
}

/** The first day after `today` on which it will be more out of date than it is; undefined when no day will change that. */
export function staleNext(page: Ageing, today: string): string | undefined {
  const due = reviewDue(page);
  const days = [...(due === undefined ? [] : [due]), ...page.expiries.map(({ expiresOn }) => lastDay(expiresOn))];
  const next = days.filter((day) => day >= today).sort()[0];
  return next && nextDay(next);
}

/** The last day on which it may be relied on: the months are counted from the last day of the date, a short month ends on its own last day. */
function reviewDue({ reviewedOn, reviewMonths }: Ageing): string | undefined {
  if (!reviewedOn || reviewMonths === null) return undefined;
  const [year, month, day] = lastDay(reviewedOn).split("-").map(Number) as [number, number, number];
  const target = new Date(Date.UTC(year, month - 1 + reviewMonths, 1));
  const days = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(day, days));
  return target.toISOString().slice(0, 10);
}

function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
