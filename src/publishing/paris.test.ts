import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedFundingDemo } from "../funding/demo/seed.ts";
import { filesOnDisk } from "../platform/files.ts";
import { seedDemo } from "../register/seed/seed.ts";
import { checkExport } from "./commands.ts";
import { openRegister, type Register } from "./testing.ts";

let register: Register;
beforeAll(async () => {
  register = await openRegister({ paris: true });
});
afterAll(() => register.drop());

describe("the Paris data", () => {
  it("goes out as IATI without an error, without a warning", async () => {
    const report = await checkExport({ ...register, baseUrl: "https://monde.example.org" });
    const count = async (kind: "project" | "programme") =>
      (
        await register.services.published
          .selectFrom(kind)
          .select((eb) => eb.fn.countAll<number>().as("n"))
          .executeTakeFirstOrThrow()
      ).n;
    expect(report).toMatchObject({ projects: await count("project"), programmes: await count("programme"), findings: [] });
  });

  it("shows every published place, partner and grant in its files", async () => {
    for (const [name, kind] of [
      ["projects", "project"],
      ["partners", "partner"],
      ["agreements", "agreement"],
      ["awards", "award"],
      ["figures", "figure"],
    ] as const) {
      const { count, metadata } = (await (await register.get(`/data/${name}.json`)).json()) as {
        count: number;
        metadata: Record<string, unknown>;
      };
      const { n } = await register.services.published
        .selectFrom(kind)
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow();
      expect(count).toBe(n);
      expect(metadata).toMatchObject({ licence: { fr: "Licence Ouverte 2.0" } });
    }
  });

  it("marks the rows of the demonstration in every file, and stays valid with them", async () => {
    await seedDemo(register.db);
    const folder = await mkdtemp(join(tmpdir(), "ville-monde-demo-"));
    expect(await seedFundingDemo({ ...register.services, files: filesOnDisk(folder) })).toBe(true);
    await rm(folder, { recursive: true });
    const scdl = await (await register.get("/data/subventions.csv")).text();
    expect(scdl.split("[Exemple fictif]")).toHaveLength(4);
    const demo = (await register.services.published.selectFrom("project").select("id").where("demo", "=", true).execute())
      .map((row) => row.id)
      .sort();
    expect(demo.length).toBeGreaterThan(0);
    expect((await checkExport({ ...register, baseUrl: "https://monde.example.org" })).findings).toEqual([]);
    const { projects } = (await (await register.get("/data/projects.json")).json()) as { projects: { id: string; demo: boolean }[] };
    expect(
      projects
        .filter((row) => row.demo)
        .map((row) => row.id)
        .sort(),
    ).toEqual(demo);
    const { features } = (await (await register.get("/data/projects.geojson")).json()) as {
      features: { properties: { id: string; demo?: true } }[];
    };
    expect([...new Set(features.filter((one) => one.properties.demo).map((one) => one.properties.id))].sort()).toEqual(demo);
    const xml = await (await register.get("/data/iati.xml")).text();
    for (const id of demo) expect(xml.split(`-${id}</iati-identifier>`)[1]!.split("</title>")[0]).toContain("[Exemple fictif] ");
  });
});
