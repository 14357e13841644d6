import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { keepFile } from "../../platform/files-store.ts";
import { act, type Outcome, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import type { Who } from "../states.ts";
import { MAX_FILE_BYTES, mediaTypeOf, safeName } from "../upload/types.ts";
import { deleteReportFile, insertReportFile, lockReport } from "./store.ts";

const writable = ["expected", "to_complete"];

/** Keeps a file with a report that is being written: its kind by its first bytes, its bytes by their content. */
export async function attachReportFile(
  db: Database,
  files: Files,
  report: string,
  sent: { name: string; bytes: Uint8Array },
  by: Person,
  who: readonly Who[],
): Promise<Outcome<{ id: string }>> {
  if (!who.some((one) => one === "representative" || one === "contributor")) return refuse("forbidden");
  if (sent.bytes.length > MAX_FILE_BYTES) return refuse("file_size");
  const mediaType = mediaTypeOf(sent.bytes, sent.name);
  if (!mediaType) return refuse(sent.bytes.length === 0 ? "file_empty" : "file_type");
  return act(db, async (trx) => {
    const row = await lockReport(trx, report);
    if (!row) return refuse("not_found");
    if (!writable.includes(row.state)) return refuse("wrong_state");
    const sha256 = await files.put(sent.bytes);
    const name = safeName(sent.name);
    await keepFile(trx, { sha256, name, mediaType, bytes: sent.bytes.length, width: null, height: null });
    return { ok: true, id: await insertReportFile(trx, { report, file: sha256, name, sentBy: by.id }) };
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
