/** Days of work given by a service: `days` are those of each person; `dayCents` the value of one, by the city's own scale. */
export interface WorkLine {
  people: number | null;
  days: number;
  dayCents: number | null;
}
interface CostLine {
  amountCents: number;
  /** Who pays it, where it is not the city. */
  organisation: unknown;
}
interface FunderLine {
  amountCents: number | null;
  currency: string;
  status: string;
  inKind: boolean;
}

/** Days in all: those of each person, times how many they are (one, where it is not said). */
export function workDays({ people, days }: WorkLine): number {
  return days * (people ?? 1);
}

/** What the days are worth in cents, rounded to a cent; null without a rate: counted, not valued. */
export function workCents(line: WorkLine): number | null {
  return line.dayCents === null ? null : Math.round(workDays(line) * line.dayCents);
}

export interface MissionValue {
  days: number;
  /** Days without a rate: the value leaves them out, and the page says so. */
  daysWithoutValue: number;
  /** The city's contribution in kind. Never added to what it pays. */
  valueCents: number;
  /** What the mission costs the city, in cents. */
  costCents: number;
  /** What others pay of its costs themselves. */
  costOfOthersCents: number;
  /** Cash that others have confirmed or paid, in the mission's currency: the only one that may be compared. */
  cofundedCents: number;
}

/** What a mission is worth, in cents of its currency. The view `published.mission_value` says the same. */
export function missionValue(mission: { currency: string; work: WorkLine[]; costs: CostLine[]; funders: FunderLine[] }): MissionValue {
  const { currency, work, costs, funders } = mission;
  const sum = (cents: (number | null)[]) => cents.reduce<number>((total, one) => total + (one ?? 0), 0);
  return {
    days: sum(work.map(workDays)),
    daysWithoutValue: sum(work.filter(({ dayCents }) => dayCents === null).map(workDays)),
    valueCents: sum(work.map(workCents)),
    costCents: sum(costs.filter(({ organisation }) => !organisation).map(({ amountCents }) => amountCents)),
    costOfOthersCents: sum(costs.filter(({ organisation }) => organisation).map(({ amountCents }) => amountCents)),
    cofundedCents: sum(
      funders
        .filter((one) => one.currency === currency && !one.inKind && (one.status === "confirmed" || one.status === "received"))
        .map(({ amountCents }) => amountCents),
    ),
  };
}

/** The work of missions that took place, by currency: the contribution in kind that a page may show beside money, never within it. */
export function contributionOf(missions: readonly { state: string; currency: string; work: WorkLine[] }[]) {
  const done = missions.filter(({ state }) => state === "done");
  return [...Map.groupBy(done, ({ currency }) => currency)].map(([currency, those]) => {
    const { days, daysWithoutValue, valueCents } = missionValue({
      currency,
      work: those.flatMap(({ work }) => work),
      costs: [],
      funders: [],
    });
    return { currency, missions: those.length, days, daysWithoutValue, valueCents };
  });
}
