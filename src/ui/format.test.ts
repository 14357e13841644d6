import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { languages } from "../platform/i18n/languages.ts";
import { setTimeZone } from "../platform/time-zone.ts";
import { bytes, count, date, day, figureValue, instant, money, share } from "./format.ts";

const locale = fc.constantFrom(...languages);
// What separates thousands and units differs by language and by version of the Unicode data: any space will do.
const plainSpaces = (text: string) => text.replace(/\s/g, " ");
/** The number that a person reads in a text of a language. */
const read = (text: string, language: string) =>
  Number(language === "fr" ? text.replace(/[^\d,-]/g, "").replace(",", ".") : text.replace(/[^\d.-]/g, ""));

afterEach(() => setTimeZone("UTC"));

describe("amounts", () => {
  it("are read back to the cent", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), locale, (cents, language) => {
        expect(Math.round(read(money(cents, "EUR", language), language) * 100)).toBe(cents);
      }),
    );
  });

  it("show cents only when there are some", () => {
    expect(plainSpaces(money(123450, "EUR", "fr"))).toBe("1 234,50 €");
    expect(plainSpaces(money(123400, "EUR", "fr"))).toBe("1 234 €");
    expect(money(123450, "EUR", "en")).toBe("€1,234.50");
    expect(plainSpaces(money(5000, "USD", "fr"))).toBe("50 $US");
  });
});

describe("counts, shares and sizes", () => {
  it("lose no digit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), locale, (n, language) => {
        expect(read(count(n, language), language)).toBe(n);
      }),
    );
  });

  it("are written as each language does", () => {
    expect(plainSpaces(share(12.5, "fr"))).toBe("12,5 %");
    expect(share(12.5, "en")).toBe("12.5%");
    expect(plainSpaces(bytes(1_536_000, "fr"))).toBe("1,5 Mo");
    expect(plainSpaces(bytes(900, "en"))).toBe("900 byte");
  });
});

describe("figures", () => {
  const figure = { value: 0, qualifier: "exact", measure: "count", currency: null, unit: {} };

  it("keep what was said of them", () => {
    const amount = { ...figure, measure: "money", currency: "EUR", qualifier: "more_than" };
    expect(plainSpaces(figureValue({ ...amount, value: 29_000_000 }, "fr"))).toBe("plus de 29 millions d’euros");
    expect(plainSpaces(figureValue({ ...amount, value: 29_000_000 }, "en"))).toBe("more than 29 million euros");
    expect(plainSpaces(figureValue({ ...amount, value: 1_075_000, qualifier: "exact" }, "fr"))).toBe("1,075 million d’euros");
    expect(plainSpaces(figureValue({ ...amount, value: 50_000, qualifier: "about" }, "fr"))).toBe("environ 50 000 €");
    expect(plainSpaces(figureValue({ ...amount, value: 0.6, qualifier: "about" }, "fr"))).toBe("environ 0,60 €");
    expect(plainSpaces(figureValue({ ...figure, value: 500_000, unit: { fr: "personnes" } }, "fr"))).toBe("500 000 personnes");
    expect(plainSpaces(figureValue({ ...figure, measure: "percent", value: 1 }, "fr"))).toBe("1 %");
    expect(plainSpaces(figureValue({ ...figure, measure: "percent", value: 70, unit: { fr: "%", en: "%" } }, "fr"))).toBe("70 %");
  });

  it("never round an amount to say it shorter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), locale, (value, language) => {
        const text = figureValue({ ...figure, measure: "money", currency: "EUR", value }, language);
        expect(Math.round(read(text, language) * (/million/.test(text) ? 1_000_000 : 1))).toBe(value);
      }),
    );
  });
});

describe("dates", () => {
  it("are no more precise than what is known", () => {
    expect(date("2018", "fr")).toBe("2018");
    expect(date("2018-11", "fr")).toBe("novembre 2018");
    expect(date("2018-11-05", "en")).toBe("5 November 2018");
  });

  it("are those of the city's clocks", () => {
    const newYear = new Date("2026-12-31T23:30:00Z");
    setTimeZone("Europe/Paris");
    expect(day(newYear, "fr")).toBe("1er janvier 2027");
    expect(instant(newYear, "fr")).toContain("00:30");
    setTimeZone("America/Montreal");
    expect(day(newYear, "en")).toBe("31 December 2026");
  });
});
