import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { instantOfLocal, showInstant } from "../../platform/instants.ts";
import { textIn } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { editionAt } from "../../register/edition/store.ts";
import type { Problem } from "../../register/record/kind.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { lockApplication } from "../application/move-store.ts";
import { settledStates } from "../application/states.ts";
import { mailApplicant } from "../mails.ts";
import { whoIs } from "../states.ts";
import { applicantLink } from "./actions.ts";
import { closePieceRow, findFile, insertPiece } from "./file-store.ts";
import { LEAST_DAYS_TO_ANSWER } from "./rules.ts";

export interface PieceInput {
  /** The code of a document of the edition; null: a question. */
  requirement: string | null;
  question: string;
  /** Day and hour by the city's clocks: "2027-01-15T12:00". */
  due: string;
}
const DAY_MS = 86_400_000;

/**
 * Asks the applicant for a document, or a question, until an instant. A file that was just submitted becomes incomplete;
 * later in its life it stays where it is. The applicant is told by mail, with the deadline in full.
 */
export async function askPiece(
  db: Database,
  baseUrl: string,
  id: string,
  input: PieceInput,
  by: Actor,
  now = new Date(),
): Promise<Outcome> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const question = input.question.trim().slice(0, 5_000);
  const due = instantOfLocal(input.due, timeZone());
  const problems: Problem[] = [
    ...(question === "" ? [{ path: "question", code: "required" }] : []),
    ...(!due.ok
      ? [{ path: "due", code: input.due.trim() === "" ? "required" : "instant" }]
      : Date.parse(due.instant) < now.getTime() + LEAST_DAYS_TO_ANSWER * DAY_MS
        ? [{ path: "due", code: "due_soon", values: { days: LEAST_DAYS_TO_ANSWER } }]
        : []),
  ];
  if (problems.length > 0 || !due.ok) return invalid(problems);
  return act(db, async (trx): Promise<Outcome> => {
    const file = await findFile(trx, by, id);
    const locked = file && (await lockApplication(trx, id));
    if (!file || !locked) return refuse("not_found");
    if (settledStates.includes(locked.state) || locked.state === "in_deliberation") return refuse("wrong_state");
    const edition = await editionAt(trx, file.edition, file.editionVersion);
    const document = edition?.requirements.find(({ code }) => code === input.requirement);
    if (input.requirement && !document) return refuse("not_found");
    const piece = await insertPiece(trx, { application: id, requirement: input.requirement, question, dueAt: new Date(due.instant) }, by);
    if (locked.state === "submitted") {
      const moved = await moveApplication(trx, id, "request", whoIs(by), by, { details: { piece } });
      if (!moved.ok) return moved;
    } else
      await logAct(trx, { kind: "application", id, version: locked.version }, "piece_asked", { piece, requirement: input.requirement }, by);
    const { number, title } = file;
    await mailApplicant(
      trx,
      file.applicant,
      "piece_asked",
      (locale) => ({
        number,
        title,
        document: document ? `${textIn(document.name, locale)?.text ?? ""}\n\n` : "",
        question,
        due: showInstant(locale, due.instant, timeZone()),
        link: applicantLink(baseUrl, id),
      }),
      { aboutKind: "application", aboutId: id, dedupeKey: `piece ${piece}` },
    );
    return { ok: true };
  });
}

/** Takes a request back: the piece is no longer awaited. */
export async function closePiece(db: Database, id: string, piece: string, by: Actor): Promise<Outcome> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  return act(db, async (trx) => {
    const file = await findFile(trx, by, id);
    const locked = file && (await lockApplication(trx, id));
    if (!locked || !(await closePieceRow(trx, id, piece))) return refuse("not_found");
    await logAct(trx, { kind: "application", id, version: locked.version }, "piece_closed", { piece }, by);
    return { ok: true };
  });
}
