import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { findGrant } from "../grant/store.ts";
import { mailApplicant } from "../mails.ts";
import { tryMove, type Who, whoIs } from "../states.ts";
import { publishResults } from "./results.ts";
import { formOfReport } from "./rules.ts";
import { reportMoves } from "./states.ts";
import { lockReport, noteReminder, type ReportRow, reportsToRemind, setReport } from "./store.ts";

const writable = ["expected", "to_complete"];

/** Keeps what a member has written so far, whatever is missing. `version`: the one that was read. */
export async function saveReport(
  db: Database,
  id: string,
  version: number,
  draft: Record<string, unknown>,
  _by: Actor,
  who: readonly Who[],
): Promise<Outcome<{ version: number }>> {
  if (!who.some((one) => one === "representative" || one === "contributor")) return refuse("forbidden");
  return act(db, async (trx): Promise<Outcome<{ version: number }>> => {
    const report = await lockReport(trx, id);
    if (!report) return refuse("not_found");
    if (!writable.includes(report.state)) return refuse("wrong_state");
    if (report.version !== version) return refuse("conflict");
    return { ok: true, version: await setReport(trx, id, { content: JSON.stringify(draft) }) };
  });
}

/** Sends a report to be certified by a second person of the beneficiary; what is wrong with it comes back field by field. */
export async function sendReport(
  db: Database,
  id: string,
  version: number,
  input: unknown,
  by: Actor,
  who: readonly Who[],
): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const report = await lockReport(trx, id);
    if (!report) return refuse("not_found");
    if (report.version !== version) return refuse("conflict");
    const parsed = parseDocument(formOfReport[report.type] as unknown as Kind, input);
    const result = tryMove(reportMoves, report.state, "send", who, { complete: parsed.ok, sameAsSender: false });
    if (!parsed.ok && !(result.ok === false && result.reason !== "report_incomplete")) return invalid(parsed.problems);
    if (!result.ok) return result;
    await setReport(
      trx,
      id,
      {
        state: result.to,
        content: JSON.stringify((parsed as { document: unknown }).document),
        sentBy: by.id,
        sentName: by.name,
        certifiedBy: null,
        certifiedName: null,
        certifiedAt: null,
      },
      "sentAt",
    );
    await log(trx, report, "sent", {}, by);
    return { ok: true };
  });
}

/** Certifies, takes back, accepts, asks to complete, waives: as the table allows. */
export async function moveReport(
  db: Database,
  id: string,
  move: "certify" | "takeBack" | "accept" | "ask" | "waive",
  by: Actor,
  options: { note?: string; who?: readonly Who[] } = {},
): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const report = await lockReport(trx, id);
    if (!report) return refuse("not_found");
    const result = tryMove(reportMoves, report.state, move, options.who ?? whoIs(by), {
      complete: true,
      sameAsSender: report.sentBy === by.id,
    });
    if (!result.ok) return result;
    const note = options.note?.trim() ?? "";
    if (reportMoves[report.state][move]!.reason && note === "") return refuse("reason_required");
    await setReport(
      trx,
      id,
      {
        state: result.to,
        ...(note ? { note } : {}),
        ...(move === "certify" ? { certifiedBy: by.id, certifiedName: by.name } : {}),
        ...(move === "accept" || move === "ask" || move === "waive" ? { decidedBy: by.id } : {}),
      },
      move === "certify" ? "certifiedAt" : move === "takeBack" ? undefined : "decidedAt",
    );
    await log(trx, report, result.to, note ? { note } : {}, by);
    const grant = (await findGrant(trx, report.grant))!;
    if (move === "accept") {
      const shown = await publishResults(trx, report, grant, by);
      if (!shown.ok) return shown;
    }
    if (move === "accept" || move === "ask")
      await mailApplicant(
        trx,
        grant.applicant,
        move === "accept" ? "report_accepted" : "report_to_complete",
        { number: grant.number, title: grant.object, note },
        {
          aboutKind: "grant",
          aboutId: grant.id,
          dedupeKey: `report ${id} ${result.to} ${report.version}`,
        },
      );
    return { ok: true };
  });
}

const log = (trx: Database, report: ReportRow, action: string, details: Record<string, unknown>, by: Actor) =>
  logAct(
    trx,
    { kind: "report", id: report.id, version: report.version + 1 },
    action,
    { type: report.type, dueOn: report.dueOn, grant: report.grant, ...details },
    by,
  );

/** Reminds beneficiaries of reports that are due or late. Returns how many mails it asked for. Safe to run twice. */
export async function remindOfReports(db: Database, on: string): Promise<number> {
  const done = await act(db, async (trx): Promise<Outcome<{ count: number }>> => {
    const rows = await reportsToRemind(trx, on);
    for (const row of rows) {
      await mailApplicant(
        trx,
        row.applicant,
        row.late ? "report_late" : "report_due",
        { number: row.number, title: row.object, type: row.type, dueOn: row.dueOn },
        {
          category: "reminder",
          aboutKind: "grant",
          aboutId: row.grant,
          dedupeKey: `remind ${row.id} ${on}`,
        },
      );
      await noteReminder(trx, row.id, on);
    }
    return { ok: true, count: rows.length };
  });
  return done.ok ? done.count : 0;
}
