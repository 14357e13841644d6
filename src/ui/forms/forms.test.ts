import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { setTimeZone } from "../../platform/time-zone.ts";
import { kindNames, kindOf } from "../../register/kinds.ts";
import type { Field, Fields } from "../../register/record/fields.ts";
import { readCents, readNumber, writeCents, writeNumber } from "../../register/record/numbers.ts";
import { applyListAction, fromForm, lineCount, toForm } from "./values.ts";

describe("numbers as people type them", () => {
  it.each([
    ["1 234,50", 1234.5],
    ["1\u202f234,50 €", 1234.5],
    ["1234.5", 1234.5],
    ["1,234.50", 1234.5],
    ["1.234,50", 1234.5],
    ["1.234.567", 1_234_567],
    ["-3", -3],
    ["−3,5", -3.5],
    ["0", 0],
    ["48.85341", 48.85341],
    ["12 %", 12],
  ])("reads %j", (text, value) => expect(readNumber(text)).toBe(value));
  it.each(["", "abc", "1e5", "1,2,3", "1.23.4", "12,34.5.6", "--1", "0x10", "Infinity", ","])("refuses %j", (text) =>
    expect(readNumber(text)).toBeUndefined(),
  );

  it("reads an amount to the cent, and refuses one that may be a thousand", () => {
    expect(readCents("137 825,00")).toBe(13_782_500);
    expect(readCents("1,234")).toBeUndefined();
    expect(readCents("0,1")).toBe(10);
  });

  it("gives back what was written, in both languages", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e14 }),
        fc.constantFrom("fr", "en"),
        (cents, locale) => void expect(readCents(writeCents(cents, locale))).toBe(cents),
      ),
    );
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom("fr", "en"),
        (value, locale) => {
          expect(readNumber(writeNumber(value, locale))).toBeCloseTo(value, 12);
        },
      ),
    );
  });
});

const words = fc
  .string({ unit: fc.constantFrom("a", "é", "<", '"', "'", "&", "1", ",", " ", "ß", "漢"), minLength: 1, maxLength: 12 })
  .map((text) => text.trim() || "x");
const id = fc.constantFrom("rome", "c40", "solidae-eau");

/** Any value that a field may hold. */
function anyValueOf(field: Field): fc.Arbitrary<unknown> {
  const { widget } = field;
  const optional = <T>(value: fc.Arbitrary<T>, required: boolean) => (required ? value : fc.option(value, { nil: null }));
  switch (widget.type) {
    case "text": {
      if (widget.localised) return fc.record({ fr: words, en: words }, { requiredKeys: widget.required ? ["fr"] : [] });
      return optional(widget.max === 3 ? fc.constant("EUR") : words, widget.required);
    }
    case "texts":
      return fc.array(words, { maxLength: 3 });
    case "choice":
      return optional(fc.constantFrom(...widget.options), widget.required);
    case "reference":
      return optional(id, widget.required);
    case "terms":
      return fc.uniqueArray(id, { maxLength: 3 });
    case "term":
      return id;
    case "country":
      return optional(fc.constantFrom("FR", "SN"), widget.required);
    case "date":
      return optional(fc.constantFrom("2018", "2018-11", "2018-11-05"), widget.required);
    case "instant":
      return optional(fc.constantFrom("2026-12-18T11:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"), widget.required);
    case "number":
      return optional(
        widget.step === 1
          ? fc.integer({ min: widget.min, max: Math.min(widget.max, 1e6) })
          : fc.integer({ min: Math.ceil(Math.max(widget.min, -100) * 100), max: Math.min(widget.max, 100) * 100 }).map((n) => n / 100),
        widget.required,
      );
    case "cents":
      return optional(fc.integer({ min: 0, max: 1e12 }), widget.required);
    case "flag":
      return fc.boolean();
    case "url":
      return fc.option(fc.constant("https://example.org/a?b=c"), { nil: null });
    case "file":
      return optional(fc.constant("a".repeat(64)), widget.required);
    case "list":
      return fc.array(documentOf(widget.fields), { maxLength: 3 });
  }
}
function documentOf(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, anyValueOf(field)])));
}

describe("a form", () => {
  beforeAll(() => setTimeZone("Europe/Paris"));

  it.each(kindNames)("filled in with a %s and sent back says the same", (name) => {
    const { fields } = kindOf(name);
    fc.assert(
      fc.property(documentOf(fields), fc.constantFrom("fr", "en"), (document, locale) => {
        const sent = fromForm(fields, toForm(fields, document, locale));
        expect(toForm(fields, sent, locale)).toEqual(toForm(fields, document, locale));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps what cannot be read, for the schema to refuse", () => {
    const { fields } = kindOf("project");
    expect(fromForm(fields, { budgetCents: ["beaucoup"], "name.fr": ["Puits"] }).budgetCents).toBe("beaucoup");
  });

  it("adds, removes and moves lines without losing a word of the others", () => {
    const values = { "steps.count": ["3"], "steps.0.datedOn": ["a"], "steps.1.datedOn": ["b"], "steps.2.datedOn": ["c"], "name.fr": ["x"] };
    const dates = (after: typeof values | Record<string, string[]>) =>
      Array.from({ length: lineCount(after, "steps") }, (_, i) => after[`steps.${i}.datedOn` as keyof typeof after]?.[0]);
    expect(dates(applyListAction("remove:steps.1", values))).toEqual(["a", "c"]);
    expect(dates(applyListAction("up:steps.2", values))).toEqual(["a", "c", "b"]);
    expect(dates(applyListAction("down:steps.0", values))).toEqual(["b", "a", "c"]);
    expect(dates(applyListAction("up:steps.0", values))).toEqual(["a", "b", "c"]);
    expect(dates(applyListAction("add:steps", values))).toEqual(["a", "b", "c", undefined]);
    expect(applyListAction("remove:steps.1", values)["name.fr" as never]).toEqual(["x"]);
    expect(applyListAction("nonsense", values)).toEqual(values);
  });

  it("has hours by the city's clocks, and settles the one that they show twice", () => {
    const { fields } = kindOf("edition");
    const shown = (closesAt: string) => toForm(fields, { closesAt }, "fr");
    expect(shown("2026-12-18T11:00:00Z").closesAt).toEqual(["2026-12-18T12:00:00"]);
    expect(shown("2026-10-25T01:30:00Z")).toMatchObject({ closesAt: ["2026-10-25T02:30:00"], "closesAt.offset": ["+01:00"] });
    const typed = (values: Record<string, string[]>) => fields.closesAt!.schema.safeParse(fromForm(fields, values).closesAt);
    expect(typed({ closesAt: ["2026-10-25T02:30"], "closesAt.offset": ["+02:00"] }).data).toBe("2026-10-25T00:30:00Z");
    expect(typed({ closesAt: ["2026-10-25T02:30+01:00"] }).data).toBe("2026-10-25T01:30:00Z");
    // An offset that was chosen for another hour does not bend one that is there once.
    expect(typed({ closesAt: ["2026-12-18T12:00"], "closesAt.offset": ["+02:00"] }).data).toBe("2026-12-18T11:00:00Z");
    for (const hour of ["2026-10-25T02:30", "2026-03-29T02:30", "demain"]) expect(typed({ closesAt: [hour] }).success).toBe(false);
  });

  it("is not made to hold any number of lines", () => {
    expect(lineCount({ "steps.count": ["999999999"] }, "steps")).toBe(500);
    expect(lineCount({ "steps.count": ["-1"] }, "steps")).toBe(0);
    expect(lineCount({ "steps.count": ["x"] }, "steps")).toBe(0);
  });
});
