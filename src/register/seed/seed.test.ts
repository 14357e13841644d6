import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { kindNames, kindOf } from "../kinds.ts";
import { editRecord, moveRecord } from "../record/actions.ts";
import { findRecord } from "../record/store.ts";
import { SeedError } from "./problems.ts";
import { seedCity, seedDemo, seedParis, seedStandards } from "./seed.ts";

const person = { id: "u1", name: "Camille", role: "administrator" } as const;
let base: { url: string; drop(): Promise<void> };
let db: Database;
let close: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  base = await testDatabase();
  ({ db, close } = connect(base.url));
  folder = mkdtempSync(join(tmpdir(), "city-"));
  cpSync(join(projectRoot, "data/paris"), folder, { recursive: true });
});
afterAll(async () => {
  await close?.();
  await base?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const change = (name: string, from: string, to: string) => {
  const path = join(folder, name);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
};
const events = async () =>
  Number(
    (
      await db
        .selectFrom("event")
        .select((eb) => eb.fn.countAll().as("count"))
        .executeTakeFirstOrThrow()
    ).count,
  );
const recordOf = async (kind: Parameters<typeof kindOf>[0], id: string) => (await findRecord(db, kindOf(kind), id))!;

test("a fault anywhere loads nothing, and is told with its file, line, item, field and remedy", async () => {
  change("programmes.yaml", "annualCapCents: 100000000", "annualCap: 100000000");
  change("figures.yaml", "network: c40", "network: c41");
  const failure = await seedCity(db, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SeedError);
  expect((failure as SeedError).message).toMatch(
    /nothing was written \(one fault\):\n.*programmes\.yaml:\d+, solidarite-eau-assainissement, annualCap: there is no such field: remove it or correct its name$/,
  );
  change("programmes.yaml", "annualCap: 100000000", "annualCapCents: 100000000");
  await expect(seedCity(db, folder)).rejects.toThrow(
    /figures\.yaml:\d+, c40-villes-2022, network: there is no “c41”: add it before, or correct it/,
  );
  change("figures.yaml", "network: c41", "network: c40");
  change("places.yaml", "geonamesId: 264371", "geonamesId: 2759794");
  await expect(seedCity(db, folder)).rejects.toThrow(/places\.yaml:\d+, athenes, geonamesId: another record has it already/);
  change(
    "places.yaml",
    'geonamesId: 2759794\n  source: geonames\n  sourceLocator: "264371"',
    'geonamesId: 264371\n  source: geonames\n  sourceLocator: "264371"',
  );
  expect(await events()).toBe(0);
  expect(await db.selectFrom("country").select("code").execute()).toEqual([]);
});

test("loads every record, published", async () => {
  const report = await seedParis(base.url);
  expect(report.records).toMatchObject({ changed: 0, unchanged: 0, kept: 0 });
  expect(report.drafts).toEqual([]);
  expect(report.kinds).toMatchObject({ award: 177, agreement: 28, figure: 94 });
  for (const kind of kindNames) {
    const rows = await db.selectFrom(kind).select(["id", "status", "demo"]).execute();
    expect(rows).toHaveLength(report.kinds[kind] ?? 0);
    // Editions come as models to copy: drafts, until an officer makes one real.
    const expected = kind === "edition" ? "draft" : "published";
    expect(rows.filter(({ status, demo }) => status !== expected || demo)).toEqual([]);
  }
});

test("a second load changes nothing and writes no event", async () => {
  const before = await events();
  const report = await seedParis(db);
  expect(report.reference).toBe(0);
  expect(report.records).toEqual({ created: 0, changed: 0, unchanged: before, kept: 0 });
  expect(await events()).toBe(before);
  expect(await seedStandards(db)).toBe(0);
});

test("what a person has changed is kept and said, also when the file changes", async () => {
  const { version, document } = await recordOf("network", "c40");
  expect(await editRecord(db, "network", "c40", version, { ...document, acronym: "C-40" }, person)).toMatchObject({ ok: true });
  change("networks.yaml", "acronym: C40", "acronym: C40 Cities");
  change("networks.yaml", "acronym: ICORN", "acronym: Icorn");
  const report = await seedCity(db, folder);
  expect(report.kept).toEqual([{ kind: "network", id: "c40" }]);
  expect(report.records).toMatchObject({ created: 0, changed: 1, kept: 1 });
  expect((await recordOf("network", "c40")).document.acronym).toBe("C-40");
  expect((await recordOf("network", "icorn")).document.acronym).toBe("Icorn");
});

test("a SIRET whose check digit does not match is kept, and said", async () => {
  change("organisations.yaml", 'siret: "21750001600019"', 'siret: "21750001600018"');
  const report = await seedCity(db, folder);
  expect(report.warnings).toEqual([
    expect.stringMatching(/organisations\.yaml:\d+, ville-de-paris, siret: the check digit of the SIRET does not match$/),
  ]);
  expect((await recordOf("organisation", "ville-de-paris")).document.siret).toBe("21750001600018");
  change("organisations.yaml", 'siret: "21750001600018"', 'siret: "21750001600019"');
});

test("a term that the office has renamed keeps its name; those that lack are added", async () => {
  await db
    .updateTable("term")
    .set({ name: { fr: "Eau", en: "Water" } })
    .where("vocabulary", "=", "theme")
    .where("code", "=", "water")
    .execute();
  await db.deleteFrom("term").where("vocabulary", "=", "exchange-sector").where("code", "=", "tourism").execute();
  expect((await seedParis(db)).reference).toBe(1);
  const { name } = await db
    .selectFrom("term")
    .select("name")
    .where("vocabulary", "=", "theme")
    .where("code", "=", "water")
    .executeTakeFirstOrThrow();
  expect(name).toEqual({ fr: "Eau", en: "Water" });
});

test("a new record that names a withdrawn one comes as a draft", async () => {
  // Nothing refers to the page of the rules but the label, which lets go of it first.
  const { version, document } = await recordOf("programme", "label-paris-europe");
  await editRecord(db, "programme", "label-paris-europe", version, { ...document, documents: [] }, person);
  expect(await moveRecord(db, "document", "reglement-label-paris-europe-2020", "withdraw", person)).toMatchObject({ ok: true });
  writeFileSync(
    join(folder, "programmes.yaml"),
    `${readFileSync(join(folder, "programmes.yaml"), "utf8")}
- id: label-nouveau
  name: { fr: Un label, en: A label }
  type: label
  documents: [{ document: reglement-label-paris-europe-2020 }]
`,
  );
  const report = await seedCity(db, folder);
  expect(report.drafts).toEqual([{ kind: "programme", id: "label-nouveau" }]);
  expect((await recordOf("programme", "label-nouveau")).status).toBe("draft");
});

test("demonstration records are marked, need no city's data and may be loaded again", async () => {
  const empty = await testDatabase();
  const other = connect(empty.url);
  try {
    const report = await seedDemo(other.db);
    const { created } = report.records;
    expect(created).toBeGreaterThan(50);
    expect((await seedDemo(other.db)).records).toEqual({ created: 0, changed: 0, unchanged: created, kept: 0 });
    for (const kind of kindNames) expect(await other.db.selectFrom(kind).select("id").where("demo", "=", false).execute()).toEqual([]);
  } finally {
    await other.close();
    await empty.drop();
  }
});
