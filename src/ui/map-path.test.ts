import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lighten, simplify } from "./map-path.ts";

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 960 }), fc.integer({ min: 0, max: 420 })), { minLength: 2, maxLength: 80 });

describe("lines made light", () => {
  it("keep their ends, and only points that they had", () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 20, noNaN: true }), (line, tolerance) => {
        const kept = simplify(line, tolerance);
        expect(kept[0]).toEqual(line[0]);
        expect(kept.at(-1)).toEqual(line.at(-1));
        for (const point of kept) expect(line).toContain(point);
      }),
    );
  });

  it("lose what lies on the way, and rings of no size", () => {
    expect(lighten("M0,0L10,0L20,0.2L30,0")).toBe("M0 0l30 0");
    expect(lighten("M0,0L3,0L3,3ZM10,0L30,0L30,30Z", { smallest: 5 })).toBe("M10 0l20 0 0 30z");
    expect(lighten("M5.1,5.1L5.3,5.2L5.2,5.4ZM0,0L30,0L30,30Z")).toBe("M0 0l30 0 0 30z");
  });

  it("are written in steps that add up to where the line ends", () => {
    fc.assert(
      fc.property(points, (line) => {
        const path = lighten(`M${line.map((point) => point.join(",")).join("L")}`, { tolerance: 0 });
        if (path === "") return;
        const [x, y, ...steps] = path.match(/-?\d+/g)!.map(Number) as [number, number, ...number[]];
        const end = steps.reduce(([ex, ey], step, i): [number, number] => (i % 2 ? [ex, ey + step] : [ex + step, ey]), [x, y] as [
          number,
          number,
        ]);
        expect(end).toEqual(line.at(-1));
      }),
    );
  });
});
