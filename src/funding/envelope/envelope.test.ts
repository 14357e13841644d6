import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { must } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote } from "../deliberation/actions.ts";
import { moveGrant } from "../grant/actions.ts";
import { draftConvention, recordSignature, sendConvention } from "../grant/conventions.ts";
import { makeVotableFiles, makeWorld, people, propose, type World } from "../money-testing.ts";
import { adjustEnvelope, openEnvelope, setGauge, transferCredits } from "./actions.ts";
import { findEnvelope, listGauges, movementsOf } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const opened = connect(database.url, { max: 20 });
  db = opened.db;
  end = async () => {
    await opened.close();
    await database.drop();
  };
});
afterAll(() => end());

const EURO = 100;

/** Files of one euro each, voted, signed, executory: ready to be committed. */
async function signedGrants(world: World, n: number, cents: number): Promise<string[]> {
  const files = await makeVotableFiles(db, world, n, cents);
  for (const file of files) {
    await propose(db, world, file, cents);
    must(await db.transaction().execute((trx) => moveApplication(trx, file, "propose", ["officer"], people.officer)));
  }
  const { id } = must(
    await createDeliberation(db, { title: "Subventions", reference: `${world.year} DGRI 1`, sessionOn: "2026-07-01" }, people.council),
  );
  must(await addFiles(db, id, files, people.council));
  must(await moveDeliberation(db, id, "table", people.council));
  const { grants } = must(
    await recordVote(
      db,
      id,
      { votedOn: "2026-07-01", votesFor: 100, votesAgainst: 20, abstained: 3, notVoting: 1, stepAsides: [] },
      people.council,
    ),
  );
  must(await recordDates(db, id, { transmittedOn: "2026-07-03", publishedOn: "2026-07-05" }, people.council));
  for (const grant of grants) {
    const convention = must(await draftConvention(db, grant, people.officer)).id;
    must(await sendConvention(db, convention, "a".repeat(64), people.officer));
    for (const party of ["beneficiary", "city"])
      must(
        await recordSignature(
          db,
          convention,
          { party, signedOn: "2026-07-10", signatory: "Une personne", evidence: "Original au dossier" },
          people.officer,
          {
            on: "2026-07-11",
          },
        ),
      );
  }
  return grants;
}

const commitAll = async (grants: readonly string[]) => {
  const outcomes = await Promise.all(grants.map((grant) => moveGrant(db, grant, "commit", people.finance)));
  return {
    done: outcomes.filter(({ ok }) => ok).length,
    reasons: [...new Set(outcomes.flatMap((one) => (one.ok ? [] : [one.reason])))],
  };
};

describe("fifty commitments at once", () => {
  it("on the last euro of the legal gauge: one passes", async () => {
    const world = await makeWorld(db, 2031, { aeCents: 50 * EURO, cpCents: 50 * EURO, revenueCents: 100 * EURO });
    const grants = await signedGrants(world, 50, EURO);
    expect(await commitAll(grants)).toEqual({ done: 1, reasons: ["gauge_limit"] });
    expect((await listGauges(db, 2031))[0]).toMatchObject({ limitCents: EURO, committedCents: EURO });
    const envelope = (await findEnvelope(db, world.envelope))!;
    expect(envelope).toMatchObject({ votedCents: 49 * EURO, committedCents: EURO, scheduledCents: EURO });
  }, 60_000);

  it("on the last ten euros of the credits of the year: ten pass", async () => {
    const world = await makeWorld(db, 2035, { aeCents: 50 * EURO, cpCents: 10 * EURO, revenueCents: 1_000_000 * EURO });
    const grants = await signedGrants(world, 50, EURO);
    expect(await commitAll(grants)).toEqual({ done: 10, reasons: ["envelope_credits"] });
  }, 60_000);

  it("without the revenue of the service, none passes", async () => {
    const world = await makeWorld(db, 2039, { aeCents: 5 * EURO, cpCents: 5 * EURO, revenueCents: 1_000_000 * EURO });
    const grants = await signedGrants(world, 1, EURO);
    await db.deleteFrom("gauge").where("year", "=", 2039).execute();
    expect(await commitAll(grants)).toEqual({ done: 0, reasons: ["gauge_missing"] });
  });
});

it("holds fifty proposals of a jury within the authorisation", async () => {
  const world = await makeWorld(db, 2043, { aeCents: 7 * EURO, cpCents: 50 * EURO, revenueCents: 1_000_000 * EURO });
  const files = await makeVotableFiles(db, world, 50, EURO);
  const outcomes = await Promise.allSettled(files.map((file) => propose(db, world, file, EURO)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
  expect((await findEnvelope(db, world.envelope))!.reservedCents).toBe(7 * EURO);
});

describe("an envelope", () => {
  it("is one of its year, programme and source", async () => {
    const input = { year: 2050, programme: "solidae", source: "water", aeCents: 100, cpCents: 100, reason: "Budget" };
    must(await openEnvelope(db, input, people.finance));
    expect(await openEnvelope(db, input, people.finance)).toEqual({ ok: false, reason: "envelope_year_programme_source_key" });
  });

  it("is opened by finance alone, in amounts", async () => {
    const input = { year: 2051, programme: "solidae", source: "water", aeCents: 100, cpCents: 100, reason: "Budget" };
    expect(await openEnvelope(db, input, people.officer)).toMatchObject({ ok: false, reason: "forbidden" });
    expect(await openEnvelope(db, { ...input, aeCents: -1, reason: "" }, people.finance)).toMatchObject({
      ok: false,
      problems: [
        { path: "aeCents", code: "too_small" },
        { path: "reason", code: "required" },
      ],
    });
  });

  it("gives to another of its year, as one event that loses nothing, and never what it has not", async () => {
    const open = async (source: string) =>
      must(
        await openEnvelope(
          db,
          { year: 2052, programme: "solidae", source, aeCents: 1_000, cpCents: 500, reason: "Budget" },
          people.finance,
        ),
      ).id;
    const [water, general] = [await open("water"), await open("general")];
    must(await transferCredits(db, water, { to: general, aeCents: 300, cpCents: 200, reason: "Virement" }, people.finance));
    expect(await findEnvelope(db, water)).toMatchObject({ aeCents: 700, cpCents: 300 });
    expect(await findEnvelope(db, general)).toMatchObject({ aeCents: 1_300, cpCents: 700 });
    const transfers = new Set((await movementsOf(db, water)).filter(({ transfer }) => transfer).map(({ transfer }) => transfer));
    expect(transfers.size).toBe(1);
    expect(await transferCredits(db, water, { to: general, aeCents: 701, reason: "Trop" }, people.finance)).toMatchObject({
      ok: false,
      reason: "envelope_authorised",
    });
    expect(await transferCredits(db, water, { to: water, aeCents: 1, reason: "Soi" }, people.finance)).toMatchObject({
      ok: false,
      reason: "transfer_same_year",
    });
    expect(await adjustEnvelope(db, water, { cpDelta: -301, reason: "Gel" }, people.finance)).toMatchObject({
      ok: false,
      reason: "envelope_credits",
    });
  });

  it("has sums that change by movements alone, and movements that stay", async () => {
    const { id } = must(
      await openEnvelope(
        db,
        { year: 2053, programme: "solidae", source: "water", aeCents: 5, cpCents: 5, reason: "Budget" },
        people.finance,
      ),
    );
    await expect(db.updateTable("envelope").set({ aeCents: 1_000 }).where("id", "=", id).execute()).rejects.toThrow(/movements alone/);
    await expect(db.deleteFrom("movement").where("envelope", "=", id).execute()).rejects.toThrow(/append-only/);
    await expect(
      db.insertInto("envelope").values({ year: 2054, programme: "solidae", source: "water", aeCents: 5 }).execute(),
    ).rejects.toThrow(/start at nothing/);
  });
});

it("bounds a gauge by the lower of the law and the city's own cap, and keeps it above what is committed", async () => {
  must(await setGauge(db, { year: 2060, source: "waste", revenueCents: 123_456_789, revenueBasis: "forecast" }, people.finance));
  must(
    await setGauge(
      db,
      { year: 2061, source: "waste", revenueCents: 500_000_000_00, revenueBasis: "final", capCents: 1_000_000_00 },
      people.finance,
    ),
  );
  expect((await listGauges(db, 2060))[0]!.limitCents).toBe(1_234_567);
  expect((await listGauges(db, 2061))[0]!.limitCents).toBe(1_000_000_00);
  expect(await setGauge(db, { year: 2031, source: "water", revenueCents: 99 * EURO, revenueBasis: "final" }, people.finance)).toMatchObject(
    { ok: false, reason: "gauge_limit" },
  );
  expect(await setGauge(db, { year: 2061, source: "general", revenueCents: 1, revenueBasis: "final" }, people.finance)).toMatchObject({
    ok: false,
    reason: "invalid",
  });
});
