import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createRecord, moveRecord } from "../record/actions.ts";
import { contributionOf, missionValue, workCents, workDays } from "./value.ts";

const half = (max: number) => fc.integer({ min: 1, max: max * 2 }).map((n) => n / 2);
const work = fc.record({
  people: fc.option(fc.integer({ min: 1, max: 50 })),
  days: half(300),
  dayCents: fc.option(fc.integer({ min: 0, max: 200_000 })),
});
const cost = fc.record({ amountCents: fc.integer({ min: 0, max: 1_000_000 }), organisation: fc.option(fc.constant("someone")) });
const funder = fc.record({
  amountCents: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  currency: fc.constantFrom("EUR", "CHF"),
  status: fc.constantFrom("requested", "confirmed", "received", "refused"),
  inKind: fc.boolean(),
});
const mission = fc.record({
  currency: fc.constant("EUR"),
  work: fc.array(work, { maxLength: 6 }),
  costs: fc.array(cost, { maxLength: 6 }),
  funders: fc.array(funder, { maxLength: 6 }),
});

describe("the value of a mission", () => {
  it("is days × people × rate", () => {
    expect(workDays({ people: 2, days: 7, dayCents: 42_000 })).toBe(14);
    expect(workCents({ people: 2, days: 7, dayCents: 42_000 })).toBe(588_000);
    expect(workCents({ people: null, days: 0.5, dayCents: 42_001 })).toBe(21_001);
    expect(workCents({ people: 3, days: 2, dayCents: null })).toBeNull();
  });
  it("is in whole cents, adds up line by line, and grows with people, days and rate", () => {
    fc.assert(
      fc.property(mission, (one) => {
        const value = missionValue(one);
        expect(Number.isInteger(value.valueCents)).toBe(true);
        expect(value.valueCents).toBe(one.work.reduce((sum, line) => sum + (workCents(line) ?? 0), 0));
        expect(value.days).toBeGreaterThanOrEqual(value.daysWithoutValue);
        expect(value.costCents + value.costOfOthersCents).toBe(one.costs.reduce((sum, { amountCents }) => sum + amountCents, 0));
        for (const line of one.work)
          expect(workCents({ ...line, people: (line.people ?? 1) + 1 }) ?? 0).toBeGreaterThanOrEqual(workCents(line) ?? 0);
      }),
    );
  });
  it("of several is counted for those that took place, each currency apart", () => {
    const line = { people: 1, days: 2, dayCents: 100 };
    expect(
      contributionOf([
        { state: "done", currency: "EUR", work: [line, { ...line, dayCents: null }] },
        { state: "planned", currency: "EUR", work: [line] },
        { state: "done", currency: "CHF", work: [line] },
      ]),
    ).toEqual([
      { currency: "EUR", missions: 1, days: 4, daysWithoutValue: 2, valueCents: 200 },
      { currency: "CHF", missions: 1, days: 2, daysWithoutValue: 0, valueCents: 200 },
    ]);
  });
});

describe("the view of the value of missions", () => {
  const by = { id: "test", name: "Test", role: "system" } as const;
  let base: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    base = await openTestDatabase();
  });
  afterAll(() => base.end());

  const make = async (document: Record<string, unknown>, publish = true) => {
    const made = await createRecord(
      base.db,
      "mission",
      { name: { fr: "Mission" }, type: "expertise", startsOn: "2024-05", ...document },
      by,
    );
    if (!made.ok) throw new Error(JSON.stringify(made));
    if (publish) await moveRecord(base.db, "mission", made.id, "publish", by);
    return made.id;
  };
  const rows = async () =>
    (
      await sql<{ mission: string; year: number; valueCents: number; costCents: number; cofundedCents: number; days: number }>`
        SELECT mission, year, value_cents, cost_cents, cofunded_cents, days FROM published.mission_value`.execute(base.db)
    ).rows;

  it("says what the code says, of published missions that took place only", async () => {
    const samples = fc.sample(mission, 25);
    const known = new Map<string, ReturnType<typeof missionValue>>();
    for (const one of samples) {
      const document = {
        state: "done",
        orderedOn: "2024-04",
        work: one.work.map((line) => ({ ...line, service: "Un service" })),
        // The body that pays need not exist for the sum: its column does.
        costs: one.costs.filter(({ organisation }) => !organisation).map(({ amountCents }) => ({ type: "travel", amountCents })),
      };
      known.set(await make(document), missionValue({ ...one, costs: one.costs.filter(({ organisation }) => !organisation), funders: [] }));
    }
    await make({ state: "done", orderedOn: "2024-04", work: [{ service: "x", days: 3, dayCents: 100 }] }, false);
    await make({ work: [{ service: "x", days: 3, dayCents: 100 }] });
    const found = await rows();
    expect(found).toHaveLength(known.size);
    for (const row of found) {
      const { valueCents, costCents, days } = known.get(row.mission)!;
      expect([row.year, row.valueCents, row.costCents, row.days]).toEqual([2024, valueCents, costCents, days]);
    }
  });
});
