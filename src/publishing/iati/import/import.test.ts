import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../../test/support/database.ts";
import type { Actor } from "../../../platform/accounts/rights.ts";
import { verifyChain } from "../../../platform/audit/store.ts";
import { type City, readCity } from "../../../platform/city.ts";
import { connect, type Database } from "../../../platform/database/connect.ts";
import { projectRoot } from "../../../platform/project-root.ts";
import { kindOf } from "../../../register/kinds.ts";
import { createRecord, editRecord, moveRecord } from "../../../register/record/actions.ts";
import { findRecord } from "../../../register/record/store.ts";
import { type ImportedFile, type ImportOptions, type ImportResult, importIati } from "./actions.ts";
import { fileOfBytes } from "./source.ts";
import { type ActivityParts, anActivity, file, fixture } from "./testing.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
let city: City;
let db: Database;
let end: () => Promise<void>;
const open = async (paris: boolean) => {
  const database = await testDatabase({ paris });
  const { db: opened, close } = connect(database.url);
  db = opened;
  end = async () => {
    await close();
    await database.drop();
  };
};
beforeAll(async () => {
  city = await readCity(`${projectRoot}/data/paris`);
});

const run = (bytes: Uint8Array, options: Partial<ImportOptions> = {}, by = alice): Promise<ImportResult> =>
  importIati(db, fileOfBytes(bytes, "file.xml"), by, { city, dryRun: false, ...options });
async function done(bytes: Uint8Array, options: Partial<ImportOptions> = {}): Promise<ImportedFile> {
  const result = await run(bytes, options);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}
const codes = (result: ImportedFile) => Object.keys(result.toldCounts).sort();
const project = (id: string) => findRecord(db, kindOf("project"), id);
async function rows(): Promise<Record<string, number>> {
  const { rows: counted } = await sql<Record<string, number>>`
    SELECT (SELECT count(*) FROM project) AS projects, (SELECT count(*) FROM organisation) AS organisations,
      (SELECT count(*) FROM reported_activity) AS activities, (SELECT count(*) FROM reported_transaction) AS transactions,
      (SELECT count(*) FROM exchange_import) AS imports, (SELECT count(*) FROM event) AS events,
      (SELECT count(*) FROM search_entry) AS entries, (SELECT count(*) FROM search_word) AS words`.execute(db);
  return counted[0]!;
}

describe("real files", () => {
  beforeAll(() => open(true));
  afterAll(() => end());

  it.each([
    ["caf-activities.xml.gz", 478, ["vocabulary"], 252],
    ["wri.xml", 1, ["shares", "text_cut"], 2],
    ["activity-standard-example-annotated.xml", 1, ["shares", "vocabulary"], 4],
    ["minimal.xml", 1, [], 1],
  ])("%s goes in whole, and changes nothing the second time", async (name, activities, told, organisations) => {
    const bytes = fixture(name);
    const before = await rows();
    const dry = await done(bytes, { dryRun: true });
    expect(await rows()).toEqual(before);
    expect(dry.counts).toEqual({ created: activities, changed: 0, unchanged: 0, kept: 0, refused: 0 });
    expect(codes(dry)).toEqual(told);
    expect(dry.organisations.total).toBe(organisations);

    const written = await done(bytes, { expected: dry.digest, licence: "CC BY 4.0" });
    expect(written).toMatchObject({ written: true, counts: dry.counts, toldCounts: dry.toldCounts });
    const after = await rows();
    expect(after.projects! - before.projects!).toBe(activities);
    expect(after.organisations! - before.organisations!).toBe(organisations);
    expect(after.events! - before.events!).toBe(activities + organisations);
    expect(after.entries! - before.entries!).toBe(2 * (activities + organisations));

    const again = await done(bytes);
    expect(again.counts).toEqual({ created: 0, changed: 0, unchanged: activities, kept: 0, refused: 0 });
    expect(await rows()).toEqual({ ...after, imports: after.imports! + 1 });
  });

  it("leaves a chain that holds, and a search that finds what came in", async () => {
    expect((await verifyChain(db)).broken).toBeUndefined();
    const { rows: found } = await sql<{ record: string }>`
      SELECT record FROM search_entry WHERE locale = 'fr' AND words @@ to_tsquery('french_folded', 'subestación')`.execute(db);
    expect(found.length).toBeGreaterThan(0);
    const { rows: words } = await sql`SELECT FROM search_word WHERE word = 'subestacion'`.execute(db);
    expect(words).toHaveLength(1);
  });

  it.each([["caf-organisation.xml"], ["organisation-standard-example-annotated.xml"]])("%s is told for what it is", async (name) => {
    expect(await run(fixture(name))).toMatchObject({ ok: false, reason: "organisation_file", names: [expect.any(String)] });
  });

  it("keeps who reports apart from the city", async () => {
    const { rows: counted } = await sql<{ own: number; others: number }>`
      SELECT count(*) FILTER (WHERE a.own AND p.reported_by IS NULL) AS own, count(*) FILTER (WHERE NOT a.own AND p.reported_by IS NOT NULL) AS others
      FROM reported_activity a JOIN project p ON p.id = a.project`.execute(db);
    expect(counted[0]).toEqual({ own: 1, others: 480 });
  });
});

describe("the rules of an import", () => {
  beforeAll(() => open(true));
  afterAll(() => end());
  // Each test has a reporter of its own.
  let n = 0;
  let [id, second, record] = ["", "", ""];
  beforeEach(() => {
    n++;
    [id, second, record] = [`XM-DAC-9${n}-p1`, `XM-DAC-9${n}-p2`, `xm-dac-9${n}-p1`];
  });
  const mine = (parts: ActivityParts) =>
    anActivity({
      reporter: `XM-DAC-9${n}`,
      reporterName: `Banque ${n}`,
      orgs: `<participating-org role="4"><narrative>ONG ${n}</narrative></participating-org>`,
      ...parts,
    });

  it("needs the right to import, and to publish what it publishes", async () => {
    const reader: Actor = { id: "r", name: "R", role: "reader" };
    expect(await run(file(), {}, reader)).toEqual({ ok: false, reason: "forbidden" });
    expect(await run(file(mine({ id })), { publish: true }, { ...reader, role: "finance" })).toEqual({
      ok: false,
      reason: "forbidden",
    });
  });

  it("leaves out what has no identifier, reporter or title, and the second of two, with line and reason", async () => {
    const good = mine({ id });
    const result = await done(
      file(
        `\n${good}`,
        `\n${good}`,
        `\n${good.replace(/<iati-identifier>.*?<\/iati-identifier>/, "")}`,
        `\n${good.replace(id, "X-2").replace(/ ref="XM-DAC-9\d+"/, "")}`,
        `\n${good.replace(id, "X-3").replace(/<title>.*?<\/title>/, "")}`,
        "<note/>",
      ),
    );
    expect(result.counts).toEqual({ created: 1, changed: 0, unchanged: 0, kept: 0, refused: 4 });
    expect(result.told.map(({ line, code, level }) => [line, code, level])).toEqual([
      [3, "identifier_twice", "refused"],
      [4, "identifier_missing", "refused"],
      [5, "reporter_missing", "refused"],
      [6, "title_missing", "refused"],
      [6, "element_unknown", "note"],
    ]);
  });

  it("changes what a file changes; leaves what was edited in the office since", async () => {
    await done(file(mine({ id }), mine({ id: second })));
    const first = (await project(record))!;
    expect(first).toMatchObject({ version: 1, status: "draft", document: { reportedBy: `banque-${n}`, name: { fr: `Projet ${id}` } } });
    const { ok } = await editRecord(
      db,
      "project",
      second.toLowerCase(),
      1,
      { ...(await project(second.toLowerCase()))!.document, state: "suspended" },
      alice,
    );
    expect(ok).toBe(true);

    const changed = await done(file(mine({ id, title: "Autre" }), mine({ id: second, title: "Autre" })));
    expect(changed.counts).toMatchObject({ changed: 1, kept: 1 });
    expect(codes(changed)).toEqual(["edited_since"]);
    expect(await project(record)).toMatchObject({ version: 2, document: { name: { fr: "Autre" } } });
    expect(await project(second.toLowerCase())).toMatchObject({ document: { name: { fr: `Projet ${second}` }, state: "suspended" } });
    // What the record has no field for is a change of the XML alone.
    const silent = await done(file(mine({ id, title: "Autre", more: '<conditions attached="0"/>' }), mine({ id: second })));
    expect(silent.counts).toMatchObject({ changed: 1 });
    expect((await project(record))!.version).toBe(2);
    const { rows: kept } = await sql<{
      xml: string;
      recordVersion: number;
    }>`SELECT xml, record_version FROM reported_activity WHERE identifier = ${id}`.execute(db);
    expect(kept[0]).toMatchObject({ xml: expect.stringContaining('<conditions attached="0"/>'), recordVersion: 2 });
    expect((await verifyChain(db)).broken).toBeUndefined();
  });

  it("writes nothing of a file that would do something else than what was agreed to", async () => {
    const bytes = file(mine({ id }));
    const dry = await done(bytes, { dryRun: true });
    await done(bytes);
    const before = await rows();
    expect(await done(bytes, { expected: dry.digest })).toMatchObject({ written: false, stale: true });
    expect(await rows()).toEqual(before);
  });

  it("publishes at once when asked, with the organisations; what names a draft stays one", async () => {
    const made = await createRecord(db, "organisation", { name: { fr: "Le Brouillon" }, type: "22", noIdentifier: "unknown" }, alice);
    expect(made.ok).toBe(true);
    const draft = mine({
      id: second,
      orgs: '<participating-org role="4"><narrative>Le brouillon</narrative></participating-org>',
    });
    const result = await done(file(mine({ id }), draft), { publish: true });
    expect(codes(result)).toEqual(["draft_named"]);
    expect((await project(record))!.status).toBe("published");
    expect((await project(second.toLowerCase()))!.status).toBe("draft");
    expect((await findRecord(db, kindOf("organisation"), `banque-${n}`))!.status).toBe("published");
    // A published record that a later file has name what is not public is left as it is, unless it is published too.
    const more = file(mine({ id, orgs: '<participating-org role="4"><narrative>Toute nouvelle</narrative></participating-org>' }));
    const left = await done(more);
    expect(left.counts.kept).toBe(1);
    expect(codes(left)).toEqual(["publish_needed"]);
    expect((await done(more, { publish: true })).counts.changed).toBe(1);
    expect((await findRecord(db, kindOf("organisation"), "toute-nouvelle"))!.status).toBe("published");
  });

  it("proposes the organisation that a new one may be, and takes it when told so", async () => {
    await createRecord(
      db,
      "organisation",
      { name: { fr: "Banque de développement du Sahel" }, type: "40", noIdentifier: "foreign" },
      alice,
    );
    const bytes = file(mine({ id, reporterName: "Banque de developpement du Sahel (BDS)" }));
    const dry = await done(bytes, { dryRun: true });
    const [proposed] = dry.organisations.shown;
    expect(proposed).toMatchObject({ key: `xm-dac 9${n}`, near: [{ id: "banque-de-developpement-du-sahel" }] });
    const same = new Map([[proposed!.key, proposed!.near[0]!.id]]);
    expect(await run(bytes, { same: new Map([[proposed!.key, "nowhere"]]) })).toEqual({
      ok: false,
      reason: "unknown_organisations",
      ids: ["nowhere"],
    });
    const result = await done(bytes, { same, expected: dry.digest });
    expect(result.written).toBe(true);
    expect((await project(record))!.document.reportedBy).toBe("banque-de-developpement-du-sahel");
  });

  it("gives the city's own activities back to their records", async () => {
    const own = { reporter: "FR-SIRET-21750001600019", reporterName: "Ville de Paris" };
    const programme = mine({ ...own, id: "FR-RCS-217500016-PROGRAMME-puits-pour-tous" });
    const part = mine({
      ...own,
      id: "FR-RCS-217500016-puits-de-kayes",
      more: '<related-activity type="1" ref="FR-RCS-217500016-PROGRAMME-puits-pour-tous"/>',
    });
    const foreign = mine({ ...own, id: "FR-SIRET-21750001600019-2014-DGRI-1" });
    const result = await done(file(part, programme, foreign));
    expect(result.counts.created).toBe(3);
    expect((await project("puits-de-kayes"))!.document).toMatchObject({ programme: "puits-pour-tous", reportedBy: null });
    expect(await findRecord(db, kindOf("programme"), "puits-pour-tous")).toBeDefined();
    expect((await project("fr-siret-21750001600019-2014-dgri-1"))!.document.reportedBy).toBeNull();

    const there = (await sql<{ id: string }>`SELECT id FROM project WHERE reported_by IS NULL AND id NOT LIKE '%kayes' LIMIT 1`.execute(db))
      .rows[0]!.id;
    const native = await done(file(mine({ ...own, id: `FR-RCS-217500016-${there}`, title: "Autre chose" })));
    expect(native.counts.kept).toBe(1);
    expect(codes(native)).toEqual(["native"]);
  });

  it("tells of what may be a project that is there", async () => {
    const name = { fr: "Forages du Walo" };
    const made = await createRecord(db, "project", { name, countries: [{ country: "SN" }] }, alice);
    expect(made.ok && (await moveRecord(db, "project", "forages-du-walo", "publish", alice)).ok).toBe(true);
    const source =
      '<transaction><transaction-type code="1"/><transaction-date iso-date="2024-01-01"/><value>1</value><provider-org provider-activity-id="FR-RCS-217500016-forages-du-walo"/></transaction>';
    const result = await done(
      file(
        mine({ id, title: "FORAGES du Walo" }),
        mine({ id: second, title: "Forages du Walo", countries: '<recipient-country code="ML"/>' }),
        mine({ id: `${id}-3`, more: source }),
      ),
      { dryRun: true },
    );
    expect(result.told.map(({ identifier, code, values }) => [identifier, code, values?.id])).toEqual([
      [id, "duplicate_title", "forages-du-walo"],
      [`${id}-3`, "duplicate_named", "forages-du-walo"],
    ]);
  });

  it("keeps the money as it is reported, and two identifiers that look alike apart", async () => {
    const money = (amount: string) =>
      `<transaction><transaction-type code="3"/><transaction-date iso-date="2024-01-01"/><value>${amount}</value></transaction>`;
    await done(file(mine({ id: `XM-DAC-9${n}-a/1`, more: money("10.10") + money("-0.05") }), mine({ id: `XM-DAC-9${n}-a-1` })));
    const { rows: found } = await sql<{ identifier: string; project: string; cents: number }>`
      SELECT a.identifier, a.project, coalesce(sum(t.amount_cents), 0) AS cents FROM reported_activity a
      LEFT JOIN reported_transaction t ON t.project = a.project WHERE a.reporter_ref = ${`XM-DAC-9${n}`} GROUP BY 1, 2 ORDER BY 1 DESC`.execute(
      db,
    );
    expect(found).toEqual([
      { identifier: `XM-DAC-9${n}-a/1`, project: `xm-dac-9${n}-a-1`, cents: 1_005 },
      { identifier: `XM-DAC-9${n}-a-1`, project: expect.stringMatching(/^xm-dac-9\d+-a-1-[0-9a-f]{8}$/), cents: 0 },
    ]);
  });

  it("takes one file at a time, and writes nothing when it is cut short", async () => {
    const bytes = file(...Array.from({ length: 1_200 }, (_, i) => mine({ id: `XM-DAC-9${n}-n${i}` })));
    const before = await rows();
    // Killed while it writes, after a batch.
    let killed = false;
    const cut = run(bytes, {
      onProgress: () => {
        if (killed) return;
        killed = true;
        void sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`.execute(
          db,
        );
      },
    });
    await expect(cut).rejects.toThrow();
    expect(await rows()).toEqual(before);
    // A file that is no longer well-formed after a thousand activities.
    expect(await run(bytes.subarray(0, bytes.length - 100))).toMatchObject({
      ok: false,
      reason: "refused",
      refusal: { code: "truncated" },
    });
    expect(await rows()).toEqual(before);

    const both = await Promise.all([run(bytes), run(bytes)]);
    const written = both.filter((one) => one.ok && one.counts.created === 1_200);
    expect(written).toHaveLength(1);
    const other = both.find((one) => one !== written[0])!;
    expect(other.ok ? other.counts.unchanged : other.reason).toSatisfy((what) => what === "busy" || what === 1_200);
    expect((await rows()).projects! - before.projects!).toBe(1_200);
  });
});
