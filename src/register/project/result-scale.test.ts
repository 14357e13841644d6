import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { progress, resultScale } from "./result-scale.ts";

const result = (baselineValue: number | null, targetValue: number | null, actualValue: number | null, ascending = true) => ({
  baselineValue,
  targetValue,
  actualValue,
  ascending,
});

describe("a result", () => {
  it("has gone part of the way from its start to its target", () => {
    expect(progress(result(10, 60, 35))).toBe(50);
    expect(progress(result(null, 200, 50))).toBe(25);
    expect(progress(result(100, 40, 70, false))).toBe(50);
    expect(progress(result(10, 60, 85))).toBe(150);
    expect(progress(result(10, 60, 0))).toBe(-20);
  });
  it("cannot be told without a target, a measure, or a way to go", () => {
    expect(progress(result(10, null, 35))).toBeUndefined();
    expect(progress(result(10, 60, null))).toBeUndefined();
    expect(progress(result(60, 60, 60))).toBeUndefined();
    expect(progress(result(null, 40, 70, false))).toBeUndefined();
  });
  it("stands on a scale that holds zero and all its values", () => {
    expect(resultScale(result(10, 60, 35))).toEqual({ baseline: 10 / 60, target: 1, actual: 35 / 60 });
    expect(resultScale(result(null, 25, null))).toBeUndefined();
    const value = fc.option(fc.integer({ min: -1e6, max: 1e6 }), { nil: null });
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        for (const place of Object.values(resultScale(result(a, b, c)) ?? {}))
          if (place !== undefined) expect(place >= 0 && place <= 1).toBe(true);
      }),
    );
  });
});
