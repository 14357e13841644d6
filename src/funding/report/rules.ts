import { choice, date, list, number, requiredCents, requiredDate, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { toTheDay } from "../deliberation/rules.ts";

export const reportTypes = ["interim", "final", "financial"] as const;
export type ReportType = (typeof reportTypes)[number];

/** Above this share of the forecast, in per cent, a difference is explained (sheet 3 of Cerfa 15059). */
export const EXPLAINED_PERCENT = 10;

const indicators = () =>
  list("report_indicator", {
    label: requiredText({ max: 300 }),
    unit: text({ max: 80 }),
    target: number(),
    actual: number(),
    actualOn: date(),
    /** How it is known: a count, a survey, a visit. */
    evidence: text({ max: 500 }),
  });

/** What was done: a report on the way or at the end. */
const narrative = {
  achieved: requiredText({ max: 20_000 }),
  beneficiaries: text({ long: true, max: 5_000 }),
  difficulties: text({ long: true, max: 10_000 }),
  sustainability: text({ long: true, max: 10_000 }),
  indicators: indicators(),
};
// A long text whose absence is told at once.
narrative.achieved.widget = { type: "text", max: 20_000, long: true, localised: false, required: true };

const measured = (value: { indicators: { actual: number | null; actualOn: string | null }[] }): Problem[] =>
  value.indicators.flatMap((line, i) => [
    ...(line.actual !== null && line.actualOn === null ? [{ path: `indicators.${i}.actualOn`, code: "required" }] : []),
    ...toTheDay({ actualOn: line.actualOn }, "actualOn").map((problem) => ({ ...problem, path: `indicators.${i}.actualOn` })),
  ]);

export const interimForm = defineKind("report", narrative, measured);
export const finalForm = defineKind("report", { endedOn: requiredDate(), ...narrative }, (value) => [
  ...toTheDay(value, "endedOn"),
  ...measured(value),
  ...value.indicators.flatMap((line, i) => (line.actual === null ? [{ path: `indicators.${i}.actual`, code: "required" }] : [])),
]);

export interface AccountLine {
  side: "expense" | "resource";
  label: string;
  forecastCents: number;
  actualCents: number;
  explanation: string | null;
}

/** The accounts: forecast, actual, difference, line by line (Cerfa 15059, sheet 2), with what explains it (sheet 3). */
export const financialForm = defineKind(
  "report",
  {
    exerciseEndsOn: requiredDate(),
    accounts: list("report_account", {
      side: choice(["expense", "resource"]),
      label: requiredText({ max: 200 }),
      forecastCents: requiredCents(),
      actualCents: requiredCents(),
      explanation: text({ long: true, max: 2_000 }),
    }),
    rules: text({ long: true, max: 5_000 }),
  },
  (value) => {
    return [
      ...toTheDay(value, "exerciseEndsOn"),
      ...(value.accounts.length === 0 ? [{ path: "accounts", code: "required" }] : []),
      ...value.accounts.flatMap((line, i) =>
        needsExplanation(line) && !line.explanation
          ? [{ path: `accounts.${i}.explanation`, code: "explain_difference", values: { percent: EXPLAINED_PERCENT } }]
          : [],
      ),
    ];
  },
);

export const formOfReport = { interim: interimForm, final: finalForm, financial: financialForm } as const;

/** Actual less forecast, in cents and in per cent of the forecast; no percentage of nothing. */
export function difference({ forecastCents, actualCents }: Pick<AccountLine, "forecastCents" | "actualCents">): {
  cents: number;
  percent: number | null;
} {
  const cents = actualCents - forecastCents;
  return { cents, percent: forecastCents === 0 ? null : Math.round((cents / forecastCents) * 1_000) / 10 };
}

export function needsExplanation(line: Pick<AccountLine, "forecastCents" | "actualCents">): boolean {
  const { cents, percent } = difference(line);
  return percent === null ? cents !== 0 : Math.abs(percent) > EXPLAINED_PERCENT;
}

/** The sums of each side, in cents. */
export function totalsOf(lines: readonly AccountLine[]) {
  const sum = (side: AccountLine["side"]) => {
    const own = lines.filter((line) => line.side === side);
    return {
      forecastCents: own.reduce((total, line) => total + line.forecastCents, 0),
      actualCents: own.reduce((total, line) => total + line.actualCents, 0),
    };
  };
  return { expense: sum("expense"), resource: sum("resource") };
}

/**
 * What the accounts leave unused of a grant, in cents: the city's share of the forecast cost, applied to what was
 * spent, is what was earned; what was paid above that may be recovered. Never below nothing.
 */
export function unusedCents(lines: readonly AccountLine[], grantCents: number, paidCents: number): number {
  const { expense } = totalsOf(lines);
  if (expense.forecastCents === 0) return 0;
  const earned = Math.min(grantCents, Math.floor((grantCents * expense.actualCents) / expense.forecastCents));
  return Math.max(0, paidCents - earned);
}
