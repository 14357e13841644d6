import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { grantFromVote } from "../grant/from-vote.ts";
import { mailApplicant } from "../mails.ts";
import { tryMove, whoIs } from "../states.ts";
import { datesForm, deliberationForm, voteForm } from "./rules.ts";
import { deliberationMoves } from "./states.ts";
import { deliberationFiles, insertDeliberation, lockDeliberation, replaceStepAsides, setDeliberation } from "./store.ts";

type Form = DocumentOf<typeof deliberationForm.fields>;
type Vote = DocumentOf<typeof voteForm.fields>;

const prepares = (by: Actor) => may(by, "deliberation.prepare");

/** Starts a draft deliberation. */
export async function createDeliberation(db: Database, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!prepares(by)) return refuse("forbidden");
  const parsed = parseDocument(deliberationForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as Form;
  return act(db, async (trx) => {
    const id = await insertDeliberation(trx, { ...value, statement: value.statement ?? "" });
    await logAct(trx, { kind: "deliberation", id }, "created", value, by);
    return { ok: true, id };
  });
}

/** Changes a deliberation that is not tabled. `version`: the one that was read. */
export async function editDeliberation(db: Database, id: string, version: number, input: unknown, by: Actor): Promise<Outcome> {
  if (!prepares(by)) return refuse("forbidden");
  const parsed = parseDocument(deliberationForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as Form;
  return act(db, async (trx) => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    if (current.state !== "draft") return refuse("wrong_state");
    if (current.version !== version) return refuse("conflict");
    const next = await setDeliberation(trx, id, { ...value, statement: value.statement ?? "", document: null });
    await logAct(trx, { kind: "deliberation", id, version: next }, "edited", value, by);
    return { ok: true };
  });
}

/** Puts proposed files into a draft deliberation: each must have its legality checked. All of them or none. */
export async function addFiles(
  db: Database,
  id: string,
  applications: readonly string[],
  by: Actor,
): Promise<Outcome<{ refused?: string }>> {
  if (!prepares(by)) return refuse("forbidden");
  return act(db, async (trx) => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    if (current.state !== "draft") return refuse("wrong_state");
    for (const application of [...applications].sort()) {
      const moved = await moveApplication(trx, application, "table", whoIs(by), by, {
        set: { deliberation: id },
        details: { deliberation: id },
      });
      if (!moved.ok) {
        const [file] = await deliberationFiles(trx, { ids: [application] });
        return refuse(moved.reason, { file: file?.number ?? application });
      }
    }
    await setDeliberation(trx, id, { document: null });
    return { ok: true };
  });
}

/** Takes a file out of a draft deliberation: it is proposed again, and may be put in another. */
export async function removeFile(db: Database, id: string, application: string, by: Actor): Promise<Outcome> {
  if (!prepares(by)) return refuse("forbidden");
  return act(db, async (trx) => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    if (current.state !== "draft") return refuse("wrong_state");
    const moved = await moveApplication(trx, application, "untable", whoIs(by), by, { set: { deliberation: null } });
    if (!moved.ok) return moved;
    await setDeliberation(trx, id, { document: null });
    return { ok: true };
  });
}

/** Tables a deliberation, or withdraws it. */
export async function moveDeliberation(db: Database, id: string, move: "table" | "withdraw" | "postpone", by: Actor): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    const files = await deliberationFiles(trx, { deliberation: id });
    const facts = { files: files.length, numbered: current.reference !== null && current.sessionOn !== null };
    const result = tryMove(deliberationMoves, current.state, move, whoIs(by), facts);
    if (!result.ok) return result;
    if (move === "withdraw")
      for (const file of files) {
        const moved = await moveApplication(trx, file.id, "untable", whoIs(by), by, { set: { deliberation: null } });
        if (!moved.ok) return moved;
      }
    const version = await setDeliberation(trx, id, { state: result.to });
    await logAct(trx, { kind: "deliberation", id, version }, move, { from: current.state, to: result.to }, by);
    return { ok: true };
  });
}

/**
 * Records the vote of the assembly. Adopted by more votes for than against, each file becomes a grant, its award and
 * its project are published, its reservation becomes voted money; rejected, all is given back. One transaction: the
 * vote is whole or absent. The applicants are told within it.
 */
export async function recordVote(
  db: Database,
  id: string,
  input: unknown,
  by: Actor,
  now = new Date(),
): Promise<Outcome<{ adopted: boolean; grants: string[] }>> {
  if (!may(by, "deliberation.decide")) return refuse("forbidden");
  const parsed = parseDocument(voteForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { stepAsides, ...vote } = parsed.document as Vote;
  const adopted = vote.votesFor > vote.votesAgainst;
  return act(db, async (trx): Promise<Outcome<{ adopted: boolean; grants: string[] }>> => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    const files = await deliberationFiles(trx, { deliberation: id });
    const result = tryMove(deliberationMoves, current.state, adopted ? "adopt" : "reject", whoIs(by), {
      files: files.length,
      numbered: true,
    });
    if (!result.ok) return result;
    if (vote.votedOn > dayOf(now)) return invalid([{ path: "votedOn", code: "in_the_future" }]);
    if (current.sessionOn && vote.votedOn < current.sessionOn) return invalid([{ path: "votedOn", code: "before_session" }]);
    await replaceStepAsides(trx, id, stepAsides);
    const version = await setDeliberation(trx, id, { ...vote, state: result.to });
    await logAct(
      trx,
      { kind: "deliberation", id, version },
      adopted ? "adopted" : "rejected",
      { ...vote, stepAsides, reference: current.reference },
      by,
    );
    const grants: string[] = [];
    for (const file of files) {
      const moved = await moveApplication(trx, file.id, adopted ? "adopt" : "defeat", whoIs(by), by);
      if (!moved.ok) return refuse(moved.reason, { file: file.number });
      if (adopted) {
        const made = await grantFromVote(trx, file, { id, reference: current.reference!, votedOn: vote.votedOn }, by);
        if (!made.ok) return made;
        grants.push(made.id);
      }
      await mailApplicant(
        trx,
        file.applicant,
        adopted ? "granted" : "not_granted",
        {
          number: file.number,
          title: file.title,
          deliberation: current.reference!,
          cents: file.sources.reduce((sum, { cents }) => sum + cents, 0),
          currency: file.currency,
        },
        { aboutKind: "application", aboutId: file.id, dedupeKey: `vote ${file.id}` },
      );
    }
    return { ok: true, adopted, grants };
  });
}

/** Records when an adopted act was transmitted and published: it is executory from the later of the two days. */
export async function recordDates(db: Database, id: string, input: unknown, by: Actor): Promise<Outcome> {
  if (!prepares(by)) return refuse("forbidden");
  const parsed = parseDocument(datesForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as DocumentOf<typeof datesForm.fields>;
  return act(db, async (trx) => {
    const current = await lockDeliberation(trx, id);
    if (!current) return refuse("not_found");
    if (current.state !== "adopted") return refuse("wrong_state");
    const version = await setDeliberation(trx, id, value);
    await logAct(trx, { kind: "deliberation", id, version }, "dated", value, by);
    return { ok: true };
  });
}
