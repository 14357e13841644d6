import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FARTHEST, type Placed, radiusOf, spread } from "./map-spread.ts";

const mark: fc.Arbitrary<Placed> = fc.record({
  x: fc.integer({ min: 0, max: 200 }),
  y: fc.integer({ min: 0, max: 200 }),
  r: fc.nat(40).map(radiusOf),
  fixed: fc.boolean(),
});

describe("marks that would hide each other", () => {
  it("stay near their place, keep their order, and land on the same spot each time", () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 60 }), (marks) => {
        const moved = spread(marks);
        expect(moved).toHaveLength(marks.length);
        expect(spread(marks)).toEqual(moved);
        for (const [i, { x, y, r, fixed }] of moved.entries()) {
          const home = marks[i]!;
          expect(r).toBe(home.r);
          expect(Math.hypot(x - home.x, y - home.y)).toBeLessThanOrEqual(fixed ? 0 : FARTHEST + 1);
        }
      }),
    );
  });

  it("part when they stand on one spot, and leave the city where it is", () => {
    const [city, near, other] = spread([
      { x: 50, y: 50, r: 8, fixed: true },
      { x: 50, y: 50, r: 5 },
      { x: 50, y: 50, r: 5 },
    ]) as [Placed, Placed, Placed];
    expect([city.x, city.y]).toEqual([50, 50]);
    for (const one of [near, other]) expect(Math.hypot(one.x - 50, one.y - 50)).toBeGreaterThanOrEqual(12);
    expect(Math.hypot(near.x - other.x, near.y - other.y)).toBeGreaterThanOrEqual(9);
  });
});
