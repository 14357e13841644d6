import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetNames } from "../../publishing/datasets.ts";
import { appOf } from "../../publishing/testing.ts";
import { countRegister } from "../../register/figure/store.ts";
import { awarded, latestChanges, totals } from "../../register/home/store.ts";
import { readMapFilter } from "../../register/map/filters.ts";
import { readMap } from "../../register/map/points.ts";
import { listPartners, readPartnerFilter } from "../../register/partner/store.ts";
import { listProgrammes, loadProgramme, readProgrammeFilter } from "../../register/programme/store.ts";
import { readProjectFilter } from "../../register/project/filters.ts";
import { listProjects } from "../../register/project/store.ts";
import { search } from "../../register/search/store.ts";
import { draw } from "../map/drawn.ts";
import { openPortal, type TestPortal } from "./testing.tsx";

let portal: TestPortal;
const dataDir = mkdtempSync(join(tmpdir(), "ville-monde-reported-"));
beforeAll(async () => {
  portal = await openPortal({ paris: true });
  Object.assign(portal.services, { config: { dataDir }, log: { warn: () => {} } });
});
afterAll(async () => {
  await portal.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const file = async (path: string) => (await appOf(portal.services).request(path)).text();
const idsIn = async (path: string): Promise<string[]> => JSON.parse(await file(path)).projects.map((row: { id: string }) => row.id);

/** Everything that counts, adds up or lists the city's own. */
async function counted() {
  const db = portal.services.published;
  const map = readMapFilter({});
  const content = await readMap(db, map, "fr");
  const { facets } = await listProjects(db, readProjectFilter({}), "fr");
  return {
    totals: await totals(db),
    awarded: await awarded(db),
    counters: await countRegister(db),
    changes: (await latestChanges(db)).filter(({ kind }) => kind === "project"),
    programmes: (await listProgrammes(db, readProgrammeFilter({}), "fr")).map(({ id, projects }) => [id, projects]),
    programme: (({ projectCount, projects }) => [projectCount, projects.map(({ id }) => id)])((await loadProgramme(db, "solidae"))!),
    partners: (await listPartners(db, readPartnerFilter({}), "fr")).map(({ id, projects }) => [id, projects]),
    facets: { total: facets.total, choices: facets.choices, city: facets.reporters[0] },
    drawn: await draw(db, content, map, "world"),
    files: await Promise.all(
      ["projects.csv", "projects.geojson", "subventions.csv"].map(async (name) =>
        (await file(`/data/${name}`)).replace(/"metadata":\{.*?\},"features"/, ""),
      ),
    ),
    rows: await Promise.all(
      datasetNames.filter((name) => name !== "partners").map(async (name) => JSON.parse(await file(`/data/${name}.json`)).count),
    ),
  };
}

describe("a project that a partner reports", () => {
  it("counts in nothing of the city, on no page and in no file, and is there for who asks", async () => {
    const partner = (await portal.services.published.selectFrom("partner").select("id").orderBy("id").executeTakeFirstOrThrow()).id;
    const by = await portal.make("organisation", {
      name: { fr: "Agence de l’eau", en: "Water agency" },
      type: "22",
      noIdentifier: "unknown",
    });
    const before = await counted();
    const id = await portal.make("project", {
      name: { fr: "Forages de Kédougou", en: "Kédougou wells" },
      reportedBy: by,
      programme: "solidae",
      themes: ["water"],
      goals: ["6"],
      countries: [{ country: "SN" }],
      sites: [
        { name: { fr: "Forage n° 1" }, latitude: 12.56, longitude: -12.18 },
        { latitude: 12.61, longitude: -12.25 },
      ],
      partners: [{ partner, role: "partner" }],
      actualStart: "1987",
      budgetCents: 123_456_789_00,
    });
    expect(await counted()).toEqual(before);

    expect(await idsIn("/data/projects.json?reporter=partners")).toEqual([id]);
    expect((await idsIn("/data/projects.json?reporter=all")).length).toBe(before.facets.total + 1);
    const features = JSON.parse(await file("/data/projects.geojson?reporter=partners")).features;
    expect(features.map(({ geometry, properties }: any) => [geometry.coordinates, properties.country, properties.reportedBy])).toEqual([
      [[-12.18, 12.56], "SN", by],
      [[-12.25, 12.61], "SN", by],
    ]);
    const [head, row] = (await file("/data/projects.csv?reporter=partners")).split("\r\n");
    expect(head).toContain(",reported_by,");
    expect(row).toContain(`,${by},Agence de l’eau,Water agency,`);
    expect(row).toContain("Forage n° 1 (12.56, -12.18)");

    const list = await portal.text("/fr/projets?reporter=partners");
    expect(list).toContain("Rapporté par Agence de l’eau");
    expect(list).toMatch(/<select[^>]*name="reporter"/);
    expect(await portal.text("/fr/projets")).not.toContain("Kédougou");
    const { hits } = await search(portal.services.published, "Kédougou", { page: 1 }, "fr");
    expect(hits).toMatchObject([{ id, reportedBy: { id: by } }]);
    const page = await portal.text(`/fr/projets/${id}`);
    expect(page).toContain("Forage n° 1");
    expect(page).toContain("12,61° N, 12,25° O");
  });
});
