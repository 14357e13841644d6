import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Criterion, checkScores, criteriaOf, totalOf } from "./rules.ts";

const criterion = fc.record({
  weight: fc.integer({ min: 1, max: 40_000 }).map((n) => n / 10_000),
  maxScore: fc.integer({ min: 1, max: 20 }),
});
const grid = fc.array(fc.tuple(criterion, fc.nat()), { minLength: 1, maxLength: 8 }).map((rows) => ({
  criteria: rows.map(([one], i) => ({ code: `c${i}`, name: {}, help: {}, strand: null, ...one }) as Criterion),
  scores: Object.fromEntries(rows.map(([{ maxScore }, n], i) => [`c${i}`, { score: n % (maxScore + 1), comment: "x" }])),
}));

describe("the total of a grid", () => {
  it("is the weighted share of the maximum, rounded half up to two decimals", () => {
    fc.assert(
      fc.property(grid, ({ criteria, scores }) => {
        // An exact fraction, by another way: over the product of all maxima.
        const product = criteria.reduce((all, { maxScore }) => all * BigInt(maxScore), 1n);
        let [num, den] = [0n, 0n];
        for (const { code, weight, maxScore } of criteria) {
          const units = BigInt(Math.round(weight * 10_000));
          num += units * BigInt(scores[code]!.score) * (product / BigInt(maxScore));
          den += units * product;
        }
        const hundredths = totalOf(criteria, scores)! * 100;
        expect(Number.isInteger(Math.round(hundredths * 1e6) / 1e6)).toBe(true);
        const whole = BigInt(Math.round(hundredths));
        // |total - exact| ≤ 1/2 hundredth, and never below by the half.
        const difference = 2n * (num * 10_000n - whole * den);
        expect(difference < den && difference >= -den).toBe(true);
      }),
    );
  });
  it("grows with any score, is 0 for none and 100 for all", () => {
    fc.assert(
      fc.property(grid, ({ criteria, scores }) => {
        const total = totalOf(criteria, scores)!;
        for (const { code, maxScore } of criteria) {
          const more = { ...scores, [code]: { score: maxScore, comment: "x" } };
          expect(totalOf(criteria, more)!).toBeGreaterThanOrEqual(total);
        }
        const all = (score: (one: Criterion) => number) =>
          Object.fromEntries(criteria.map((one) => [one.code, { score: score(one), comment: "x" }]));
        expect(
          totalOf(
            criteria,
            all(() => 0),
          ),
        ).toBe(0);
        expect(
          totalOf(
            criteria,
            all(({ maxScore }) => maxScore),
          ),
        ).toBe(100);
      }),
    );
  });
  it("is none while a criterion has no score", () => {
    const criteria = [
      { code: "a", weight: 1, maxScore: 5 },
      { code: "b", weight: 1, maxScore: 5 },
    ];
    expect(totalOf(criteria, { a: { score: 5, comment: "" } })).toBeUndefined();
    expect(totalOf([], {})).toBeUndefined();
  });
});

describe("a grid", () => {
  const edition = {
    criteria: [
      { code: "all", name: {}, help: {}, strand: null, weight: 1, maxScore: 5 },
      { code: "water", name: {}, help: {}, strand: "water", weight: 1, maxScore: 5 },
    ] as Criterion[],
  };
  it("has the criteria of the strands that the file asks of, and those of all", () => {
    expect(criteriaOf(edition, ["waste"]).map(({ code }) => code)).toEqual(["all"]);
    expect(criteriaOf(edition, ["water", "waste"]).map(({ code }) => code)).toEqual(["all", "water"]);
  });
  it("asks for each score and each comment once it is given, for neither in a draft, and never takes a score out of range", () => {
    expect(checkScores(edition.criteria, { all: { score: 3, comment: "" } }, false)).toEqual([]);
    expect(checkScores(edition.criteria, { all: { score: 3, comment: " " } }, true)).toEqual([
      { criterion: "all", code: "comment_required", maximum: 5 },
      { criterion: "water", code: "score_required", maximum: 5 },
      { criterion: "water", code: "comment_required", maximum: 5 },
    ]);
    for (const score of [-1, 6, 2.5])
      expect(checkScores(edition.criteria, { all: { score, comment: "" } }, false)).toMatchObject([{ code: "score_range" }]);
  });
});
