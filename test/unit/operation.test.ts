import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueue } from "../../src/platform/jobs/jobs.ts";
import { type OfficeSite, openOffice } from "./office-site.ts";

let site: OfficeSite;
beforeAll(async () => {
  site = await openOffice();
});
afterAll(() => site.drop());

const PATH = "/bureau/exploitation";

test("who operates the site sees what is amiss, what waits and what failed, and acts on it; nobody else does", async () => {
  const administrator = await site.as("administrator");
  await enqueue(site.db, "receipt", { email: "marked@example.org" });
  await sql`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'not for marked@example.org'`.execute(site.db);
  const page = await administrator.get(PATH);
  expect(page.status).toBe(200);
  for (const words of ["Il n’y a aucune sauvegarde.", "Des tâches ont été abandonnées", "receipt", "VILLE_MONDE_SECRET"])
    expect(page.text).toContain(words);
  expect(page.text).not.toContain("marked");
  const job = /name="job" value="(\d+)"/.exec(page.text)![1]!;
  const done = await administrator.post(`${PATH}/taches`, { act: "retry", job });
  expect(done.text).toContain("La tâche va être refaite dans un instant.");
  expect((await administrator.post(`${PATH}/taches`, { act: "cancel", job })).text).toContain("La tâche est retirée de la file.");
  expect((await administrator.post(`${PATH}/taches`, { act: "cancel", job })).text).toContain("Cette tâche est finie ou en cours");
  expect((await administrator.post(`${PATH}/taches`, { act: "explode", job })).status).toBe(400);
  expect((await administrator.get(`${PATH}/taches`)).location).toBe(PATH);
  // No folder for backups is set.
  expect((await administrator.post(`${PATH}/sauvegarde`, {})).status).toBe(400);
  for (const role of ["officer", "finance", "guardian"] as const) {
    const other = await site.as(role);
    expect((await other.get(PATH)).status).toBe(403);
    expect((await other.post(`${PATH}/taches`, { act: "cancel", job })).status).toBe(403);
  }
});

test("a node says that it lives without its database, and whether requests may be sent to it", async () => {
  expect(await (await site.request("/livez")).json()).toEqual({ status: "ok" });
  const ready = await site.request("/readyz");
  expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ database: "up", migrations: "head" })]);
  expect((await site.request("/metrics")).status).toBe(404);
});
