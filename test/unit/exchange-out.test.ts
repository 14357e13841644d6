import { afterAll, beforeAll, expect, test } from "vitest";
import { makeVotableFiles, makeWorld } from "../../src/funding/money-testing.ts";
import { adopt, commitGrant, pay, signGrant, tableFiles } from "../../src/funding/public/testing.ts";
import { publishFiles } from "../../src/publishing/publication/actions.ts";
import { signingKey } from "../../src/publishing/publication/keys.ts";
import { publishTask } from "../../src/publishing/publication/task.ts";
import { type OfficeSite, openOffice } from "./office-site.ts";

let site: OfficeSite;
const HERE = "/bureau/echanges";

beforeAll(async () => {
  site = await openOffice({ paris: true });
  const { db } = site;
  const world = await makeWorld(db, 2024, { aeCents: 9_000_000, cpCents: 9_000_000, revenueCents: 10_000_000_00 });
  const files = await makeVotableFiles(db, world, 1, 3_000_000);
  const vote = await tableFiles(db, world, files, [3_000_000], { reference: "2024 DGRI 9", on: "2024-06-10" });
  const [grant] = await adopt(db, vote, "2024-06-10");
  await signGrant(db, grant!, "2024-07-01");
  await commitGrant(db, grant!, "2024-07-02");
  await pay(db, grant!, 0, 1_234_567, "2024-09-01");
});
afterAll(() => site.drop());

test("finance and readers look at the declarations and take them away; who only assesses does not", async () => {
  for (const role of ["finance", "reader"] as const) {
    const browser = await site.as(role, `${role}-d`);
    expect((await browser.get(HERE)).text).toContain(`${HERE}/declarations`);
    const page = await browser.get(`${HERE}/declarations/eapd?annee=2024`);
    expect(page.status).toBe(200);
    expect(page.text.replace(/[\u202f\u00a0]/g, " ")).toContain("12 345,67 €");
    expect(page.text).toContain("/bureau/projets/puits");
    for (const path of ["eapd.xlsx", "annexe.ods", "atlas.csv"]) {
      const file = await browser.get(`${HERE}/declarations/${path}?annee=2024&lang=en`);
      expect([path, file.status, file.headers.get("cache-control")]).toEqual([path, 200, "private, no-store"]);
      expect(file.headers.get("content-disposition")).toMatch(/attachment; filename="(eapd-2024\.xlsx|annexe-2024\.ods|atlas\.csv)"/);
    }
    const csv = await browser.get(`${HERE}/declarations/eapd.csv?annee=2024&lang=en`);
    expect(csv.text).toMatch(/^Year,Authority,/);
    expect(csv.text).toContain("12345.67");
  }
  const assessor = await site.as("assessor", "assessor-d");
  for (const path of ["declarations", "declarations/eapd.csv", "publications"])
    expect((await assessor.get(`${HERE}/${path}`)).status).toBe(403);
  expect((await site.browser().get(`${HERE}/declarations/eapd.csv`)).status).toBe(302);
});

test("what is no declaration, year or format is told", async () => {
  const browser = await site.as("reader", "reader-e");
  for (const path of ["nothing", "eapd.pdf", "eapd.csv.exe", ".csv"])
    expect([path, (await browser.get(`${HERE}/declarations/${path}`)).status]).toEqual([path, 404]);
  for (const year of ["0", "x", "2024.5", "99999999999"])
    expect((await browser.get(`${HERE}/declarations/eapd?annee=${year}`)).status).toBe(200);
});

test("who may publish asks for a publication, once; it is made by a job and shown with what changed", async () => {
  const { db, services } = site;
  const officer = await site.as("officer", "officer-p");
  const reader = await site.as("reader", "reader-p");
  expect((await officer.get(`${HERE}/publications`)).text).toContain("Aucune publication");
  expect((await reader.get(`${HERE}/publications`)).text).not.toContain('<button type="submit">Publier');
  expect((await reader.post(`${HERE}/publications`, {})).status).toBe(403);
  expect((await officer.post(`${HERE}/publications`, {})).status).toBe(302);
  expect((await officer.post(`${HERE}/publications`, {})).status).toBe(302);
  expect((await officer.get(`${HERE}/publications`)).text).toContain("La publication est demandée");
  const { rows } = await db.executeQuery<{ payload: any }>({
    sql: "SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'publish_files'",
    parameters: [],
    query: { kind: "RawNode" } as never,
    queryId: { queryId: "test" },
  });
  expect(rows).toHaveLength(1);
  const { city, baseUrl, config } = services;
  const key = await signingKey({ dataDir: config.dataDir, signingKey: undefined });
  const making = { db, city, baseUrl, dataDir: config.dataDir, key };
  await publishTask(making, services.log)(rows[0]!.payload, { attempt: 1, maxAttempts: 2, signal: new AbortController().signal });
  const page = await officer.get(`${HERE}/publications/1`);
  expect(page.status).toBe(200);
  expect(page.text).toContain(key.fingerprint);
  expect(page.text).toContain("/data/manifests/1/projects.csv");
  expect((await officer.get(`${HERE}/publications`)).text).toContain("officer-p");
  expect((await publishFiles(making, { id: "x", name: "x", role: "system" })).outcome).toBe("unchanged");
  for (const path of ["2", "0", "x"]) expect((await officer.get(`${HERE}/publications/${path}`)).status).toBe(404);
});
