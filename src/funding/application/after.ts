import type { Database } from "../../platform/database/connect.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import { findApplicant } from "../applicant/store.ts";
import { mailApplicant, mailEach } from "../mails.ts";
import { moveApplication } from "./move.ts";
import { lockApplication } from "./move-store.ts";
import { deskOf, lockPiece, piecesOf, writeAnswer } from "./piece-store.ts";
import { sealOf } from "./seal.ts";
import { findApplication, standingOf } from "./store.ts";
import { insertSnapshot } from "./submission-store.ts";
import { judge } from "./submit.ts";

// What an applicant does once the file is sent.

/** Withdraws a file, at any time before the vote. */
export async function withdrawApplication(db: Database, baseUrl: string, id: string, reason: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    const standing = await standingOf(trx, id, by.id);
    if (!standing || standing === "guest") return refuse("not_found");
    const moved = await moveApplication(trx, id, "withdraw", [standing], by, { reason });
    if (!moved.ok) return moved;
    const file = (await findApplication(trx, id))!;
    const params = { number: file.number!, title: file.title, link: `${baseUrl}/espace/demandes/${id}` };
    await mailApplicant(trx, file.applicant, "withdrawal", params, {
      dedupeKey: `withdrawal ${id}`,
      aboutKind: "application",
      aboutId: id,
    });
    await mailDesk(trx, baseUrl, id, "withdrawn_desk", {}, null);
    return { ok: true };
  });
}

/**
 * Answers what the desk has asked for; files have been sent for it before. The answer to the last open request of an
 * incomplete file gives the file back to the desk.
 */
export async function answerPiece(
  db: Database,
  baseUrl: string,
  id: string,
  piece: string,
  answer: string,
  by: Person,
): Promise<Outcome<{ sent: boolean }>> {
  const text = answer.trim();
  return act(db, async (trx) => {
    const locked = await lockApplication(trx, id);
    const standing = await standingOf(trx, id, by.id);
    if (!locked || !standing || standing === "guest") return refuse("not_found");
    const asked = await lockPiece(trx, id, piece);
    if (!asked) return refuse("not_found");
    if (asked.closedAt !== null || asked.answeredAt !== null) return refuse("piece_closed");
    if (text === "") return refuse("answer_required");
    await writeAnswer(trx, piece, text.slice(0, 20_000), by.id);
    await logAct(trx, { kind: "application", id, version: locked.version }, "piece_answered", { piece }, by);
    await mailDesk(trx, baseUrl, id, "piece_answered", { question: asked.question }, asked.askedBy);
    const sent = locked.state === "incomplete" ? await sendComplement(trx, id, by) : undefined;
    return { ok: true, sent: sent?.ok ?? false };
  });
}

/** Gives a completed file back to the desk: possible once nothing asked for is open. Kept as it then stands. */
export async function sendComplement(db: Database, id: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    const standing = await standingOf(trx, id, by.id);
    if (!standing || standing === "guest") return refuse("not_found");
    const open = (await piecesOf(trx, id)).filter(({ answeredAt, closedAt }) => !answeredAt && !closedAt);
    if (open.length > 0) return refuse("pieces_open");
    const judged = (await judge(trx, id, new Date()))!;
    const sha256 = sealOf(judged.sealed);
    const moved = await moveApplication(trx, id, "complete", [standing], by, { details: { sha256 } });
    if (!moved.ok) return moved;
    await insertSnapshot(trx, {
      application: id,
      version: moved.version,
      reason: "complement",
      content: judged.sealed,
      sha256,
      byUser: by.id,
      byName: by.name,
    });
    return { ok: true };
  });
}

/** Writes to who follows the file at the city. */
export async function mailDesk(
  trx: Database,
  baseUrl: string,
  id: string,
  template: string,
  params: Record<string, string | number>,
  also: string | null,
): Promise<void> {
  const file = (await findApplication(trx, id))!;
  const body = (await findApplicant(trx, file.applicant))!;
  const about = { number: file.number ?? "—", title: file.title, applicant: body.name, link: `${baseUrl}/bureau/dossiers/${id}` };
  await mailEach(trx, await deskOf(trx, id, also), template, { ...about, ...params }, { aboutKind: "application", aboutId: id });
}
