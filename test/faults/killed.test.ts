import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "../../src/funding/acts.ts";
import { moveApplication } from "../../src/funding/application/move.ts";
import { submitApplication } from "../../src/funding/application/submit.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote } from "../../src/funding/deliberation/actions.ts";
import { moveGrant } from "../../src/funding/grant/actions.ts";
import { draftConvention, recordSignature, sendConvention } from "../../src/funding/grant/conventions.ts";
import { makeVotableFiles, makeWorld, moneyFaults, people, propose, type World } from "../../src/funding/money-testing.ts";
import { movePayment, requestPayment } from "../../src/funding/payment/actions.ts";
import { type Body, makeApplicant, makeOpenEdition, makeReadyApplication } from "../../src/funding/testing.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { filesOnDisk } from "../../src/platform/files.ts";
import { Copies } from "../../src/publishing/publication/copies.ts";
import { findPublication } from "../../src/publishing/publication/store.ts";
import { verifyHere } from "../../src/publishing/publication/verify.ts";
import { testDatabase } from "../support/database.ts";
import { killedAfter } from "../support/killed.ts";
import { rounds } from "../support/rounds.ts";

let db: Database;
let url: string;
let folder: string;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  url = database.url;
  const opened = connect(url);
  db = opened.db;
  folder = await mkdtemp(join(tmpdir(), "ville-monde-killed-"));
  // Each row of these takes a moment, so that the kill falls within a transaction, not beside it.
  await sql`CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.004); RETURN NEW; END $$`.execute(db);
  for (const table of ["event", "movement", "application_snapshot", "grant_source"])
    await sql`CREATE TRIGGER a_linger BEFORE INSERT ON ${sql.table(table)} FOR EACH ROW EXECUTE FUNCTION linger()`.execute(db);
  end = async () => {
    await opened.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => end());

/** Runs the orders in a process that is killed: those that it answered. */
async function ordersKilledAfter(ms: number, orders: Record<string, unknown>[]): Promise<string[]> {
  const said = await killedAfter(ms, [join(import.meta.dirname, "acts.ts")], { DATABASE_URL: url, ORDERS: JSON.stringify(orders) });
  return [...said.matchAll(/answered (\S+) true/g)].map(([, id]) => id!);
}

/** Kills at instants spread over the length of the work; each time, what was answered is there, and the rest is whole or absent. */
const instants = rounds([1, 6, 11, 17, 23, 31, 42, 60], 3);

describe("killed in the middle of sending", () => {
  it("leaves each application whole or unsent, and answers who sends again with the one receipt", async () => {
    const edition = await makeOpenEdition(db);
    const ready: { id: string; body: Body }[] = [];
    for (const _ of instants) {
      const body = await makeApplicant(db);
      ready.push({ id: (await makeReadyApplication(db, filesOnDisk(folder), edition, body)).id, body });
    }
    let absent = 0;
    for (const [i, ms] of instants.entries()) {
      const { id, body } = ready[i]!;
      const answered = await ordersKilledAfter(ms, [{ act: "submit", id, by: body.representative }]);
      const { rows } = await sql<{ sent: boolean; whole: boolean }>`
        SELECT a.state = 'submitted' AS sent,
          a.number IS NOT NULL AND EXISTS (SELECT 1 FROM application_snapshot s WHERE s.application = a.id AND s.sha256 = a.content_sha256)
          AND EXISTS (SELECT 1 FROM application_strand t WHERE t.application = a.id)
          AND EXISTS (SELECT 1 FROM event e WHERE e.kind = 'application' AND e.record = a.id::text AND e.action = 'submit')
          AND EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'receipt ' || a.id) AS whole
        FROM application a WHERE a.id = ${id}`.execute(db);
      expect(rows[0]!.whole).toBe(rows[0]!.sent);
      if (answered.length > 0) expect(rows[0]!.sent).toBe(true);
      if (!rows[0]!.sent) absent++;
      const again = must(await submitApplication(db, id, new Date(), body.representative));
      expect(again.already).toBe(rows[0]!.sent);
      expect((await db.selectFrom("application").select("number").where("id", "=", id).executeTakeFirstOrThrow()).number).toBe(
        again.number,
      );
    }
    const numbers = await db.selectFrom("application").select("number").where("edition", "=", edition).execute();
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(instants.length);
    expect(absent).toBeGreaterThan(0); // some kills did fall in the middle
  }, 300_000);
});

describe("killed in the middle of money", () => {
  const vote = { votedOn: "2026-07-01", votesFor: 90, votesAgainst: 3, abstained: 0, notVoting: 0, stepAsides: [] };
  let next = 2040;
  async function tabled(n: number): Promise<{ world: World; deliberation: string }> {
    next += 3;
    const world = await makeWorld(db, next, { aeCents: 1_000_000, cpCents: 1_000_000, revenueCents: 900_000_000 });
    const files = await makeVotableFiles(db, world, n, 10_000);
    for (const file of files) {
      await propose(db, world, file, 10_000);
      must(await db.transaction().execute((trx) => moveApplication(trx, file, "propose", ["officer"], people.officer)));
    }
    const { id } = must(
      await createDeliberation(db, { title: "Vote", reference: `${next} DGRI 1`, sessionOn: "2026-07-01" }, people.council),
    );
    must(await addFiles(db, id, files, people.council));
    must(await moveDeliberation(db, id, "table", people.council));
    return { world, deliberation: id };
  }

  it("leaves a vote whole or absent: all its grants, awards and movements, or none", async () => {
    for (const ms of rounds([2, 25, 70, 130, 190], 3)) {
      const { world, deliberation } = await tabled(3);
      const answered = await ordersKilledAfter(ms, [{ act: "vote", id: deliberation, vote, by: people.council }]);
      const state = (await db.selectFrom("deliberation").select("state").where("id", "=", deliberation).executeTakeFirstOrThrow()).state;
      const grants = await db.selectFrom("grant").select("award").where("deliberation", "=", deliberation).execute();
      expect([state, grants.length]).toEqual(state === "adopted" ? ["adopted", 3] : ["tabled", 0]);
      if (answered.length > 0) expect(state).toBe("adopted");
      expect(await moneyFaults(db, world)).toEqual([]);
      // Who votes again is told which it was.
      expect((await recordVote(db, deliberation, vote, people.council)).ok).toBe(state !== "adopted");
      expect(await moneyFaults(db, world)).toEqual([]);
    }
  }, 300_000);

  it("leaves a payment paid with its movement, or neither", async () => {
    const { world, deliberation } = await tabled(6);
    const { grants } = must(await recordVote(db, deliberation, vote, people.council));
    must(await recordDates(db, deliberation, { transmittedOn: "2026-07-02", publishedOn: "2026-07-02" }, people.council));
    const payments: string[] = [];
    for (const grant of grants) {
      const convention = must(await draftConvention(db, grant, people.officer)).id;
      must(await sendConvention(db, convention, "a".repeat(64), people.officer));
      for (const party of ["beneficiary", "city"])
        must(
          await recordSignature(db, convention, { party, signedOn: "2026-07-03", signatory: "X", evidence: "Original" }, people.officer, {
            on: "2026-07-04",
          }),
        );
      must(await moveGrant(db, grant, "commit", people.finance));
      const tranche = await db.selectFrom("tranche").select(["id", "amountCents"]).where("grant", "=", grant).executeTakeFirstOrThrow();
      const payment = must(await requestPayment(db, grant, { tranche: tranche.id, amountCents: tranche.amountCents }, people.officer)).id;
      must(await movePayment(db, payment, "check", {}, people.officer, "2026-11-24"));
      must(await movePayment(db, payment, "order", { orderNumber: payment }, people.finance, "2026-11-24"));
      payments.push(payment);
    }
    for (const [i, ms] of rounds([1, 5, 9, 14, 20, 30], 3).entries()) {
      const id = payments[i]!;
      const answered = await ordersKilledAfter(ms, [{ act: "pay", id, paidOn: "2026-08-01", by: people.finance }]);
      const { state } = await db.selectFrom("payment").select("state").where("id", "=", id).executeTakeFirstOrThrow();
      const moved = await db.selectFrom("movement").select("id").where("aboutId", "=", id).execute();
      expect([state, moved.length]).toEqual(state === "paid" ? ["paid", 1] : ["ordered", 0]);
      if (answered.length > 0) expect(state).toBe("paid");
      expect((await movePayment(db, id, "pay", { paidOn: "2026-08-01" }, people.finance, "2026-11-24")).ok).toBe(state !== "paid");
    }
    expect(await moneyFaults(db, world)).toEqual([]);
  }, 300_000);
});

describe("killed in the middle of publishing", () => {
  it("leaves the last publication whole, and the next is made as if nothing had been", async () => {
    const order = { act: "publish", id: "p", by: people.system, dataDir: folder };
    expect(await ordersKilledAfter(60_000, [order])).toEqual(["p"]);
    let cut = 0;
    for (const [i, ms] of instants.map((one) => one * 25).entries()) {
      await sql`UPDATE project SET name = name || ${JSON.stringify({ fr: `Autre nom ${i}` })}::jsonb WHERE id = (SELECT min(id) FROM project WHERE status = 'published')`.execute(
        db,
      );
      const before = (await findPublication(db))!.number;
      const answered = await ordersKilledAfter(ms, [order]);
      const { number } = (await findPublication(db))!;
      if (answered.length > 0) expect(number).toBe(before + 1);
      if (number === before) cut++;
      expect(number - before).toBeLessThanOrEqual(1);
      expect((await verifyHere(db, new Copies(folder))).faults).toEqual([]);
    }
    expect(cut).toBeGreaterThan(0);
    await ordersKilledAfter(60_000, [order]);
    expect((await verifyHere(db, new Copies(folder))).faults).toEqual([]);
    expect(readdirSync(join(folder, "publications")).filter((name) => name.startsWith("draft-"))).toEqual([]);
  }, 300_000);
});
