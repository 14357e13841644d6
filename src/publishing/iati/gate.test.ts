import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deskOf } from "../desk.ts";
import { fileOf } from "../files.ts";
import { openRegister, type Register } from "../testing.ts";
import { checkAndKeep } from "./check-job.ts";
import { faultyRecords, lastCheck, type Severity } from "./check-store.ts";

let register: Register;
let broken: string;
beforeAll(async () => {
  register = await openRegister();
  const common = { plannedStart: "2021", description: { fr: "Un projet" }, countries: [{ country: "SN" }], sectors: [{ sector: "14031" }] };
  await register.make("project", { name: { fr: "Bon" }, ...common });
  broken = await register.make("project", { name: { fr: "Venu d’un fichier" }, ...common }, "draft");
});
afterAll(() => register.drop());
beforeEach(async () => {
  await sql`DELETE FROM reported_activity`.execute(register.db);
});

/** The record says the same as an activity that does not follow the schema, as other programs write some. */
async function breakIt(): Promise<void> {
  const { db } = register;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO exchange_import (format, file_name, sha256, bytes, actor, actor_name) VALUES ('iati', 'f.xml', repeat('a', 64), 1, 't', 't') RETURNING id`.execute(
    db,
  );
  const xml =
    '<iati-activity xml:lang="fr"><iati-identifier>FR-RCS-217500016-x</iati-identifier><reporting-org ref="FR-RCS-217500016" type="11"><narrative>Ville</narrative></reporting-org><title><narrative>x</narrative></title></iati-activity>';
  await sql`
    INSERT INTO reported_activity (identifier, project, import, reporter_ref, own, line, xml, digest, record_version)
    SELECT 'FR-RCS-217500016-x', id, ${rows[0]!.id}::uuid, 'FR-RCS-217500016', true, 1, ${xml}, 'd', version FROM project WHERE id = ${broken}`.execute(
    db,
  );
}

const check = async () => {
  await checkAndKeep({ db: register.db, city: register.city, baseUrl: "https://monde.example.org" }, { again: false });
  return (await lastCheck(register.db))!;
};
const listed = async (severity?: Severity) =>
  faultyRecords(register.db, (await lastCheck(register.db))!.id, { severity, limit: 50, offset: 0 });

describe("a file with a critical fault", () => {
  it("never takes the place of the last one that was fit", async () => {
    const before = await register.get("/data/iati.xml");
    expect(before.status).toBe(200);
    const good = await before.text();
    await breakIt();
    await register.move("project", broken, "publish");
    const after = await register.get("/data/iati.xml");
    expect(await after.text()).toBe(good);
    expect(after.headers.get("etag")).toBe(before.headers.get("etag"));
    expect((await register.get("/data/iati.xml", { "If-None-Match": before.headers.get("etag")! })).status).toBe(304);
    const desk = deskOf(register.services);
    expect(desk.held(fileOf("projects", "iati")!, await desk.state())?.finding).toMatchObject({
      severity: "critical",
      identifier: "FR-RCS-217500016-x",
    });
    // What is not wrong goes out as ever.
    expect((await register.get("/data/projects.json")).status).toBe(200);
  });

  it("is told, by the record to mend", async () => {
    await breakIt();
    expect((await check()).summary).toMatchObject({ projects: 2, counts: { critical: expect.any(Number) } });
    const { records, total } = await listed("critical");
    expect(total).toBe(1);
    expect(records[0]).toMatchObject({ kind: "project", record: broken });
    expect(records[0]!.lines[0]).toMatchObject({ severity: "critical", rule: "xsd" });
  });

  it("is given again once it is mended", async () => {
    await register.move("project", broken, "withdraw");
    await register.move("project", broken, "publish");
    const xml = await (await register.get("/data/iati.xml")).text();
    expect(xml).toContain(`-${broken}</iati-identifier>`);
    expect((await check()).summary.counts).toMatchObject({ critical: 0, error: 0, warning: 0 });
  });

  it("is not sent at all where there was none before", async () => {
    await breakIt();
    await register.move("project", broken, "withdraw");
    await register.move("project", broken, "publish");
    const fresh = { ...register.services, config: { dataDir: `${register.services.config.dataDir}/other` } } as typeof register.services;
    const { appOf } = await import("../testing.ts");
    const answer = await appOf(fresh).request("/data/iati.xml");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("3600");
  });
});

describe("a check", () => {
  it("is made again only when something public has changed, or someone asks", async () => {
    const services = { db: register.db, city: register.city, baseUrl: "https://monde.example.org" };
    await check();
    expect(await checkAndKeep(services, { again: false })).toBe(false);
    expect(await checkAndKeep(services, { again: true })).toBe(true);
    await register.make("project", { name: { fr: "Sans rien" } });
    expect(await checkAndKeep(services, { again: false })).toBe(true);
    const { records } = await listed("remark");
    expect(records.map(({ record, lines }) => [record, lines.map(({ rule }) => rule).sort()])).toContainEqual([
      "sans-rien",
      ["no_country", "no_description", "no_sector", "no_start"],
    ]);
  });
});
