import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Outcome } from "../acts.ts";
import { editProject } from "../grant/public-record.ts";
import type { GrantRecord } from "../grant/store.ts";
import type { ReportRow } from "./store.ts";

interface Indicator {
  label: string;
  unit: string | null;
  target: number | null;
  actual: number | null;
  actualOn: string | null;
}
interface Result {
  indicator: Record<string, string>;
  targetValue: number | null;
  actualValue: number | null;
  actualOn: string | null;
  [field: string]: unknown;
}

/**
 * What an accepted report says of its indicators, put on the project's public page: the indicator of the same name gets
 * its value and the day of it, a new one is added. A final report ends the project.
 */
export function publishResults(trx: Database, report: ReportRow, grant: GrantRecord, by: Actor): Promise<Outcome> {
  if (report.type === "financial") return Promise.resolve({ ok: true });
  const reported = (report.content.indicators ?? []) as Indicator[];
  const ended = report.type === "final" ? { state: "finished", actualEnd: report.content.endedOn } : { state: "running" };
  return editProject(trx, grant.project, ({ results }) => ({ ...ended, results: withActual(results as Result[], reported) }), by);
}

function withActual(results: readonly Result[], reported: readonly Indicator[]): Result[] {
  const merged = structuredClone([...results]);
  for (const one of reported) {
    if (one.actual === null) continue;
    const known = merged.find(({ indicator }) =>
      Object.values(indicator).some((name) => name.trim().toLowerCase() === one.label.trim().toLowerCase()),
    );
    if (known) Object.assign(known, { actualValue: one.actual, actualOn: one.actualOn });
    else
      merged.push({
        indicator: { fr: one.label },
        unit: one.unit ? { fr: one.unit } : {},
        targetValue: one.target,
        targetOn: null,
        actualValue: one.actual,
        actualOn: one.actualOn,
      });
  }
  return merged;
}
