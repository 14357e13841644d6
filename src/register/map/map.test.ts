import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { moveRecord } from "../record/actions.ts";
import { readMapFilter, writeMapFilter } from "./filters.ts";
import { mapPoints } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const { db: opened, close } = connect(database.url);
  db = opened;
  end = async () => {
    await close();
    await database.drop();
  };
});
afterAll(() => end());

const points = (query: Record<string, string[]>) => {
  const { layers, projects } = readMapFilter(query);
  return mapPoints(published(db), layers, projects, "fr");
};

describe("the points of the map", () => {
  it("are every partner with an agreement, once, however many agreements it has", async () => {
    const agreements = await points({ layer: ["agreements"] });
    const { rows } = { rows: await published(db).selectFrom("agreement").select("partner").distinct().execute() };
    const placed = await published(db)
      .selectFrom("partner")
      .select("id")
      .where("place", "is not", null)
      .where(
        "id",
        "in",
        rows.map((row) => row.partner),
      )
      .execute();
    expect(agreements.map((point) => point.id).sort()).toEqual(placed.map((row) => row.id).sort());
    expect(agreements.filter((point) => point.id === "rome")).toHaveLength(1);
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
  });

  it("are narrowed by the filters of the list of projects", async () => {
    const water = await points({ layer: ["projects"], theme: ["water"] });
    const all = await points({ layer: ["projects"] });
    expect(water.length).toBeGreaterThan(0);
    expect(water.length).toBeLessThan(all.length);
    expect(
      await points({ layer: ["projects"], country: ["SN"] }).then((found) =>
        found.every((point) => point.country === "SN" || found.some((other) => other.id === point.id && other.country === "SN")),
      ),
    ).toBe(true);
  });

  it("lose a record that is withdrawn", async () => {
    const before = await points({ layer: ["projects"] });
    const [first] = before;
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
    const query = { layer: ["networks"], region: ["europe"], theme: ["water"], year: ["2022"] };
    expect(writeMapFilter(readMapFilter(query))).toMatchObject({ layer: ["networks"], region: "europe", theme: ["water"], year: 2022 });
  });
  it("ignores what makes no sense", () =>
    expect(readMapFilter({ layer: ["<script>"], region: ["moon"], year: ["soon"] })).toMatchObject({
      layers: ["agreements", "projects"],
      region: "world",
    }));
});
