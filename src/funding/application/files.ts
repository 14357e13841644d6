import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { keepAdmitted } from "../../platform/intake/actions.ts";
import { inspect, type SentFile } from "../../platform/intake/gate.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import { mailDesk } from "./after.ts";
import { deleteSentFile, insertSentFile } from "./file-store.ts";
import { lockApplication } from "./move-store.ts";
import { lockPiece } from "./piece-store.ts";
import { findApplication, standingOf } from "./store.ts";

/** What a file is sent for: a document of the edition, or a request of the desk. */
export interface FileFor {
  requirement: string | null;
  piece: string | null;
}

/** Whether a person may send a file for this now; "ok" or the reason. Locks the application. */
export async function maySend(
  trx: Database,
  application: string,
  { requirement, piece }: FileFor,
  by: Person,
): Promise<"ok" | "not_found" | "wrong_state"> {
  const locked = await lockApplication(trx, application);
  const standing = await standingOf(trx, application, by.id);
  if (!locked || !standing) return "not_found";
  if (piece !== null) {
    const asked = standing === "guest" ? undefined : await lockPiece(trx, application, piece);
    if (!asked) return "not_found";
    return asked.closedAt === null && asked.answeredAt === null ? "ok" : "wrong_state";
  }
  const file = (await findApplication(trx, application))!;
  const edition = await currentEdition(trx, file.edition);
  const known = edition?.document.requirements.find(({ code, stage }) => code === requirement && stage === "application");
  if (!known) return "not_found";
  // Once sent, a document may still follow where the file is admitted subject to it, or waits for pieces.
  return ["draft", "incomplete", "subject_to_document"].includes(locked.state) ? "ok" : "wrong_state";
}

/** Keeps a file that has arrived whole, once it has passed the gate. */
export async function attachFile(
  db: Database,
  files: Files,
  baseUrl: string,
  application: string,
  sentFor: FileFor,
  sent: SentFile,
  by: Person,
): Promise<Outcome<{ id: string; sha256: string }>> {
  const file = await inspect("application", sent);
  if (!file.ok) return refuse(file.code);
  return act(db, async (trx) => {
    const allowed = await maySend(trx, application, sentFor, by);
    if (allowed !== "ok") return refuse(allowed);
    const kept = await keepAdmitted(trx, files, file, { by, about: { kind: "application", id: application } });
    if (!kept.ok) return refuse(kept.code);
    const [{ sha256 }, { name }] = [kept, file];
    // What answers a request for a document of the edition stands for that document.
    const requirement =
      sentFor.piece === null ? sentFor.requirement : ((await lockPiece(trx, application, sentFor.piece))?.requirement ?? null);
    const id = await insertSentFile(trx, { application, piece: sentFor.piece, requirement, file: sha256, name, sentBy: by.id });
    const { state, version } = (await findApplication(trx, application))!;
    if (state !== "draft") {
      // The log keeps a digest: a file must be deletable, and its name with it.
      await logAct(trx, { kind: "application", id: application, version }, "file_sent", { ...sentFor, sha256 }, by);
      if (sentFor.piece === null) await mailDesk(trx, baseUrl, application, "file_sent_desk", { file: name }, null);
    }
    return { ok: true, id, sha256 };
  });
}

/** Takes a file out of a draft, or out of an answer that has not been sent. */
export async function removeFile(db: Database, application: string, id: string, piece: string | null, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    const locked = await lockApplication(trx, application);
    if (!locked || !(await standingOf(trx, application, by.id))) return refuse("not_found");
    if (piece === null) {
      if (locked.state !== "draft") return refuse("wrong_state");
    } else {
      const asked = await lockPiece(trx, application, piece);
      if (!asked || asked.answeredAt !== null || asked.closedAt !== null) return refuse("wrong_state");
    }
    return (await deleteSentFile(trx, application, id)) ? { ok: true } : refuse("not_found");
  });
}
