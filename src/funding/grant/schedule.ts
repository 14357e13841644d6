import type { Edition } from "../../register/edition/rules.ts";
import { splitCents } from "../deliberation/rules.ts";

export type TrancheCondition = "agreement" | "interim_report" | "final_report";
export interface TrancheLine {
  year: number;
  source: string;
  condition: TrancheCondition;
  amountCents: number;
}

/** What tranches add up to by budget source, in cents; of a source without a tranche, nothing is said. */
export function centsBySource(tranches: readonly Pick<TrancheLine, "source" | "amountCents">[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { source, amountCents } of tranches) sums.set(source, (sums.get(source) ?? 0) + amountCents);
  return sums;
}

/**
 * The schedule that an edition foresees for what was voted: each source shared by the percentages of its tranches, to
 * the cent; one payment on signature when the edition says nothing. Years count from the edition's own.
 */
export function scheduleOf(
  edition: Pick<Edition, "fiscalYear" | "tranches">,
  sources: readonly { source: string; cents: number }[],
): TrancheLine[] {
  const tranches = edition.tranches.length > 0 ? edition.tranches : [{ percentage: 100, condition: "agreement" as const, yearOffset: 0 }];
  return sources
    .flatMap(({ source, cents }) =>
      splitCents(
        cents,
        tranches.map(({ percentage }) => percentage),
      ).map((amountCents, i) => ({
        year: edition.fiscalYear + tranches[i]!.yearOffset,
        source,
        condition: tranches[i]!.condition,
        amountCents,
        order: i,
      })),
    )
    .filter(({ amountCents }) => amountCents > 0)
    .toSorted((a, b) => a.order - b.order || a.source.localeCompare(b.source))
    .map(({ order: _, ...line }) => line);
}

const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
};

export interface ReportLine {
  type: "interim" | "final" | "financial";
  dueOn: string;
}

/** What the law asks when an edition says nothing: accounts within six months of the end of the exercise (Cerfa 15059; arrêté of 11 October 2006). */
const lawful = [
  { type: "final", months: 6, after: "project_end" },
  { type: "financial", months: 6, after: "exercise_end" },
] as const satisfies Edition["reports"];

/** The reports that a grant owes, from the day of its signature (YYYY-MM-DD). An exercise ends with the calendar year. */
export function reportsOf(edition: Pick<Edition, "reports">, signedOn: string, endsOn: string): ReportLine[] {
  const rules = edition.reports.length > 0 ? edition.reports : lawful;
  return rules
    .map(({ type, months, after }) => ({
      type,
      dueOn: addMonths(after === "signature" ? signedOn : after === "project_end" ? endsOn : `${endsOn.slice(0, 4)}-12-31`, months),
    }))
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
}
