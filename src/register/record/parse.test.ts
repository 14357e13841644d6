import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindNames, kindOf } from "../kinds.ts";
import { parseDocument } from "./parse.ts";

const project = { name: { fr: "Un projet" } };
const problems = (kind: Parameters<typeof kindOf>[0], input: unknown) => {
  const parsed = parseDocument(kindOf(kind), input);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path}: ${code}`);
};

describe("a document", () => {
  it("is completed by the empty values of what it leaves out", () => {
    const parsed = parseDocument(kindOf("project"), project);
    expect(parsed).toMatchObject({
      ok: true,
      document: { themes: [], countries: [], programme: null, currency: "EUR", humanitarian: false, state: "running" },
    });
  });

  it("names the field of each problem", () => {
    expect(problems("project", {})).toEqual(["name: required"]);
    expect(problems("project", { name: { fr: "  " } })).toEqual(["name: required"]);
    expect(problems("project", { ...project, nom: "x" })).toEqual(["nom: unknown_field"]);
    expect(problems("project", { ...project, state: "done" })).toEqual(["state: choice"]);
    expect(problems("project", { ...project, plannedStart: "2018-02-30" })).toEqual(["plannedStart: date"]);
    expect(
      problems("project", {
        ...project,
        countries: [
          { country: "SN", percentage: 70 },
          { country: "ML", percentage: 20 },
        ],
      }),
    ).toEqual(["countries: shares_not_100"]);
    expect(problems("project", { ...project, countries: [{ country: "SN" }, { country: "SN" }] })).toEqual(["countries.1: twice"]);
    expect(problems("project", { ...project, plannedStart: "2020", plannedEnd: "2019-12" })).toEqual(["plannedEnd: before_start"]);
    expect(problems("project", { ...project, partners: [{ role: "lead" }] })).toEqual(["partners.0.partner: exactly_one"]);
    expect(problems("project", { ...project, website: "javascript:alert(1)" })).toEqual(["website: url"]);
    expect(problems("project", { ...project, budgetCents: 10.5 })).toEqual(["budgetCents: type_int"]);
    expect(problems("agreement", { name: { fr: "Pacte" }, partner: "rome", type: "twinning", state: "suspended" })).toEqual([
      "steps: step_suspended",
    ]);
    expect(
      problems("award", {
        name: { fr: "Aide" },
        organisation: "x",
        awardedOn: "2020",
        amountCents: 100,
        tranches: [{ year: 2020, budgetSource: "water", amountCents: 99 }],
      }),
    ).toEqual(["tranches: tranches_sum"]);
  });

  it("loses control characters and keeps everything else that was typed", () => {
    const parsed = parseDocument(kindOf("project"), { name: { fr: "a\u0000\u0007b <script> É\u202f👩‍🚀" } });
    expect(parsed).toMatchObject({ ok: true, document: { name: { fr: "ab <script> É\u202f👩‍🚀" } } });
  });

  it("is refused or parsed, never thrown at", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kindNames),
        fc.oneof(
          fc.anything(),
          fc.dictionary(fc.constantFrom("name", "type", "country", "countries", "themes", "siret", "value"), fc.anything()),
        ),
        (kind, input) => {
          expect(typeof parseDocument(kindOf(kind), input).ok).toBe("boolean");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("parsed twice is the same document", () => {
    const once = parseDocument(kindOf("project"), {
      ...project,
      countries: [{ country: "SN" }],
      plannedStart: " 2020 ",
      themes: ["a", "a"],
    });
    if (!once.ok) throw new Error("refused");
    expect(parseDocument(kindOf("project"), once.document)).toEqual(once);
  });
});
