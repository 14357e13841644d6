import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adviceTypes } from "./rules.ts";
import { type Case, median, statisticsOf } from "./statistics.ts";

describe("the median", () => {
  it("has half of the values at most on each side, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1 }), (values) => {
        const middle = median(values)!;
        expect(values.filter((one) => one < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((one) => one > middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(median([...values].reverse())).toBe(middle);
      }),
    );
  });
  it("of nothing is nothing", () => expect(median([])).toBeNull());
});

describe("the cases of a year", () => {
  const one = (change: Partial<Case>): Case => ({
    type: "call",
    state: "open",
    askedOn: "2025-02-10",
    answeredOn: null,
    minutes: null,
    ...change,
  });
  it("are counted once by type and once in all", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...adviceTypes).map((type) => one({ type }))), (cases) => {
        const rows = statisticsOf(cases);
        const all = rows.at(-1)!;
        expect([all.type, all.cases]).toEqual(["all", cases.length]);
        expect(rows.slice(0, -1).reduce((sum, row) => sum + row.cases, 0)).toBe(cases.length);
      }),
    );
  });
  it("take their days from answers known to the day", () => {
    const rows = statisticsOf([
      one({ answeredOn: "2025-02-14", minutes: 30 }),
      one({ answeredOn: "2025-02-20" }),
      one({ answeredOn: "2025-03" }),
    ]);
    expect(rows.at(-1)).toEqual({ type: "all", cases: 3, answered: 3, medianDays: 7, minutes: 30 });
  });
});
