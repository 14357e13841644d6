import { firstDay } from "../record/partial-date.ts";
import { adviceTypes } from "./rules.ts";

export interface Case {
  type: string;
  state: string;
  askedOn: string;
  answeredOn: string | null;
  minutes: number | null;
}
export interface CaseStatistics {
  type: string;
  cases: number;
  answered: number;
  /** Days from the question to the answer, half of them at most; null when none is known to the day. */
  medianDays: number | null;
  minutes: number;
}

/** The middle value, or the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Days to the answer; undefined when one of the dates is not known to the day. */
function daysToAnswer({ askedOn, answeredOn }: Case): number | undefined {
  if (!answeredOn || askedOn.length < 10 || answeredOn.length < 10) return undefined;
  return Math.round((Date.parse(firstDay(answeredOn)) - Date.parse(firstDay(askedOn))) / 86_400_000);
}

function ofCases(type: string, cases: readonly Case[]): CaseStatistics {
  return {
    type,
    cases: cases.length,
    answered: cases.filter(({ answeredOn }) => answeredOn !== null).length,
    medianDays: median(cases.map(daysToAnswer).filter((days) => days !== undefined)),
    minutes: cases.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
  };
}

/** The cases of a year by type, each type once, then all of them together under "all". */
export function statisticsOf(cases: readonly Case[]): CaseStatistics[] {
  return [
    ...adviceTypes.map((type) =>
      ofCases(
        type,
        cases.filter((one) => one.type === type),
      ),
    ),
    ofCases("all", cases),
  ];
}
