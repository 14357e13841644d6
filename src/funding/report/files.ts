import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { keepAdmitted } from "../../platform/intake/actions.ts";
import { inspect, type SentFile } from "../../platform/intake/gate.ts";
import { act, type Outcome, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import type { Who } from "../states.ts";
import { deleteReportFile, insertReportFile, lockReport } from "./store.ts";

const writable = ["expected", "to_complete"];

/** Keeps a file with a report that is being written, once it has passed the gate. */
export async function attachReportFile(
  db: Database,
  files: Files,
  report: string,
  sent: SentFile,
  by: Person,
  who: readonly Who[],
): Promise<Outcome<{ id: string }>> {
  if (!who.some((one) => one === "representative" || one === "contributor")) return refuse("forbidden");
  const file = await inspect("report", sent);
  if (!file.ok) return refuse(file.code);
  return act(db, async (trx) => {
    const row = await lockReport(trx, report);
    if (!row) return refuse("not_found");
    if (!writable.includes(row.state)) return refuse("wrong_state");
    const kept = await keepAdmitted(trx, files, file, { by, about: { kind: "report", id: report } });
    if (!kept.ok) return refuse(kept.code);
    return { ok: true, id: await insertReportFile(trx, { report, file: kept.sha256, name: file.name, sentBy: by.id }) };
  });
}

export async function removeReportFile(db: Database, report: string, id: string, who: readonly Who[]): Promise<Outcome> {
  if (!who.some((one) => one === "representative" || one === "contributor")) return refuse("forbidden");
  return act(db, async (trx) => {
    const row = await lockReport(trx, report);
    if (!row || !writable.includes(row.state)) return refuse("wrong_state");
    return (await deleteReportFile(trx, report, id)) ? { ok: true } : refuse("not_found");
  });
}
