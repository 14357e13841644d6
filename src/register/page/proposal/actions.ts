import { randomUUID } from "node:crypto";
import { type Actor, may } from "../../../platform/accounts/rights.ts";
import { type Database, transactIf } from "../../../platform/database/connect.ts";
import { enqueue } from "../../../platform/jobs/jobs.ts";
import { kindOf } from "../../kinds.ts";
import { localised } from "../../record/fields.ts";
import { changedFields, historyOf } from "../../record/history.ts";
import type { Problem } from "../../record/kind.ts";
import { parseDocument, problemsOf } from "../../record/parse.ts";
import { findRecord, resolveLinks } from "../../record/store.ts";
import { rebased } from "./rebase.ts";
import { moveFrom, type ProposalMove } from "./states.ts";
import { insertProposal, lockProposal, type Proposal, updateProposal } from "./store.ts";

export const PUBLISH_PAGE_TASK = "publish_page";

export type ProposalFailure =
  | { ok: false; reason: "forbidden" | "not_found" | "wrong_state" | "own_words" | "answer_missing" | "nothing_changed" }
  | { ok: false; reason: "invalid"; problems: Problem[] }
  /** Somebody saved first, or the page itself has changed since. */
  | { ok: false; reason: "conflict" | "outdated" };
export type ProposalResult<T = object> = ({ ok: true } & T) | ProposalFailure;

const kind = kindOf("page");
const noteSchema = localised({ max: 500 }).schema;

/** Begins a working copy of what a page says now. */
export async function proposeChange(db: Database, page: string, by: Actor): Promise<ProposalResult<{ id: string }>> {
  if (!may(by, "proposal.write")) return { ok: false, reason: "forbidden" };
  return kept(db, async (trx): Promise<ProposalResult<{ id: string }>> => {
    const record = await findRecord(trx, kind, page);
    if (!record) return { ok: false, reason: "not_found" };
    const id = randomUUID();
    await insertProposal(trx, { id, page, version: record.version, document: record.document }, by);
    return { ok: true, id };
  });
}

/** Replaces what a draft says. `version`: the one that was read. Whoever writes in it can no longer review it. */
export async function saveProposal(
  db: Database,
  id: string,
  version: number,
  input: { document: unknown; note: unknown },
  by: Actor,
): Promise<ProposalResult> {
  if (!may(by, "proposal.write")) return { ok: false, reason: "forbidden" };
  const parsed = parseDocument(kind, input.document);
  const note = noteSchema.safeParse(input.note ?? {}, { reportInput: true });
  const problems = [
    ...(parsed.ok ? [] : parsed.problems),
    ...(note.success ? [] : problemsOf(note.error).map((one) => ({ ...one, path: ["note", one.path].filter(Boolean).join(".") }))),
  ];
  if (!parsed.ok || !note.success) return { ok: false, reason: "invalid", problems };
  return kept(db, async (trx): Promise<ProposalResult> => {
    const proposal = await lockProposal(trx, id);
    if (!proposal) return { ok: false, reason: "not_found" };
    if (proposal.state !== "draft") return { ok: false, reason: "wrong_state" };
    if (proposal.version !== version) return { ok: false, reason: "conflict" };
    const links = await resolveLinks(trx, kind, parsed.document);
    if (links.problems.length > 0) return { ok: false, reason: "invalid", problems: links.problems };
    const writers = [...new Set([...proposal.writers, by.id])];
    await updateProposal(trx, id, { document: parsed.document, note: note.data, writers });
    return { ok: true };
  });
}

/** Writes a draft again on the page as it stands now. `both`: what it and somebody else have changed, to be read. */
export async function rebaseProposal(db: Database, id: string, by: Actor): Promise<ProposalResult<{ both: string[] }>> {
  if (!may(by, "proposal.write")) return { ok: false, reason: "forbidden" };
  return kept(db, async (trx): Promise<ProposalResult<{ both: string[] }>> => {
    const proposal = await lockProposal(trx, id);
    const record = proposal && (await findRecord(trx, kind, proposal.page));
    if (!proposal || !record) return { ok: false, reason: "not_found" };
    if (proposal.state !== "draft") return { ok: false, reason: "wrong_state" };
    const base = (await historyOf(trx, "page", proposal.page, 10_000)).find((entry) => entry.version === proposal.baseVersion);
    const { document, both } = rebased(kind, base?.document ?? proposal.document, record.document, proposal.document);
    await updateProposal(trx, id, {
      document,
      baseVersion: record.version,
      problem: null,
      writers: [...new Set([...proposal.writers, by.id])],
    });
    return { ok: true, both };
  });
}

/**
 * Takes a proposal from one state to another. Approved, it is published by a job: at once, or at `publishAt`; the job is
 * queued in the same transaction.
 */
export async function moveProposal(
  db: Database,
  id: string,
  version: number,
  move: Exclude<ProposalMove, "publish">,
  by: Actor,
  given: { answer?: string | null; publishAt?: Date | null } = {},
): Promise<ProposalResult> {
  return kept(db, async (trx): Promise<ProposalResult> => {
    const proposal = await lockProposal(trx, id);
    if (!proposal) return { ok: false, reason: "not_found" };
    const found = moveFrom(proposal.state, move);
    if (!found || found.by === null) return { ok: false, reason: "wrong_state" };
    if (!may(by, found.by)) return { ok: false, reason: "forbidden" };
    if (proposal.version !== version) return { ok: false, reason: "conflict" };
    if (found.review && proposal.writers.includes(by.id)) return { ok: false, reason: "own_words" };
    const answer = given.answer?.trim() || null;
    if (found.answer && !answer) return { ok: false, reason: "answer_missing" };
    if (move === "submit" || move === "approve") {
      const refusal = await whyNot(trx, proposal);
      if (refusal) return refusal;
    }
    const reviewed = found.review ? { reviewer: by.id, reviewerName: by.name, answer } : {};
    const publishAt = move === "approve" ? (given.publishAt ?? null) : null;
    await updateProposal(trx, id, { state: found.to, problem: null, publishAt, ...reviewed });
    if (move === "approve")
      await enqueue(trx, PUBLISH_PAGE_TASK, { id }, { key: `${PUBLISH_PAGE_TASK} ${id}`, ...(publishAt ? { runAt: publishAt } : {}) });
    return { ok: true };
  });
}

/** Why a proposal is not worth somebody's reading: the page has changed since, or it changes nothing of a public page. */
async function whyNot(trx: Database, proposal: Proposal): Promise<ProposalFailure | undefined> {
  const record = await findRecord(trx, kind, proposal.page);
  if (!record) return { ok: false, reason: "not_found" };
  if (record.version !== proposal.baseVersion) return { ok: false, reason: "outdated" };
  if (record.status === "published" && changedFields(kind, record.document, proposal.document).length === 0)
    return { ok: false, reason: "nothing_changed" };
  return undefined;
}

/** One transaction: a failure undoes all of it. */
const kept = <T>(db: Database, work: (trx: Database) => Promise<ProposalResult<T>>) => transactIf(db, work, ({ ok }) => ok);
