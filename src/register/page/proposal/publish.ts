import type { Actor } from "../../../platform/accounts/rights.ts";
import { type Database, transactIf } from "../../../platform/database/connect.ts";
import { dayOf } from "../../../platform/instants.ts";
import type { Task } from "../../../platform/jobs/jobs.ts";
import { kindOf } from "../../kinds.ts";
import { editRecord, type Failure, moveRecord } from "../../record/actions.ts";
import { findRecord } from "../../record/store.ts";
import { dueProposals, lockProposal, type Proposal, updateProposal } from "./store.ts";

type Outcome = { ok: true; published: boolean } | Failure;

/**
 * Publishes an approved proposal whose hour has come, by the record's own actions: the page changes whole, in one
 * transaction with the state of the proposal. Of two jobs at once, the second finds it done. What cannot be published
 * (the page has changed since, something that it names is not public) goes back to its writers, and says why.
 */
export async function publishProposal(db: Database, id: string, now: Date): Promise<Outcome> {
  const done = await transactIf(
    db,
    async (trx): Promise<Outcome> => {
      const proposal = await lockProposal(trx, id);
      if (!isDue(proposal, now)) return { ok: true, published: false };
      // The one who approved it answers for it.
      const by: Actor = { id: proposal.reviewer!, name: proposal.reviewerName!, role: "system" };
      const document = withNote(proposal, dayOf(now));
      const edited = await editRecord(trx, "page", proposal.page, proposal.baseVersion, document, by);
      if (!edited.ok) return edited;
      const record = (await findRecord(trx, kindOf("page"), proposal.page))!;
      if (record.status !== "published") {
        const moved = await moveRecord(trx, "page", proposal.page, "publish", by);
        if (!moved.ok) return moved;
      }
      const { version } = (await findRecord(trx, kindOf("page"), proposal.page))!;
      await updateProposal(trx, id, { state: "published", publishedVersion: version });
      return { ok: true, published: true };
    },
    ({ ok }) => ok,
  );
  if (!done.ok) await sendBack(db, id, done.reason);
  return done;
}

const isDue = (proposal: Proposal | undefined, now: Date): proposal is Proposal =>
  proposal?.state === "approved" && (proposal.publishAt === null || proposal.publishAt <= now);

/** What it says, with a line more in the list of what changed, where it has one for readers. */
function withNote({ document, note }: Proposal, today: string): Record<string, unknown> {
  if (Object.keys(note).length === 0) return document;
  return { ...document, changes: [{ changedOn: today, note }, ...(document.changes as object[])] };
}

async function sendBack(db: Database, id: string, problem: string): Promise<void> {
  await transactIf(
    db,
    async (trx) => {
      const proposal = await lockProposal(trx, id);
      if (proposal?.state === "approved") await updateProposal(trx, id, { state: "draft", problem });
      return { ok: true };
    },
    ({ ok }) => ok,
  );
}

/** The job of one proposal, at its hour; without one, of all that are due: what a node that was down has left. */
export function publishPageTask(db: Database): Task {
  return async (payload: { id?: string }) => {
    const now = new Date();
    for (const id of payload.id ? [payload.id] : await dueProposals(db, now)) await publishProposal(db, id, now);
  };
}
