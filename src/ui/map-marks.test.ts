import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapLayers } from "../register/map/filters.ts";
import type { MapPoint } from "../register/map/points.ts";
import { groupPoints, listOfGroup, marksOf } from "./map-marks.ts";
import { positionOn } from "./world-map.tsx";

const bare = { demo: false, amountCents: null, currency: null, agreements: [], networks: [], place: null };

const point: fc.Arbitrary<MapPoint> = fc
  .record({
    layer: fc.constantFrom(...mapLayers),
    kind: fc.constantFrom("partner" as const, "project" as const, "network" as const),
    id: fc.nat(500).map((n) => `r-${n}`),
    name: fc.string({ minLength: 1 }).map((fr) => ({ fr })),
    latitude: fc.double({ min: -85, max: 85, noNaN: true }),
    longitude: fc.double({ min: -179, max: 179, noNaN: true }),
    country: fc.constantFrom("SN", "ML", null),
    countryName: fc.constantFrom({ fr: "Sénégal" }, null),
    precision: fc.constantFrom("exact" as const, "country" as const),
  })
  .map((one) => ({ ...bare, ...one }));

describe("points near each other", () => {
  it("stand in exactly one group, of one layer, at a point of their own", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 200 }), fc.constantFrom("world" as const, "europe" as const), (points, region) => {
        const groups = groupPoints(points, region);
        const drawn = points.filter((one) => positionOn(region, one.latitude, one.longitude));
        expect(groups.flatMap((group) => group.points)).toHaveLength(drawn.length);
        expect(new Set(groups.flatMap((group) => group.points))).toEqual(new Set(drawn));
        for (const group of groups) {
          expect(new Set(group.points.map((one) => one.layer)).size).toBe(1);
          expect(group.points.some((one) => one.latitude === group.latitude && one.longitude === group.longitude)).toBe(true);
        }
      }),
    );
  });

  it("lead to the record when it is one, to the list when they are several", () => {
    const here = {
      ...bare,
      layer: "projects" as const,
      kind: "project" as const,
      latitude: 14.7,
      longitude: -17.4,
      country: "SN",
      countryName: { fr: "Sénégal" },
      precision: "exact" as const,
    };
    const list = (group: Parameters<typeof listOfGroup>[1]) => listOfGroup("fr", group, { theme: ["water"] });
    const one = marksOf([{ ...here, id: "puits", name: { fr: "Puits" } }], "fr", "world", list);
    expect(one).toMatchObject([{ label: "Puits", href: "/fr/projets/puits", count: 1, kind: "project" }]);
    const two = marksOf(
      [
        { ...here, id: "puits", name: { fr: "Puits" } },
        { ...here, id: "ecole", name: { fr: "École" } },
      ],
      "fr",
      "world",
      list,
    );
    expect(two).toMatchObject([{ label: "2 projets : Sénégal", href: "/fr/projets?theme=water&country=SN", count: 2 }]);
  });
});
