import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { setTimeZone } from "../../platform/time-zone.ts";
import { createRecord, editRecord, moveRecord } from "../record/actions.ts";
import type { Kind, Problem } from "../record/kind.ts";
import { parseDocument } from "../record/parse.ts";
import { copyEdition, copyOf } from "./actions.ts";
import { listCalls, loadEdition } from "./page-store.ts";
import { type CountryFacts, type Edition, edition, eligibleCountries, nextChange, phaseOf } from "./rules.ts";
import { countriesOfEdition, currentEdition, editionAt } from "./store.ts";

const officer: Actor = { id: "olga", name: "Olga", role: "officer" };
const reader: Actor = { id: "rita", name: "Rita", role: "reader" };

const complete = {
  name: { fr: "Eau 2027", en: "Water 2027" },
  call: "eau",
  code: "EAU-2027",
  fiscalYear: 2027,
  opensAt: "2026-10-01T07:00:00Z",
  closesAt: "2026-12-18T12:00",
  juryOn: "2027-01",
  strands: [{ code: "water", name: { fr: "Eau" }, budgetSource: "water", maxCents: 20_000_000 }],
  criteria: [{ code: "need", name: { fr: "Besoin" }, strand: "water", weight: 2 }],
  questions: [
    { code: "tariff", section: "project", label: { fr: "Un tarif ?" }, type: "yes_no" },
    { code: "how", section: "project", label: { fr: "Lequel ?" }, type: "long", showIf: "tariff", showValue: "yes" },
    { code: "kind", section: "project", label: { fr: "Quel service ?" }, type: "choice" },
  ],
  options: [{ question: "kind", code: "water", name: { fr: "Eau" } }],
  conditions: [{ code: "age", rule: "min_age_months", value: "12", label: { fr: "Un an" } }],
  tranches: [
    { percentage: 60, condition: "agreement" },
    { percentage: 40, condition: "final_report", yearOffset: 1 },
  ],
};
const parse = (change: object) => parseDocument(edition as unknown as Kind, { ...complete, ...change });
const problems = (change: object): [string, string][] => {
  const parsed = parse(change);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }: Problem) => [path, code]);
};

beforeAll(() => setTimeZone("Europe/Paris", { fr: "heure de Paris", en: "Paris time" }));
afterAll(() => setTimeZone("UTC"));

describe("an edition", () => {
  it("is taken when it is complete, its hours being those of the city", () => {
    const parsed = parse({});
    expect(parsed.ok && parsed.document).toMatchObject({ closesAt: "2026-12-18T11:00:00Z", procedure: "call", countryRule: "oda" });
    expect(parsed.ok && (parsed.document.criteria as { maxScore: number }[])[0]).toMatchObject({ maxScore: 5 });
  });

  it.each<[string, object, [string, string]]>([
    ["closes after it opens", { closesAt: "2026-10-01T07:00:00Z" }, ["closesAt", "before_start"]],
    ["has hours that exist", { closesAt: "2027-03-28T02:30" }, ["closesAt", "instant_skipped"]],
    ["has hours that are one", { opensAt: "2026-10-25T02:30" }, ["opensAt", "instant_twice"]],
    ["has no jury before its deadline", { juryOn: "2026-11" }, ["juryOn", "before_closing"]],
    ["says why it is cancelled", { cancelledOn: "2026-11-02" }, ["cancelReason", "required"]],
    ["names the crisis of a fast track", { procedure: "fast_track" }, ["crisis", "required"]],
    ["has a crisis on the fast track only", { crisis: { fr: "Séisme" } }, ["crisis", "only_fast_track"]],
    ["has a ceiling above its minimum", { minCents: 200, maxCents: 100, strands: [], criteria: [] }, ["maxCents", "below_minimum"]],
    ["has strands under its ceiling", { maxCents: 100 }, ["strands.0.maxCents", "above_ceiling"]],
    ["has strands above its minimum", { minCents: 30_000_000 }, ["strands.0.maxCents", "below_minimum"]],
    ["has criteria of its strands", { strands: [] }, ["criteria.0.strand", "unknown_reference"]],
    ["has each code once", { questions: [complete.questions[2], complete.questions[2]] }, ["questions.1", "twice"]],
    [
      "has options of its questions",
      { options: [...complete.options, { question: "x", code: "y", name: { fr: "y" } }] },
      ["options.1.question", "unknown_reference"],
    ],
    [
      "has options of choices only",
      { options: [...complete.options, { question: "how", code: "y", name: { fr: "y" } }] },
      ["options.1.question", "not_a_choice"],
    ],
    ["has choices with options", { options: [] }, ["questions.2.type", "options_needed"]],
    [
      "asks after what was asked before",
      { questions: [complete.questions[1], complete.questions[0], complete.questions[2]] },
      ["questions.0.showIf", "not_before"],
    ],
    [
      "asks after an answer there may be",
      { questions: [complete.questions[0], { ...complete.questions[1], showValue: "maybe" }, complete.questions[2]] },
      ["questions.1.showValue", "unknown_reference"],
    ],
    ["is paid in whole", { tranches: [complete.tranches[0]] }, ["tranches", "shares_not_100"]],
    [
      "asks for a number of months",
      { conditions: [{ ...complete.conditions[0], value: "un an" }] },
      ["conditions.0.value", "condition_value"],
    ],
    [
      "asks nothing of a declaration",
      { conditions: [{ ...complete.conditions[0], rule: "declared" }] },
      ["conditions.0.value", "condition_declared"],
    ],
    ["has a list when it is listed", { countryRule: "listed" }, ["countries", "required"]],
    ["has weights above nothing", { criteria: [{ ...complete.criteria[0], weight: 0 }] }, ["criteria.0.weight", "too_small"]],
  ])("%s", (_, change, problem) => expect(problems(change)).toContainEqual(problem));
});

describe("the phase of an edition", () => {
  const dated = { opensAt: "2026-10-01T07:00:00Z", closesAt: "2026-12-18T11:00:00Z", cancelledOn: null };
  it.each([
    ["2026-10-01T06:59:59.999Z", "announced"],
    ["2026-10-01T07:00:00Z", "open"],
    ["2026-12-18T11:00:00Z", "open"],
    ["2026-12-18T11:00:00.001Z", "closed"],
  ])("at %s is %s", (now, phase) => expect(phaseOf(dated, new Date(now))).toBe(phase));

  it("changes when it says that it will, and not before", () => {
    const at = fc.integer({ min: Date.parse("2026-09-01"), max: Date.parse("2027-01-31") });
    fc.assert(
      fc.property(at, (ms) => {
        const next = nextChange(dated, new Date(ms));
        if (!next) return void expect(["closed", "cancelled"]).toContain(phaseOf(dated, new Date(ms)));
        expect(phaseOf(dated, new Date(next.getTime() - 1))).toBe(phaseOf(dated, new Date(ms)));
        expect(phaseOf(dated, next)).not.toBe(phaseOf(dated, new Date(ms)));
      }),
    );
    expect(phaseOf({ ...dated, cancelledOn: "2026-11" }, new Date("2026-11-15"))).toBe("cancelled");
  });
});

describe("the countries of an edition", () => {
  const codes = ["FR", "SN", "ML", "IT", "BR", "VN"];
  const facts: CountryFacts = { all: codes, europe: ["FR", "IT"], oda: { list: "dac", countries: ["SN", "ML", "BR", "VN"] } };
  const some = fc.uniqueArray(fc.constantFrom(...codes));
  const day = fc.constantFrom("2024-04-15", "2024-12-31", "2025-06-30", "2026-01-01");
  const anyEdition = fc.record({
    countryRule: fc.constantFrom(...(["oda", "europe", "any", "listed"] as const)),
    countries: some.map((list) => list.map((country) => ({ country }))),
    exclusions: fc.array(
      fc.record({
        country: fc.constantFrom(...codes),
        since: fc.constantFrom("2023", "2024-04-15", "2025-06"),
        until: fc.constantFrom(null, "2024", "2025-06"),
        reference: fc.constant("instruction"),
      }),
    ),
  });

  it("are those of the rule and of the list, without those excluded that day: no other, none missing", () => {
    fc.assert(
      fc.property(anyEdition, day, (one, on) => {
        const { countries } = eligibleCountries(one, facts, on);
        const listed = one.countries.map(({ country }) => country);
        const inRule = { oda: facts.oda!.countries, europe: facts.europe, any: codes, listed }[one.countryRule];
        for (const code of codes) {
          const excluded = one.exclusions.some(
            ({ country, since, until }) =>
              country === code && since.padEnd(10, "-01") <= on && (until === null || on.slice(0, until.length) <= until),
          );
          expect([code, countries.includes(code)]).toEqual([
            code,
            inRule.includes(code) && (listed.length === 0 || listed.includes(code)) && !excluded,
          ]);
        }
      }),
    );
  });

  it("never grow by an exclusion", () => {
    fc.assert(
      fc.property(anyEdition, day, (one, on) => {
        const without = eligibleCountries({ ...one, exclusions: [] }, facts, on).countries;
        for (const code of eligibleCountries(one, facts, on).countries) expect(without).toContain(code);
      }),
    );
  });

  it("name the DAC list, and are none when no list was valid", () => {
    const oda = { countryRule: "oda" as const, countries: [], exclusions: [] };
    expect(eligibleCountries(oda, facts, "2026-01-01").list).toBe("dac");
    expect(eligibleCountries(oda, { ...facts, oda: null }, "2026-01-01")).toEqual({ countries: [], list: null });
    expect(eligibleCountries({ ...oda, countryRule: "any" }, facts, "2026-01-01").list).toBeNull();
  });
});

describe("the copy of an edition", () => {
  it("moves its dates by years, at the same hour of the city", () => {
    const parsed = parse({ juryOn: "2028-02-29", fiscalYear: 2028, closesAt: "2027-03-27T12:00", opensAt: "2027-02-01T09:00" });
    const copy = copyOf((parsed.ok && parsed.document) as unknown as Edition, { code: "EAU-2029", fiscalYear: 2029 }, { fr: "Eau" });
    expect(copy).toMatchObject({ code: "EAU-2029", name: { fr: "Eau, 2029" }, juryOn: "2029-02-28" });
    // Winter time in 2027, summer time the day after it began in 2028: noon stays noon.
    expect([copy.opensAt, copy.closesAt]).toEqual(["2028-02-01T08:00:00Z", "2028-03-27T10:00:00Z"]);
  });
});

describe("in the database", () => {
  let db: Database;
  let drop: () => Promise<void>;
  let id: string;
  beforeAll(async () => {
    const base = await testDatabase({ paris: true });
    const connection = connect(base.url);
    db = connection.db;
    drop = async () => {
      await connection.close();
      await base.drop();
    };
    const call = await createRecord(db, "call", { name: { fr: "Eau" }, programme: "solidae" }, officer);
    if (!call.ok) throw new Error(JSON.stringify(call));
    const made = await createRecord(db, "edition", { ...complete, call: call.id }, officer);
    if (!made.ok) throw new Error(JSON.stringify(made));
    id = made.id;
    await moveRecord(db, "call", call.id, "publish", officer);
  });
  afterAll(() => drop?.());

  it("no model of Paris is public, and each is a whole edition", async () => {
    expect((await listCalls(published(db))).editions).toEqual([]);
    const models = (await listCalls(db)).editions.filter((one) => one.id.endsWith("-modele"));
    expect(models).toHaveLength(5);
    for (const { id: model } of models) expect((await loadEdition(db, model))!.edition.questions.length).toBeGreaterThan(7);
  });

  it("what it said at each version is kept, whatever it says now", async () => {
    const first = (await currentEdition(db, id))!;
    expect(first.document).toMatchObject({ closesAt: "2026-12-18T11:00:00Z", cancelledOn: null });
    expect(await editRecord(db, "edition", id, 1, { ...first.document, maxMonths: 24 }, officer)).toMatchObject({ ok: true });
    expect((await editionAt(db, id, 1))!.maxMonths).toBeNull();
    expect((await editionAt(db, id, 2))!.maxMonths).toBe(24);
    expect(await editionAt(db, id, 9)).toBeUndefined();
    expect((await currentEdition(db, id))!.version).toBe(2);
    // Lists are put away and back in one transaction, though they refer to each other.
    expect((await currentEdition(db, id))!.document.questions).toEqual(first.document.questions);
  });

  it("its code is its own", async () => {
    expect(await createRecord(db, "edition", { ...complete, call: "solidae" }, officer)).toMatchObject({
      reason: "invalid",
      problems: [{ path: "code", code: "taken" }],
    });
  });

  it("cannot be public while its call is not", async () => {
    const { id: hidden } = (await createRecord(db, "call", { name: { fr: "Caché" }, programme: "solidae" }, officer)) as { id: string };
    const made = (await createRecord(db, "edition", { ...complete, code: "CACHE-1", call: hidden }, officer)) as { id: string };
    expect(await moveRecord(db, "edition", made.id, "publish", officer)).toMatchObject({ reason: "references" });
  });

  it("is refused by the database itself when dates, ceilings or payments are impossible", async () => {
    const set = (values: object) =>
      db
        .updateTable("edition")
        .set(values as never)
        .where("id", "=", id)
        .execute();
    for (const values of [
      { closesAt: "2026-01-01T00:00:00Z" },
      { opensAt: "2026-02-30T00:00:00Z" },
      { opensAt: "2026-10-01" },
      { minCents: 2, maxCents: 1 },
      { procedure: "fast_track" },
      { cancelledOn: "2026" },
      { citySharePercent: 101 },
    ])
      await expect(set(values)).rejects.toThrow();
    await expect(db.deleteFrom("editionTranche").where("edition", "=", id).where("position", "=", 0).execute()).rejects.toThrow(/add up/);
    await expect(db.deleteFrom("editionStrand").where("edition", "=", id).execute()).rejects.toThrow(/foreign key/);
  });

  it("has the countries of the DAC list of its closing day, and says which list", async () => {
    const { document } = (await currentEdition(db, id))!;
    const { countries, list, on } = await countriesOfEdition(db, document);
    expect([on, list?.id]).toEqual(["2026-12-18", "dac-2024"]);
    expect(countries.map(({ code }) => code)).toEqual(expect.arrayContaining(["SN", "VN"]));
    expect(countries.map(({ code }) => code)).not.toContain("FR");
    expect((await countriesOfEdition(db, { ...document, closesAt: "2001-01-01T00:00:00Z" })).countries).toEqual([]);
  });

  it("is copied as a draft, by whom may", async () => {
    expect(await copyEdition(db, "solidae-modele", { code: "SOLIDAE-2027", fiscalYear: 2027 }, reader)).toMatchObject({
      reason: "forbidden",
    });
    const copied = await copyEdition(db, "solidae-modele", { code: "SOLIDAE-2027", fiscalYear: 2027 }, officer);
    if (!copied.ok) throw new Error(JSON.stringify(copied));
    const copy = (await currentEdition(db, copied.id))!;
    expect(copy).toMatchObject({ status: "draft", document: { code: "SOLIDAE-2027", closesAt: "2026-12-10T11:00:00Z", description: {} } });
    expect(copy.document.questions).toHaveLength((await currentEdition(db, "solidae-modele"))!.document.questions.length);
    expect(await copyEdition(db, "solidae-modele", { code: "SOLIDAE-2027", fiscalYear: 2027 }, officer)).toMatchObject({
      problems: [{ path: "code", code: "taken" }],
    });
    expect(await copyEdition(db, "solidae-modele", { code: "?", fiscalYear: 2.5 }, officer)).toMatchObject({ reason: "invalid" });
  });
});
