import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionOn, sizeOf, WorldMap } from "./world-map.tsx";

const render = (node: unknown) => String(node);

describe("the world as SVG", () => {
  it.each(["world", "europe"] as const)("is light on the wire (%s)", (region) => {
    const svg = render(<WorldMap marks={[]} label="Carte" region={region} />);
    expect(gzipSync(svg).length).toBeLessThan(12_000);
  });

  it("places any point inside its drawing or nowhere", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.constantFrom("world" as const, "europe" as const),
        (latitude, longitude, region) => {
          const at = positionOn(region, latitude, longitude);
          const { width, height } = sizeOf(region);
          if (at) expect(at[0] >= 0 && at[0] <= width && at[1] >= 0 && at[1] <= height).toBe(true);
        },
      ),
    );
  });

  it("has Paris north of Accra and west of Kyoto", () => {
    const [paris, accra, kyoto] = [
      positionOn("world", 48.85, 2.35)!,
      positionOn("world", 5.56, -0.2)!,
      positionOn("world", 35.02, 135.75)!,
    ];
    expect(paris[1]).toBeLessThan(accra[1]);
    expect(paris[0]).toBeLessThan(kyoto[0]);
  });

  it("leaves out of Europe what is not there", () => {
    expect(positionOn("europe", 52.52, 13.41)).toBeDefined();
    expect(positionOn("europe", 35.02, 135.75)).toBeUndefined();
  });

  it("shows a hostile name as text", () => {
    const svg = render(
      <WorldMap
        marks={[{ latitude: 1, longitude: 1, kind: "project", label: `"><script>alert(1)</script>`, href: "/fr/projets/x" }]}
        label="Carte"
      />,
    );
    expect(svg).not.toContain("<script>");
  });
});
