import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapLayers } from "../register/map/filters.ts";
import type { MapPoint } from "../register/map/points.ts";
import { all, none } from "../register/project/catalogue/bits.ts";
import { CatalogueBuilder } from "../register/project/catalogue/catalogue.ts";
import { type Group, groupPoints, listOfGroup, marksOf } from "./map-marks.ts";
import { groupSpots } from "./map-spots.ts";
import { positionOn } from "./world-map.tsx";

const bare = { demo: false, amountCents: null, currency: null, reportedBy: null, agreements: [], networks: [], lasting: null, place: null };
const countryOf = (code: string) => (code === "SN" ? { code, name: { fr: "Sénégal" }, latitude: 14.5, longitude: -14.5 } : undefined);

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
const region = fc.constantFrom("world" as const, "europe" as const);

describe("points near each other", () => {
  it("stand in exactly one group, of one layer, at a point of their own", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 200 }), region, (points, region) => {
        const groups = groupPoints(points, region);
        const drawn = points.filter((one) => positionOn(region, one.latitude, one.longitude));
        for (const layer of mapLayers) {
          const own = drawn.filter((one) => one.layer === layer);
          const counts = groups.filter((group) => group.layer === layer).reduce((sum, { count }) => sum + count, 0);
          expect(counts).toBeLessThanOrEqual(own.length);
          expect(counts).toBeGreaterThanOrEqual(new Set(own.map(({ kind, id }) => `${kind} ${id}`)).size);
        }
        for (const group of groups)
          expect(
            drawn.some((one) => one.layer === group.layer && one.latitude === group.latitude && one.longitude === group.longitude),
          ).toBe(true);
      }),
    );
  });

  it("are grouped from the catalogue as they are one by one", () => {
    const place = fc.record({
      latitude: fc.integer({ min: -60, max: 70 }),
      longitude: fc.integer({ min: -30, max: 60 }),
      country: fc.constantFrom("SN", "ML", null),
      exactness: fc.constantFrom("exact", "approximate"),
    });
    const projects = fc.array(fc.record({ places: fc.array(place, { maxLength: 4 }), kept: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(projects, region, (projects, region) => {
        const builder = new CatalogueBuilder(projects.length, countryOf);
        const set = none(projects.length);
        const points: MapPoint[] = [];
        for (const [i, { places, kept }] of projects.entries()) {
          const id = `p-${String(i).padStart(3, "0")}`;
          const codes = { theme: [], goal: [], country: ["SN"], programme: [], state: [] };
          builder.add({ id, codes, amountCents: null, firstYear: null, lastYear: null, own: true, places });
          if (!kept) continue;
          set[i >>> 5]! |= 1 << (i & 31);
          const at = places.length > 0 ? places : [{ ...countryOf("SN")!, country: "SN", exactness: "country" }];
          for (const { latitude, longitude, country, exactness } of at)
            points.push({
              ...bare,
              layer: "projects",
              kind: "project",
              id,
              name: { fr: id },
              latitude,
              longitude,
              country: country ?? "SN",
              countryName: null,
              precision: exactness as MapPoint["precision"],
            });
        }
        const catalogue = builder.build({ theme: [], goal: [], country: [], programme: [] });
        const { groups, spots, records, allSpots } = groupSpots(catalogue, set, region);
        const inFrame = points.filter((one) => positionOn(region, one.latitude, one.longitude));
        expect([allSpots, spots, records]).toEqual([points.length, inFrame.length, new Set(inFrame.map(({ id }) => id)).size]);
        const nameless = ({ only, ...group }: Group) => ({ ...group, only: only?.id, countries: [...group.countries].sort() });
        expect(groups.map(nameless)).toEqual(groupPoints(points, region).map(nameless));
        expect(groupSpots(catalogue, all(projects.length), region).allSpots).toBeGreaterThanOrEqual(allSpots);
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
    const list = (group: Group) => listOfGroup("fr", group, { theme: ["water"] });
    const marks = (points: MapPoint[]) => marksOf(groupPoints(points, "world"), countryOf, "fr", list);
    expect(marks([{ ...here, id: "puits", name: { fr: "Puits" } }])).toMatchObject([
      { label: "Puits", href: "/fr/projets/puits", count: 1, kind: "project" },
    ]);
    expect(
      marks([
        { ...here, id: "puits", name: { fr: "Puits" } },
        { ...here, id: "ecole", name: { fr: "École" } },
      ]),
    ).toMatchObject([{ label: "2 projets : Sénégal", href: "/fr/projets?theme=water&country=SN", count: 2 }]);
  });
});
