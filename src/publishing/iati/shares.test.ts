import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { committedByYear, splitByYear, twelveMonthsFrom, uncommitted, yearsBetween } from "./budgets.ts";
import { largestRemainder, percentages } from "./shares.ts";

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const weights = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 60 }).filter((all) => sum(all) > 0);
const ofText = (text: string) => Math.round(Number(text) * 10_000);

describe("largest remainder", () => {
  it("adds up exactly, each part within one of its exact share, the same every time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e14 }), weights, (total, all) => {
        const parts = largestRemainder(total, all);
        expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total));
        parts.forEach((part, i) => {
          const below = (BigInt(total) * BigInt(all[i]!)) / BigInt(sum(all));
          expect(BigInt(part) === below || BigInt(part) === below + 1n).toBe(true);
        });
        expect(largestRemainder(total, all)).toEqual(parts);
      }),
    );
  });
});

describe("percentages", () => {
  it.each([
    [[null], ["100"]],
    [[25], ["100"]],
    [
      [null, null, null],
      ["33.34", "33.33", "33.33"],
    ],
    [
      [12.5, 87.5],
      ["12.5", "87.5"],
    ],
    [
      [33.3333, 66.6667],
      ["33.3333", "66.6667"],
    ],
    [
      [60, null, 40],
      ["60", "0", "40"],
    ],
  ])("of %j are %j", (given, expected) => expect(percentages(given)).toEqual(expected));

  it("sum to exactly 100, whatever is given", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constant(null),
            fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 10_000),
          ),
          { minLength: 1, maxLength: 300 },
        ),
        (given) => {
          const all = percentages(given);
          expect(sum(all.map(ofText))).toBe(1_000_000);
          for (const one of all) expect(one).toMatch(/^\d{1,3}(\.\d{1,4})?$/);
        },
      ),
    );
  });
});

const day = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("a budget by calendar year", () => {
  it("loses no cent, leaves no day out, and no part is longer than a year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e14 }), day, day, (cents, a, b) => {
        const [start, end] = [a, b].sort() as [string, string];
        const parts = splitByYear(cents, "EUR", start, end);
        expect(parts.reduce((total, part) => total + BigInt(part.cents), 0n)).toBe(BigInt(cents));
        expect([parts[0]!.start, parts.at(-1)!.end]).toEqual([start, end]);
        parts.forEach((part, i) => {
          expect(part.start <= part.end && part.start.slice(0, 4) === part.end.slice(0, 4)).toBe(true);
          if (i > 0) expect(Date.parse(part.start) - Date.parse(parts[i - 1]!.end)).toBe(86_400_000);
        });
      }),
    );
  });

  it("without an end, is of twelve months", () => {
    expect(splitByYear(100, "EUR", "2023-03-15", undefined)).toEqual([
      { start: "2023-03-15", end: "2024-03-14", cents: 100, currency: "EUR", status: 1 },
    ]);
    expect(twelveMonthsFrom("2024-02-29")).toBe("2025-02-28");
    expect(yearsBetween("2023-12-31", "2024-01-01").map((one) => one.days)).toEqual([1, 1]);
  });
});

describe("grants without a day", () => {
  const award = (awardedOn: string, amountCents: number, tranches: { year: number; amountCents: number }[] = [], currency = "EUR") => ({
    awardedOn,
    amountCents,
    currency,
    tranches,
  });
  it("are committed budgets of their year, or of the years of their tranches, by currency", () => {
    const budgets = committedByYear([
      award("2022", 100),
      award("2022-05", 50),
      award("2021", 30, [
        { year: 2022, amountCents: 10 },
        { year: 2023, amountCents: 20 },
      ]),
      award("2022", 7, [], "USD"),
    ]);
    expect(budgets.map((one) => [one.start, one.end, one.cents, one.currency, one.status])).toEqual([
      ["2022-01-01", "2022-12-31", 160, "EUR", 2],
      ["2022-01-01", "2022-12-31", 7, "USD", 2],
      ["2023-01-01", "2023-12-31", 20, "EUR", 2],
    ]);
    expect(uncommitted(200, "EUR", budgets)).toBe(20);
    expect(uncommitted(100, "EUR", budgets)).toBe(0);
    expect(uncommitted(100, "CHF", budgets)).toBe(100);
  });
});
