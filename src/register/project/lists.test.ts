import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { kindOf } from "../kinds.ts";
import { createRecord, editRecord, moveRecord } from "../record/actions.ts";
import { findRecord } from "../record/store.ts";
import { facetNames } from "./facets.ts";
import { matchingProjects, projectSorts, readProjectFilter, reporters, writeProjectFilter } from "./filters.ts";
import { listProjects, PROJECTS_PER_PAGE } from "./store.ts";

const by = { id: "olga", name: "Olga", role: "officer" } as const;
let db: Database;
/** One handle, as in the program: what is kept of it must never be stale. */
let seen: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  const { db: opened, close } = connect(database.url);
  db = opened;
  seen = published(db);
  end = async () => {
    await close();
    await database.drop();
  };
  const json = (value: unknown) => JSON.stringify(value) as never;
  for (const [code, fr] of [
    ["SN", "Sénégal"],
    ["ML", "Mali"],
    ["ER", "Érythrée"],
  ] as const)
    await db
      .insertInto("country")
      .values({ code, name: json({ fr }), continent: "africa" })
      .execute();
  for (const [vocabulary, code] of [
    ["theme", "water"],
    ["theme", "waste"],
    ["theme", "health"],
    ["sdg-goal", "6"],
    ["sdg-goal", "3"],
    ["organisation-type", "22"],
  ] as const)
    await db
      .insertInto("term")
      .values({ vocabulary, code, name: json({ fr: `${vocabulary} ${code}` }) })
      .execute();
  await make("programme", { name: { fr: "Eau" }, type: "scheme" });
  await make("programme", { name: { fr: "Santé" }, type: "scheme" });
  await make("organisation", { name: { fr: "Association" }, type: "22", noIdentifier: "unknown" });
  const project = (name: string, rest: object, publish = true) => make("project", { name: { fr: name }, ...rest }, publish);
  await project("Puits à Thiès", {
    programme: "eau",
    themes: ["water"],
    goals: ["6"],
    countries: [{ country: "SN" }],
    actualStart: "2018",
    actualEnd: "2020",
    budgetCents: 100_000_00,
    state: "finished",
  });
  await project("Forage à Kayes", {
    programme: "eau",
    themes: ["water", "health"],
    goals: ["6", "3"],
    countries: [
      { country: "ML", percentage: 60 },
      { country: "SN", percentage: 40 },
    ],
    actualStart: "2020-05",
    state: "running",
  });
  await project("École d’Asmara", {
    programme: "sante",
    themes: ["health"],
    goals: ["3"],
    countries: [{ country: "ER" }],
    plannedStart: "2025",
    state: "planned",
    description: { fr: "Assainissement des écoles" },
  });
  await project("Sans rien", { state: "running" });
  await project("Latrines à Thiès", {
    reportedBy: "association",
    themes: ["water"],
    countries: [{ country: "SN" }],
    sites: [{ latitude: 14.8, longitude: -16.9 }],
    actualStart: "2019",
    budgetCents: 7_000_00,
  });
  await project("Un brouillon", { programme: "eau", themes: ["water"], countries: [{ country: "SN" }], actualStart: "2018" }, false);
  await make("award", {
    name: { fr: "Subvention" },
    organisation: "association",
    project: "forage-a-kayes",
    awardedOn: "2022-03",
    amountCents: 5_000_50,
  });
});
afterAll(() => end?.());

async function make(kind: Parameters<typeof createRecord>[1], document: unknown, publish = true): Promise<void> {
  const made = await createRecord(db, kind, document, by);
  if (!made.ok) throw new Error(JSON.stringify(made));
  if (publish) await moveRecord(db, kind, made.id, "publish", by);
}

const [PUITS, FORAGE, ECOLE, RIEN, LATRINES] = [
  "puits-a-thies",
  "forage-a-kayes",
  "ecole-d-asmara",
  "sans-rien",
  "latrines-a-thies",
] as const;
const ask = async (search: string) => {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) (query[name] ??= []).push(value);
  const filter = readProjectFilter(query);
  const { rows, facets } = await listProjects(seen, filter, "fr");
  return { ids: rows.map(({ id }) => id as string), rows, facets };
};

describe("the list of projects", () => {
  it.each([
    ["", [PUITS, FORAGE, ECOLE, RIEN]],
    ["theme=water", [PUITS, FORAGE]],
    ["theme=water&theme=health", [PUITS, FORAGE, ECOLE]],
    ["country=SN", [PUITS, FORAGE]],
    ["country=ML&country=ER", [FORAGE, ECOLE]],
    ["programme=eau", [PUITS, FORAGE]],
    ["goal=3", [FORAGE, ECOLE]],
    ["state=running", [FORAGE, RIEN]],
    ["year=2019", [PUITS]],
    ["year=2021", [FORAGE]], // under way from 2020 to the grant of 2022
    ["year=2023", []],
    ["min=5000.5", [PUITS, FORAGE]], // the budget, else the grants
    ["min=5000.51", [PUITS]],
    ["max=6000", [FORAGE]],
    ["q=assainissement", [ECOLE]],
    ["q=ecoles", [ECOLE]],
    ["q=senegal", [PUITS, FORAGE]],
    ["theme=water&country=SN&year=2020&state=finished&goal=6&programme=eau&min=1&max=100000&q=thies", [PUITS]],
    ["theme=water&country=ER", []],
    ["reporter=partners", [LATRINES]], // what others report is asked for by name, or with all
    ["reporter=partners&theme=health", []],
    ["reporter=all&country=SN", [PUITS, FORAGE, LATRINES]],
    ["reporter=nobody&country=SN", [PUITS, FORAGE]],
    ["theme=nothing", []],
    ["year=abc&min=x&page=0&sort=drop", [PUITS, FORAGE, ECOLE, RIEN]],
  ])("narrowed by %s", async (search, expected) => {
    const { ids, facets } = await ask(search);
    expect([...ids].sort()).toEqual([...expected].sort());
    expect(facets.total).toBe(expected.length);
  });

  it("sorted, what is not known last", async () => {
    expect((await ask("sort=name")).ids).toEqual([ECOLE, FORAGE, PUITS, RIEN]);
    expect((await ask("sort=amount")).ids.slice(0, 2)).toEqual([PUITS, FORAGE]);
    expect((await ask("sort=start")).ids).toEqual([PUITS, FORAGE, ECOLE, RIEN]);
    expect((await ask("sort=recent")).ids).toEqual([ECOLE, FORAGE, PUITS, RIEN]);
  });

  it("shows in its choices exactly what each would leave", async () => {
    for (const search of ["", "theme=water", "country=SN&year=2020", "state=running&goal=6", "q=senegal", "reporter=all&theme=water"]) {
      const { facets } = await ask(search);
      for (const name of facetNames) {
        for (const choice of facets.choices[name]) {
          const params = new URLSearchParams(search);
          params.delete(name);
          params.set(name, choice.value);
          expect([search, name, choice.value, (await ask(params.toString())).facets.total]).toEqual([
            search,
            name,
            choice.value,
            choice.count,
          ]);
        }
      }
    }
  });

  it("counts whose projects they are, and says who reports one", async () => {
    const { facets } = await ask("theme=water");
    expect(facets.reporters.map(({ value, count }) => [value, count])).toEqual([
      ["city", 2],
      ["partners", 1],
      ["all", 3],
    ]);
    expect((await ask("reporter=partners")).rows).toMatchObject([{ reportedBy: { id: "association" }, amountCents: 7_000_00 }]);
    expect((await ask("")).rows.every(({ reportedBy }) => reportedBy === null)).toBe(true);
  });

  it("is as it is now, whatever was asked before", async () => {
    expect((await ask("country=ER")).facets.total).toBe(1);
    await moveRecord(db, "project", ECOLE, "withdraw", by);
    expect((await ask("country=ER")).facets.total).toBe(0);
    await moveRecord(db, "project", ECOLE, "publish", by);
    expect((await ask("country=ER")).ids).toEqual([ECOLE]);
    const record = (await findRecord(db, kindOf("project"), ECOLE))!;
    await editRecord(
      db,
      "project",
      ECOLE,
      record.version,
      { ...record.document, name: { fr: "Zébus d’Asmara" }, plannedStart: "2017" },
      by,
    );
    expect((await ask("sort=name")).ids).toEqual([FORAGE, PUITS, RIEN, ECOLE]);
    expect((await ask("year=2017")).ids).toEqual([ECOLE]);
    const { version } = (await findRecord(db, kindOf("project"), ECOLE))!;
    await editRecord(db, "project", ECOLE, version, record.document, by);
  });

  it("names what is chosen, also when it leaves nothing", async () => {
    expect(
      (await ask("country=ER&theme=water&programme=sante")).facets.chosen.map(({ facet, value }) => `${facet} ${value}`).sort(),
    ).toEqual(["country ER", "programme sante", "theme water"]);
  });

  it("never shows a draft, in a row or in a count", async () => {
    const { ids, facets } = await ask("theme=water");
    expect(ids).not.toContain("un-brouillon");
    expect(facets.choices.country.find(({ value }) => value === "SN")!.count).toBe(2);
  });

  it("answers any address", async () => {
    const name = fc.constantFrom("q", "theme", "country", "programme", "goal", "state", "year", "min", "max", "sort", "page", "reporter");
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("water", "SN", "2020", "1e999", "-5", "\u0000", "'", "%27", '"', "2018.5", "9".repeat(40)),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.array(value, { maxLength: 3 })), async (query) => {
        const filter = readProjectFilter(query);
        const { rows, facets } = await listProjects(seen, filter, "en");
        expect(rows.length).toBeLessThanOrEqual(PROJECTS_PER_PAGE);
        expect((await matchingProjects(seen, filter, "en").select("project.id").execute()).length).toBe(facets.total);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the filter of projects", () => {
  it("is read back as it was written", () => {
    const codes = fc.uniqueArray(fc.constantFrom("water", "SN", "a-b", "6"), { maxLength: 3 });
    const filters = fc.record({
      theme: codes,
      country: codes,
      programme: codes,
      goal: codes,
      state: codes,
      reporter: fc.constantFrom(...reporters),
      sort: fc.constantFrom(...projectSorts),
      page: fc.integer({ min: 1, max: 500 }),
      q: fc.option(fc.constantFrom("eau", "l’eau & co"), { nil: undefined }),
      year: fc.option(fc.integer({ min: 1900, max: 2200 }), { nil: undefined }),
      min: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
      max: fc.constant(undefined),
    });
    fc.assert(
      fc.property(filters, (filter) => {
        const written = Object.fromEntries(
          Object.entries(writeProjectFilter(filter))
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, [value].flat().map(String)]),
        );
        expect(readProjectFilter(written)).toEqual(filter);
      }),
    );
  });
});
