import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { kindOf } from "../../register/kinds.ts";
import { editRecord } from "../../register/record/actions.ts";
import { findRecord } from "../../register/record/store.ts";
import { type Outcome, refuse } from "../acts.ts";
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
export async function publishResults(trx: Database, report: ReportRow, grant: GrantRecord, by: Actor): Promise<Outcome> {
  if (!grant.project || report.type === "financial") return { ok: true };
  const record = await findRecord(trx, kindOf("project"), grant.project);
  if (!record) return { ok: true };
  const reported = (report.content.indicators ?? []) as Indicator[];
  const results = structuredClone(record.document.results as Result[]);
  for (const one of reported) {
    if (one.actual === null) continue;
    const known = results.find(({ indicator }) =>
      Object.values(indicator).some((name) => name.trim().toLowerCase() === one.label.trim().toLowerCase()),
    );
    if (known) Object.assign(known, { actualValue: one.actual, actualOn: one.actualOn });
    else
      results.push({
        indicator: { fr: one.label },
        unit: one.unit ? { fr: one.unit } : {},
        targetValue: one.target,
        targetOn: null,
        actualValue: one.actual,
        actualOn: one.actualOn,
      });
  }
  const ended = report.type === "final" ? { state: "finished", actualEnd: report.content.endedOn } : { state: "running" };
  const document = { ...record.document, ...ended, results };
  const edited = await editRecord(trx, "project", record.id, record.version, document, { ...by, role: "system" });
  return edited.ok
    ? { ok: true }
    : edited.reason === "invalid"
      ? { ok: false, reason: "invalid", problems: edited.problems }
      : refuse("project_unwritable");
}
