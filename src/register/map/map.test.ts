import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { featuresOfProject } from "../../publishing/geojson/features.ts";
import { positionOn } from "../../ui/world-map.tsx";
import { type Bits, inAll, members } from "../project/catalogue/bits.ts";
import { projectFacets } from "../project/facets.ts";
import { matchingProjects, readProjectFilter } from "../project/filters.ts";
import { moveRecord } from "../record/actions.ts";
import { mapChoices } from "./choices.ts";
import { readMapFilter, writeMapFilter } from "./filters.ts";
import { allPoints, type MapPoint, otherPoints, readMap } from "./points.ts";
import { locateProjects, themeNames } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end());

const points = async (query: Record<string, string[]>) => {
  const filter = readMapFilter(query);
  const content = await readMap(published(db), filter, "fr");
  const found: MapPoint[] = [];
  for await (const some of allPoints(published(db), content, filter)) found.push(...some);
  return found;
};
const idsOf = (found: MapPoint[]) => [...new Set(found.map((point) => point.id))].sort();

describe("the points of the map", () => {
  it("are every partner with an agreement, once, however many agreements it has", async () => {
    const agreements = await points({ layer: ["agreements"] });
    const rows = await published(db).selectFrom("agreement").select("partner").distinct().execute();
    expect(agreements.map((point) => point.id).sort()).toEqual(rows.map((row) => row.partner).sort());
    const rome = agreements.filter((point) => point.id === "rome");
    expect(rome).toHaveLength(1);
    expect(rome[0]!.agreements.map(({ type }) => type).sort()).toEqual(["european_agreement", "twinning"]);
  });

  it("are the European agreements alone, all of them within the frame of Europe", async () => {
    const query = { layer: ["agreements"], type: ["european_agreement"] };
    const found = await points(query);
    const rows = await published(db)
      .selectFrom("agreement")
      .select("partner")
      .distinct()
      .where("type", "=", "european_agreement")
      .execute();
    expect(idsOf(found)).toEqual(rows.map((row) => row.partner).sort());
    expect(found.filter((point) => !positionOn("europe", point.latitude, point.longitude))).toEqual([]);
  });

  it("are a project's places, or its countries when it names no place", async () => {
    const projects = await points({ layer: ["projects"] });
    const happy = projects.filter((point) => point.id === "happyeu");
    expect(happy.length).toBeGreaterThan(4);
    expect(happy.every((point) => point.precision !== "country")).toBe(true);
    // Cuba is a town of Portugal here, not the island.
    expect(happy.map((point) => point.country)).not.toContain("CU");
    const ecpat = projects.filter((point) => point.id.startsWith("ecpat"));
    expect(ecpat.map((point) => point.country).sort()).toEqual(["FR", "LY", "NG"]);
    expect(ecpat.every((point) => point.place === null && point.precision === "country")).toBe(true);
  });

  it.each<Record<string, string[]>>([
    { theme: ["water"] },
    { country: ["SN"] },
    { year: ["2022"] },
    { programme: ["solidae"] },
    { q: ["eau"] },
    { theme: ["water"], country: ["MG"], min: ["1000"] },
  ])("are the projects of their list, and none else, for %o", async (query) => {
    const filter = readProjectFilter(query);
    const listed = await matchingProjects(published(db), filter, "fr").select("project.id").execute();
    const content = await readMap(published(db), readMapFilter({ ...query, layer: ["projects"] }), "fr");
    const ids = (set: Bits) => Array.from(members(set), (i) => content.catalogue.ids[i]!).sort();
    expect(ids(content.projects)).toEqual(listed.map((row) => row.id).sort());
    expect(idsOf(await points({ ...query, layer: ["projects"] }))).toEqual(ids(inAll([content.projects, content.catalogue.placed])!));
  });

  it("are narrowed on the other layers by country, theme and words, and choices are counted as they would narrow", async () => {
    const all = readMapFilter({ layer: ["agreements", "networks"] });
    const content = await readMap(published(db), all, "fr");
    const facets = await projectFacets(published(db), all.projects, "fr");
    const choices = mapChoices(content, all, facets, await themeNames(published(db), "fr"));
    expect(choices.country.length).toBeGreaterThan(10);
    for (const name of ["country", "theme"] as const)
      for (const { value, count } of choices[name]) {
        const narrowed = otherPoints(content, readMapFilter({ layer: ["agreements", "networks"], [name]: [value] }));
        const records = new Set(narrowed.map((point) => `${point.layer} ${point.kind} ${point.id}`));
        // A seat or a member without a known place is counted in the register and is on no map.
        expect(records.size, `${name} ${value}`).toBeLessThanOrEqual(count);
        expect(count).toBeGreaterThan(0);
      }
    expect(idsOf(await points({ layer: ["agreements"], q: ["Rome"] }))).toEqual(["rome"]);
  });

  it("show the seats of networks, and the members that the register knows with their networks", async () => {
    const networks = await points({ layer: ["networks"] });
    expect(networks.some((point) => point.kind === "network")).toBe(true);
    const members = networks.filter((point) => point.kind === "partner");
    expect(members.length).toBeGreaterThan(0);
    expect(members.every((point) => point.networks.length > 0)).toBe(true);
  });

  it("show where events and visits take place, by country and words too, and those that take place nowhere known on no map", async () => {
    const found = await points({ layer: ["occasions"] });
    const { rows } = await sql<{ occasion: string; country: string }>`
      SELECT o.occasion, p.country FROM published.occasion_place o JOIN published.place p ON p.id = o.place`.execute(db);
    const text = (lines: { id: string; country: string | null }[]) => lines.map(({ id, country }) => `${id} ${country}`).sort();
    expect(rows.length).toBeGreaterThan(0);
    expect(text(found)).toEqual(text(rows.map(({ occasion: id, country }) => ({ id, country }))));
    expect(found.every(({ lasting }) => lasting!.startsOn.length >= 4)).toBe(true);
    const [one] = found;
    const query = { layer: ["occasions"], country: [one!.country!] };
    expect(idsOf(await points(query))).toEqual(idsOf(found.filter(({ country }) => country === one!.country)));
    expect(await points({ layer: ["occasions"], q: ["mot qu’aucun événement ne porte"] })).toEqual([]);
  });

  it("are those of the open data", async () => {
    const at = ({ id, latitude, longitude }: { id: string; latitude: number; longitude: number }) =>
      `${id} ${latitude.toFixed(4)} ${longitude.toFixed(4)}`;
    const countryOf = (await readMap(published(db), readMapFilter({}), "fr")).countryOf;
    const ids = await published(db).selectFrom("project").select("id").execute();
    const rows = await locateProjects(
      published(db),
      ids.map(({ id }) => id),
    );
    const features = rows.flatMap((row) => featuresOfProject(row, "fr", { country: countryOf, term: () => ({}) }));
    const drawn = (await points({ layer: ["projects"] })).map(at).sort();
    expect(
      features
        .flatMap(({ geometry, properties: { id } }) =>
          geometry ? [at({ id, latitude: geometry.coordinates[1]!, longitude: geometry.coordinates[0]! })] : [],
        )
        .sort(),
    ).toEqual(drawn);
  });

  it("lose a record that is withdrawn", async () => {
    const [first] = await points({ layer: ["projects"] });
    const by = { id: "t", name: "T", role: "officer" as const };
    await db.updateTable("award").set({ project: null }).where("project", "=", first!.id).execute();
    await db.updateTable("figure").set({ project: null }).where("project", "=", first!.id).execute();
    expect(await moveRecord(db, "project", first!.id, "withdraw", by)).toMatchObject({ ok: true });
    expect((await points({ layer: ["projects"] })).some((point) => point.id === first!.id)).toBe(false);
  });
});

describe("the address of a map", () => {
  it("says its layers, frame and filters, and nothing when they are the usual ones", () => {
    expect(writeMapFilter(readMapFilter({}))).toEqual({
      q: undefined,
      theme: [],
      country: [],
      programme: [],
      goal: [],
      state: [],
      year: undefined,
      min: undefined,
      max: undefined,
    });
    const query = { layer: ["networks"], region: ["europe"], type: ["twinning"], sort: ["country"], theme: ["water"], year: ["2022"] };
    expect(writeMapFilter(readMapFilter(query))).toMatchObject({
      layer: ["networks"],
      region: "europe",
      type: ["twinning"],
      sort: "country",
      theme: ["water"],
      year: 2022,
    });
  });
  it("ignores what makes no sense", () =>
    expect(readMapFilter({ layer: ["<script>"], region: ["moon"], type: ["treaty"], year: ["soon"] })).toMatchObject({
      layers: ["agreements", "projects"],
      region: "world",
      types: [],
    }));
});
