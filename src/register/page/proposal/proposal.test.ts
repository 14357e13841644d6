import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../../test/support/database.ts";
import { type Database, published } from "../../../platform/database/connect.ts";
import { kindOf } from "../../kinds.ts";
import { createRecord, editRecord, moveRecord } from "../../record/actions.ts";
import { historyOf } from "../../record/history.ts";
import { findRecord } from "../../record/store.ts";
import { loadPage } from "../store.ts";
import { moveProposal, proposeChange, rebaseProposal, saveProposal } from "./actions.ts";
import { publishPageTask, publishProposal } from "./publish.ts";
import { moveFrom, proposalMoves, proposalStates } from "./states.ts";
import { findProposal } from "./store.ts";

const alice = { id: "alice", name: "Alice", role: "officer" } as const;
const bruno = { id: "bruno", name: "Bruno", role: "officer" } as const;
const carole = { id: "carole", name: "Carole", role: "reader" } as const;
const kind = kindOf("page");

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  await db
    .insertInto("term")
    .values({ vocabulary: "page-section", code: "world", name: JSON.stringify({ fr: "Monde" }), position: 1 } as never)
    .execute();
});
afterAll(() => end());

let page: string;
let proposal: string;
let n = 0;
beforeEach(async () => {
  const made = await createRecord(
    db,
    "page",
    { name: { fr: `Essai ${++n}` }, section: "world", description: { fr: "Avant" }, blocks: [{ type: "text", text: { fr: "Un" } }] },
    alice,
  );
  if (!made.ok) throw new Error(made.reason);
  page = made.id;
  await moveRecord(db, "page", page, "publish", alice);
  const begun = await proposeChange(db, page, alice);
  if (!begun.ok) throw new Error(begun.reason);
  proposal = begun.id;
});

const current = async () => (await findProposal(db, proposal))!;
const publicText = async () => (await loadPage(published(db), page, "fr"))!.description.fr;
async function write(fr: string, by = alice, more = {}) {
  const { version, document } = await current();
  return saveProposal(db, proposal, version, { document: { ...document, description: { fr }, ...more }, note: { fr: "Mise à jour" } }, by);
}
const move = async (name: Parameters<typeof moveProposal>[3], by: typeof alice | typeof bruno, given = {}) =>
  moveProposal(db, proposal, (await current()).version, name, by, given);
async function approved(publishAt: Date | null = null) {
  expect(await write("Après")).toEqual({ ok: true });
  expect(await move("submit", alice)).toEqual({ ok: true });
  expect(await move("approve", bruno, { publishAt })).toEqual({ ok: true });
}
const later = new Date("2099-01-15T11:00:00Z");

describe("a proposal", () => {
  it("changes nothing public until somebody else approves it, and is then published whole, with a note for readers", async () => {
    await approved();
    expect(await publicText()).toBe("Avant");
    expect(await publishProposal(db, proposal, new Date("2027-03-02T10:00:00Z"))).toEqual({ ok: true, published: true });
    const now = (await loadPage(published(db), page, "fr"))!;
    expect(now.description.fr).toBe("Après");
    expect(now.changes).toEqual([{ changedOn: "2027-03-02", note: { fr: "Mise à jour" } }]);
    const [entry] = await historyOf(db, "page", page, 1);
    expect(entry).toMatchObject({ actor: "bruno", action: "edited" });
    expect(await current()).toMatchObject({ state: "published", publishedVersion: entry!.version });
  });

  it("is approved by nobody who wrote in it: the database holds it too", async () => {
    await write("Après");
    expect(await write("Après deux", bruno as never)).toEqual({ ok: true });
    await move("submit", alice);
    expect(await move("approve", alice)).toEqual({ ok: false, reason: "own_words" });
    expect(await move("approve", bruno)).toEqual({ ok: false, reason: "own_words" });
    expect(await moveProposal(db, proposal, (await current()).version, "approve", carole)).toEqual({ ok: false, reason: "forbidden" });
    await expect(
      db
        .updateTable("pageProposal")
        .set({ state: "approved", reviewer: "bruno", reviewerName: "Bruno" })
        .where("id", "=", proposal)
        .execute(),
    ).rejects.toThrow("proposal_reviewed_by_someone_else");
  });

  it("keeps its words once it is read, and goes only where the table of moves says, in the database too", async () => {
    await write("Après");
    await move("submit", alice);
    expect(await write("En douce")).toEqual({ ok: false, reason: "wrong_state" });
    await expect(
      db
        .updateTable("pageProposal")
        .set({ document: JSON.stringify({}) as never })
        .where("id", "=", proposal)
        .execute(),
    ).rejects.toThrow("do not change");
    expect(await move("return", bruno)).toEqual({ ok: false, reason: "answer_missing" });
    expect(await move("return", bruno, { answer: "Trop long" })).toEqual({ ok: true });
    expect(await current()).toMatchObject({ state: "draft", answer: "Trop long" });

    const allowed = proposalStates.flatMap((from) => Object.values(proposalMoves[from]).map(({ to }) => `${from} ${to}`));
    for (const from of proposalStates)
      for (const to of proposalStates) {
        if (from === to) continue;
        // The guard alone: constraints on what a state must say are another matter.
        const refused = await db
          .transaction()
          .execute(async (trx) => {
            await sql`ALTER TABLE page_proposal DISABLE TRIGGER guard`.execute(trx);
            await trx
              .updateTable("pageProposal")
              .set({ state: from, reviewer: "bruno", answer: "x", publishedVersion: from === "published" ? 1 : null })
              .where("id", "=", proposal)
              .execute();
            await sql`ALTER TABLE page_proposal ENABLE TRIGGER guard`.execute(trx);
            await trx
              .updateTable("pageProposal")
              .set({ state: to, publishedVersion: to === "published" ? 1 : null })
              .where("id", "=", proposal)
              .execute();
            throw new Error("allowed");
          })
          .catch((error: Error) => error.message !== "allowed");
        expect(refused, `${from} → ${to}`).toBe(!allowed.includes(`${from} ${to}`));
      }
  });

  it("waits for its hour; two jobs at that hour publish it once", async () => {
    await approved(later);
    await publishPageTask(db)({}, {} as never);
    expect(await publicText()).toBe("Avant");
    expect(await publishProposal(db, proposal, new Date(later.getTime() - 1000))).toEqual({ ok: true, published: false });
    const before = (await historyOf(db, "page", page)).length;
    const both = await Promise.all([publishProposal(db, proposal, later), publishProposal(db, proposal, later)]);
    expect(both.map((one) => one.ok && one.published).sort()).toEqual([false, true]);
    expect((await historyOf(db, "page", page)).length).toBe(before + 1);
    expect(await publicText()).toBe("Après");
  });

  it("is queued for its hour in the transaction that approves it, once", async () => {
    await approved(later);
    const jobs = async () =>
      (await sql<{ runAt: Date }>`SELECT run_at FROM graphile_worker.jobs WHERE key = ${`publish_page ${proposal}`}`.execute(db)).rows;
    expect((await jobs()).map(({ runAt }) => runAt.toISOString())).toEqual([later.toISOString()]);
    expect(await move("withdraw", alice)).toEqual({ ok: true });
    expect(await publishProposal(db, proposal, later)).toEqual({ ok: true, published: false });
    expect(await publicText()).toBe("Avant");
  });

  it("goes back to its writers when the page was changed meanwhile, and is written again on what stands", async () => {
    await approved(later);
    const record = (await findRecord(db, kind, page))!;
    const edited = { ...record.document, description: { fr: "Corrigé" }, reviewedOn: "2026-01-01" };
    expect((await editRecord(db, "page", page, record.version, edited, bruno)).ok).toBe(true);
    expect(await publishProposal(db, proposal, later)).toMatchObject({ ok: false, reason: "conflict" });
    expect(await current()).toMatchObject({ state: "draft", problem: "conflict" });
    expect(await publicText()).toBe("Corrigé");
    expect(await move("submit", alice)).toEqual({ ok: false, reason: "outdated" });

    expect(await rebaseProposal(db, proposal, alice)).toEqual({ ok: true, both: ["description"] });
    const { document, problem } = await current();
    expect(problem).toBeNull();
    expect(document).toMatchObject({ description: { fr: "Après" }, reviewedOn: "2026-01-01" });
    await move("submit", alice);
    await move("approve", bruno);
    expect(await publishProposal(db, proposal, later)).toEqual({ ok: true, published: true });
    expect(await publicText()).toBe("Après");
  });

  it("that names what is not public is not published, and says so", async () => {
    const network = await createRecord(db, "network", { name: { fr: `Réseau secret ${n}` } }, alice);
    if (!network.ok) throw new Error(network.reason);
    await write("Après", alice, { links: [{ network: network.id }] });
    await move("submit", alice);
    await move("approve", bruno);
    expect(await publishProposal(db, proposal, later)).toMatchObject({ ok: false, reason: "references" });
    expect(await current()).toMatchObject({ state: "draft", problem: "references" });
  });

  it("is given back when it was saved by somebody else first, when it says nothing, or when it is unfit", async () => {
    expect(await move("submit", alice)).toEqual({ ok: false, reason: "nothing_changed" });
    const { version, document } = await current();
    expect(await write("Un")).toEqual({ ok: true });
    expect(await saveProposal(db, proposal, version, { document, note: {} }, bruno)).toEqual({ ok: false, reason: "conflict" });
    const unfit = await saveProposal(
      db,
      proposal,
      version + 1,
      { document: { ...document, blocks: [{ type: "figure", figure: "rien" }] }, note: {} },
      alice,
    );
    expect(unfit).toMatchObject({ ok: false, reason: "invalid", problems: [{ path: "blocks.0.figure", code: "unknown_reference" }] });
    expect(moveFrom("published", "cancel")).toBeUndefined();
    expect(moveFrom("draft", "toString")).toBeUndefined();
  });
});
