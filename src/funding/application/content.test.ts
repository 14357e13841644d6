import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edition } from "../../register/edition/rules.ts";
import { readCents, writeCents } from "../../register/record/numbers.ts";
import { completeContent } from "../testing.ts";
import { type CheckFacts, completeCheck, sectionOf } from "./check.ts";
import { compactIban, countWords, type Draft, isAsked, isIban, maskIban, parseDraft, sections, totalsOf } from "./content.ts";
import { meets, monthsBetween } from "./eligibility.ts";
import { canonicalJson, sealOf } from "./seal.ts";
import { mergeParts } from "./sections.ts";

const name = { fr: "x" };
const line = (code: string, side: "expense" | "resource", account: string | null = null, inKind = false) => ({
  code,
  side,
  account,
  name,
  inKind,
});
const question = (code: string, change: object = {}) => ({
  code,
  section: "project",
  label: name,
  help: {},
  type: "long",
  required: true,
  maxWords: null,
  showIf: null,
  showValue: null,
  ...change,
});
const edition = {
  closesAt: "2026-12-18T11:00:00Z",
  councilOn: null,
  retroactive: false,
  minCents: 1_000_000,
  maxCents: 20_000_000,
  citySharePercent: 50,
  maxMonths: 36,
  travelSharePercent: 20,
  strands: [
    { code: "water", name, budgetSource: "water", maxCents: 15_000_000 },
    { code: "waste", name, budgetSource: "waste", maxCents: 7_500_000 },
  ],
  conditions: [
    { code: "form", rule: "legal_form", value: "association foundation", label: name, help: {} },
    { code: "age", rule: "min_age_months", value: "12", label: name, help: {} },
    { code: "no-worship", rule: "declared", value: null, label: name, help: {} },
  ],
  requirements: [
    { code: "statutes", name, help: {}, stage: "application", required: true, aboveCents: null, canFollow: false },
    { code: "accounts", name, help: {}, stage: "application", required: true, aboveCents: null, canFollow: true },
    { code: "audit", name, help: {}, stage: "application", required: true, aboveCents: 15_300_000, canFollow: false },
    { code: "rib", name, help: {}, stage: "payment", required: true, aboveCents: null, canFollow: false },
  ],
  questions: [
    question("need", { maxWords: 60 }),
    question("authority", { type: "yes_no" }),
    question("authority-name", { type: "short", showIf: "authority", showValue: "yes" }),
    question("themes", { type: "choices", required: false }),
  ],
  options: [{ question: "themes", code: "access", name }],
  indicators: [{ code: "people", name, unit: {}, definition: {}, required: true }],
  budgetLines: [
    line("purchases", "expense", "60"),
    line("travel", "expense", "6251"),
    line("staff", "expense", "64"),
    line("volunteers", "expense", "86", true),
    line("grants", "resource", "74"),
    line("own", "resource", "75"),
    line("gifts", "resource", "87", true),
  ],
} as unknown as Edition;
const facts: CheckFacts = {
  edition,
  applicant: { legalForm: "association_1901", siret: "21750001600019", rna: null, foundedOn: "2012-05-14", postalCode: "75011" },
  files: [{ requirement: "statutes", verdict: null }],
  today: "2026-11-24",
  countries: new Set(["SN"]),
};
const complete = (change: Partial<Draft> = {}): Draft => ({
  ...completeContent(),
  startsOn: "2027-03-01",
  endsOn: "2029-02-28",
  ...change,
});
const codes = (draft: Draft, change: Partial<CheckFacts> = {}) =>
  completeCheck(draft, { ...facts, ...change }).map(({ path, code }) => `${path} ${code}`);

describe("the complete check", () => {
  it("finds nothing wrong with a complete file", () => expect(codes(complete())).toEqual([]));

  it.each<[string, Partial<Draft>, string]>([
    ["a title", { title: " " }, "title required"],
    ["a day that exists", { endsOn: "2027-02-30" }, "endsOn day"],
    ["an end after the start", { endsOn: "2027-01-01" }, "endsOn before_start"],
    ["a start after the vote", { startsOn: "2026-12-17" }, "startsOn before_vote"],
    [
      "an eligible country",
      { places: [{ name: "Rome", country: "IT", latitude: null, longitude: null }] },
      "places.0.country country_not_eligible",
    ],
    [
      "both coordinates",
      { places: [{ name: "Dagana", country: "SN", latitude: 16, longitude: null }] },
      "places.0.longitude both_coordinates",
    ],
    ["an answer", { answers: { need: "x", authority: "yes" } }, "answers.authority-name required"],
    ["few enough words", { answers: { need: "mot ".repeat(61), authority: "no" } }, "answers.need too_many_words"],
    ["a known option", { answers: { need: "x", authority: "no", themes: ["other"] } }, "answers.themes choice"],
    ["an amount", { asked: { water: "beaucoup" } }, "asked.water type_number"],
    ["no less than the minimum", { asked: { water: 999_999 } }, "asked below_edition"],
    ["no more than the strand", { asked: { waste: 7_500_001 } }, "asked.waste above_strand"],
    ["no more than the edition", { asked: { water: 15_000_000, waste: 5_000_001 } }, "asked above_edition"],
    ["a balanced budget", { asked: { water: 7_999_999 } }, "budget unbalanced"],
    ["an indicator", { indicators: [] }, "indicators indicator_required"],
    ["the declaration on honour", { declarations: { "no-worship": true } }, "declarations.honour declaration_required"],
    ["the declared condition", { declarations: { honour: true } }, "declarations.no-worship declaration_required"],
    ["the republican contract", { engagement: null }, "engagement engagement_required"],
    ["a right IBAN", { bankAccount: { iban: "FR76 3000 6000 0112 3456 7890 188", holder: "x" } }, "bankAccount.iban iban"],
  ])("asks for %s", (_, change, problem) => expect(codes(complete(change))).toContain(problem));

  it("asks nothing of a question that is not shown", () =>
    expect(codes(complete({ answers: { need: "x", authority: "no", "authority-name": "y ".repeat(500) } }))).toEqual([]));
  it("takes a start before the vote where expenses made before it are taken", () =>
    expect(codes(complete({ startsOn: "2026-06-01", endsOn: "2027-06-01" }), { edition: { ...edition, retroactive: true } })).toEqual([]));
  it("counts three years to the day", () => {
    expect(codes(complete({ startsOn: "2027-03-01", endsOn: "2030-02-28" }))).toEqual([]);
    expect(codes(complete({ startsOn: "2027-03-01", endsOn: "2030-03-01" }))).toEqual(["endsOn too_long_project"]);
  });
  it("does not bind a body of public utility by the republican contract", () =>
    expect(codes(complete({ engagement: null }), { applicant: { ...facts.applicant, legalForm: "public_utility" } })).toEqual([]));
  it("asks for a document above its amount, and lets one follow", () => {
    const draft = complete({
      asked: { water: 15_000_000, waste: 5_000_000 },
      budget: {
        expenses: [{ line: "purchases", label: "", cents: 40_000_000, inKind: false }],
        resources: [{ line: "own", label: "", funder: "x", cents: 20_000_000, inKind: false, status: "confirmed" }],
      },
    });
    expect(codes(draft)).toEqual(["documents.audit document_required"]);
    expect(codes(draft, { files: [] })).toEqual(["documents.statutes document_required", "documents.audit document_required"]);
    expect(codes(complete(), { files: [{ requirement: "statutes", verdict: "refused" }] })).toEqual([
      "documents.statutes document_required",
    ]);
  });
  it("refuses too young a body, and one of another form", () => {
    expect(codes(complete(), { applicant: { ...facts.applicant, foundedOn: "2025-11-25" } })).toEqual([
      "applicant.foundedOn condition_min_age_months",
    ]);
    expect(codes(complete(), { applicant: { ...facts.applicant, legalForm: "cooperative" } })).toEqual([
      "applicant.legalForm condition_legal_form",
    ]);
  });
  it("refuses more than the city's share to the cent, and too much travel", () => {
    const of = (asked: number, total: number, travel = 0): Draft =>
      complete({
        asked: { water: asked },
        budget: {
          expenses: [
            { line: "purchases", label: "", cents: total - travel, inKind: false },
            { line: "travel", label: "", cents: travel, inKind: false },
          ],
          resources: [{ line: "own", label: "", funder: "x", cents: total - asked, inKind: false, status: "confirmed" }],
        },
      });
    expect(codes(of(5_000_000, 10_000_000))).toEqual([]);
    expect(codes(of(5_000_001, 10_000_001))).toEqual(["asked above_share"]);
    expect(codes(of(5_000_000, 10_000_000, 2_000_001))).toEqual(["budget.expenses above_travel"]);
  });
  it("names problems in the order of the sections", () => {
    const order = codes(parseDraft({}), { files: [] }).map((problem) =>
      ["applicant", ...sections].indexOf(sectionOf(problem.split(" ")[0]!)),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBeGreaterThan(6);
  });

  it("refuses no balanced file that keeps the rules", () => {
    const cents = fc.integer({ min: 0, max: 3_000_000 });
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1_000_000, max: 15_000_000 }),
        fc.integer({ min: 0, max: 100 }),
        cents,
        (own, asked, more, kind) => {
          const resources = own.map((value) => ({
            line: "own",
            label: "",
            funder: "x",
            cents: value,
            inKind: false,
            status: "confirmed" as const,
          }));
          // What others bring covers at least what is asked.
          const rest = asked + more - own.reduce((a, b) => a + b, 0);
          if (rest > 0) resources.push({ ...resources[0]!, cents: rest });
          const total = asked + resources.reduce((sum, { cents }) => sum + cents, 0);
          const half = Math.floor(total / 2);
          const draft = complete({
            asked: { water: asked },
            budget: {
              expenses: [half, total - half]
                .map((value) => ({ line: "staff", label: "", cents: value, inKind: false }))
                .concat([{ line: "volunteers", label: "", cents: kind, inKind: true }]),
              resources: [...resources, { ...resources[0]!, line: "gifts", cents: kind, inKind: true }],
            },
          });
          expect(codes(draft)).toEqual([]);
          expect(totalsOf(draft, edition)).toMatchObject({
            asked,
            expenses: total,
            resources: total,
            expensesInKind: kind,
            resourcesInKind: kind,
          });
        },
      ),
    );
  });
});

describe("a draft", () => {
  it("keeps all that was typed, wrong or not", () => {
    const typed = {
      title: "x".repeat(700),
      startsOn: "bientôt",
      asked: { water: "10 k€" },
      places: [{ name: "", country: "", latitude: "nord", longitude: null }],
    };
    expect(parseDraft(typed)).toMatchObject(typed);
  });
  it("loses no money between what is typed and what is stored, in either language", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), fc.constantFrom("fr", "en"), (value, locale) => {
        expect(readCents(writeCents(value, locale))).toBe(value);
        const grouped = new Intl.NumberFormat(locale === "fr" ? "fr-FR" : "en-GB", { minimumFractionDigits: 2 }).format(value / 100);
        if (value < 1e12) expect(readCents(grouped)).toBe(value);
        expect(parseDraft({ asked: { water: value } }).asked.water).toBe(value);
      }),
    );
  });
  it("asks a question whose condition hangs on one that is asked itself", () => {
    const chained = {
      questions: [
        question("a", { type: "yes_no" }),
        question("b", { type: "yes_no", showIf: "a", showValue: "yes" }),
        question("c", { showIf: "b", showValue: "yes" }),
      ],
    } as unknown as Edition;
    expect(isAsked(chained, { a: "yes", b: "yes" }, "c")).toBe(true);
    expect(isAsked(chained, { a: "no", b: "yes" }, "c")).toBe(false);
  });
  it("counts words as people do", () => expect(countWords("L’eau  potable — pour\n4 200 personnes.")).toBe(6));
});

describe("an IBAN", () => {
  it.each(["FR76 3000 6000 0112 3456 7890 189", "GB82 WEST 1234 5698 7654 32", "SN08SN0100152000048500003035"])("%s is one", (iban) =>
    expect(isIban(compactIban(iban))).toBe(true),
  );
  it("is refused when one digit is wrong", () => {
    const good = "FR7630006000011234567890189";
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 26 }),
        fc.integer({ min: 1, max: 9 }),
        (at, by) => !isIban(good.slice(0, at) + String((Number(good[at]) + by) % 10) + good.slice(at + 1)),
      ),
    );
    expect(maskIban(good)).toBe("FR76 •••• 0189");
  });
});

describe("a seal", () => {
  const sealed = {
    edition: "e",
    editionVersion: 1,
    applicant: { name: "x" },
    content: complete(),
    files: [
      { requirement: "a", name: "a.pdf", sha256: "1" },
      { requirement: "b", name: "b.pdf", sha256: "2" },
    ],
  };
  it("is the same whatever the order of keys and files, and another when anything changes", () => {
    const turned = Object.fromEntries(Object.entries(sealed).reverse()) as typeof sealed;
    expect(sealOf({ ...turned, files: [...sealed.files].reverse() })).toBe(sealOf(sealed));
    expect(sealOf({ ...sealed, editionVersion: 2 })).not.toBe(sealOf(sealed));
    expect(sealOf({ ...sealed, content: complete({ title: "Autre" }) })).not.toBe(sealOf(sealed));
  });
  it("is over canonical JSON", () =>
    expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined })).toBe('{"b":[1,{"c":"é","d":null}]}'));
});

describe("two who write at once", () => {
  it("keep what each changed, and are told where both did", () => {
    const base = { title: "A", summary: "S", startsOn: "", endsOn: "" };
    expect(mergeParts(base, { ...base, summary: "S2" }, { ...base, title: "B" })).toEqual({
      part: { ...base, title: "B", summary: "S2" },
      conflicts: [],
      taken: ["summary"],
    });
    expect(mergeParts(base, { ...base, title: "C" }, { ...base, title: "B" }).conflicts).toEqual(["title"]);
    expect(mergeParts({ answers: { a: "1" } }, { answers: { a: "1", b: "2" } }, { answers: { a: "3" } })).toMatchObject({
      part: { answers: { a: "3", b: "2" } },
      conflicts: [],
    });
  });
});

describe("a condition", () => {
  it("is met, or not, or cannot be told", () => {
    expect(meets({ rule: "seat_prefix", value: "75 92" }, { postalCode: "92100" }, "2026-01-01")).toBe("yes");
    expect(meets({ rule: "seat_prefix", value: "75" }, { postalCode: "13001" }, "2026-01-01")).toBe("no");
    expect(meets({ rule: "min_age_months", value: "12" }, { foundedOn: null }, "2026-01-01")).toBe("unknown");
    expect(meets({ rule: "identifier", value: "siret" }, { siret: null, rna: "W751234567" }, "2026-01-01")).toBe("no");
    expect(monthsBetween("2025-01-31", "2026-01-30")).toBe(11);
  });
});
