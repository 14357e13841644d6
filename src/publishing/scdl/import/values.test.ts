import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSiret } from "../../../register/organisation/identifiers.ts";
import { readAmount } from "./amount.ts";
import { orderOf, readDay } from "./dates.ts";
import { readRna, readSiret } from "./identifiers.ts";
import { readPeriod } from "./period.ts";
import { looksLikePerson } from "./person.ts";
import type { Reading } from "./reading.ts";
import { mended, readText } from "./texts.ts";
import { readAidNumber, readNature, readShare, readTerms, readYesNo } from "./words.ts";

/** "clean 5", "repaired amount_form 5", "asked amount_thousands thousands=5", "refused amount_negative". */
function said<T>(reading: Reading<T>): string {
  const write = (value: T) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  if (reading.kind === "refused") return `refused ${reading.code}`;
  if (reading.kind === "asked")
    return `asked ${reading.code} ${reading.choices.map((one) => `${one.answer}=${write(one.value)}`).join(" ")}`;
  const warning = reading.warning ? ` !${reading.warning}` : "";
  return reading.kind === "clean"
    ? `clean ${write(reading.value)}${warning}`
    : `repaired ${reading.code} ${write(reading.value)}${warning}`;
}

describe("amounts", () => {
  it.each([
    ["137825.00", "clean 13782500"],
    ["2400.0", "clean 240000"],
    ["137 825,00", "repaired amount_form 13782500"],
    ["756\u202f283,00 €", "repaired amount_form 75628300"],
    ["1 234 567", "repaired amount_form 123456700"],
    ["100000,1", "repaired amount_form 10000010"],
    ["1.234.567,89", "repaired amount_form 123456789"],
    ["1,234,567.89", "repaired amount_form 123456789"],
    ["12.500,00", "repaired amount_form 1250000"],
    ["1,234", "asked amount_thousands thousands=123400"],
    ["1.234", "asked amount_thousands thousands=123400"],
    ["1234.567", "asked amount_round round=123457"],
    ["1234.5600000000001", "repaired amount_float 123456"],
    ["1,5E+05", "asked amount_exponent as_written=15000000"],
    ["-50", "refused amount_negative"],
    ["beaucoup", "refused amount_unreadable"],
    ["1,2,3", "refused amount_unreadable"],
    ["9".repeat(30), "refused amount_too_big"],
  ])("reads %s", (cell, expected) => expect(said(readAmount(cell))).toBe(expected));

  it("gives back what was written, in any form, to the cent", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 13 }),
        fc.constantFrom(" ", "\u00a0", "\u202f", ""),
        fc.boolean(),
        (cents, group, euro) => {
          const [whole = "", fraction = ""] =
            (BigInt(cents) / 100n).toString().length > 0 ? [(BigInt(cents) / 100n).toString(), String(cents % 100).padStart(2, "0")] : [];
          const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
          expect(readAmount(`${whole}.${fraction}`)).toEqual({ kind: "clean", value: cents });
          const other = readAmount(`${grouped},${fraction}${euro ? " €" : ""}`);
          expect(other).toMatchObject({ kind: "repaired", value: cents });
        },
      ),
    );
  });
});

describe("days", () => {
  it.each([
    ["2018-01-30", undefined, "clean 2018-01-30"],
    ["2018/01/30", undefined, "repaired date_form 2018-01-30"],
    ["30/01/2018", undefined, "repaired date_form 2018-01-30"],
    ["01/30/2018", undefined, "repaired date_form 2018-01-30"],
    ["05/12/2016", undefined, "asked date_order day_first=2016-12-05 month_first=2016-05-12"],
    ["05/12/2016", "day_first", "repaired date_day_first 2016-12-05"],
    ["05/12/2016", "month_first", "repaired date_month_first 2016-05-12"],
    ["05/05/2016", undefined, "repaired date_form 2016-05-05"],
    ["24/09/17", undefined, "repaired date_form 2017-09-24"],
    ["2017-30-05", undefined, "asked date_swapped swap=2017-05-30"],
    ["20171214", undefined, "repaired date_form 2017-12-14"],
    ["2017-12-14T00:00:00", undefined, "repaired date_form 2017-12-14"],
    ["1er février 2018", undefined, "repaired date_form 2018-02-01"],
    ["9 oct. 2017", undefined, "repaired date_form 2017-10-09"],
    ["43101", undefined, "asked date_serial serial=2018-01-01"],
    ["2017", undefined, "clean 2017 !date_partial"],
    ["2017-02-30", undefined, "refused date_unreadable"],
    ["hier", undefined, "refused date_unreadable"],
  ] as const)("reads %s (%s)", (cell, order, expected) => expect(said(readDay(cell, order))).toBe(expected));

  it("sees the order of a column from those of its dates that leave no doubt", () => {
    expect(orderOf(["05/12/2016", "24/09/17"])).toBe("day_first");
    expect(orderOf(["12/31/2016", "05/12/2016"])).toBe("month_first");
    expect(orderOf(["12/31/2016", "31/12/2016"])).toBeUndefined();
    expect(orderOf(["05/12/2016", "2016-12-05"])).toBeUndefined();
  });

  it("gives back any day, in the forms that leave no doubt", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }), (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, day] = iso.split("-");
        expect(readDay(iso)).toEqual({ kind: "clean", value: iso });
        for (const form of [`${year}/${month}/${day}`, `${year}${month}${day}`])
          expect(readDay(form)).toMatchObject({ kind: "repaired", value: iso });
        for (const form of [`${day}/${month}/${year}`, `${day}.${month}.${year!.slice(2)}`])
          expect(readDay(form, "day_first")).toMatchObject({ kind: "repaired", value: iso });
      }),
    );
  });
});

describe("periods", () => {
  const both = '{"start":"2017-12-14","end":"2018-12-14"}';
  it.each([
    ["2017-12-14/2018-12-14", `clean ${both}`],
    ["2017-12-14_2018-12-14", `repaired period_form ${both}`],
    ["2017/12/14_2018/12/14", `repaired period_form ${both}`],
    ["14/12/2017 - 14/12/2018", `repaired period_form ${both}`],
    ["14/12/2017-14/12/2018", `repaired period_form ${both}`],
    ["du 14/12/2017 au 14/12/2018", `repaired period_form ${both}`],
    ["2017-12-14", 'clean {"start":"2017-12-14","end":null}'],
    ["", "clean null"],
    [
      "03/12/2017\n13/12/2017",
      'asked date_order day_first={"start":"2017-12-03","end":"2017-12-13"} month_first={"start":"2017-03-12","end":"2017-12-13"}',
    ],
    ["13/11/2017\n23/12/2017\n14/12/2017", 'asked period_list span={"start":"2017-11-13","end":"2017-12-23"} leave_out=null'],
    ["2017-04-12/2017-03-09", 'asked period_reversed swap={"start":"2017-03-09","end":"2017-04-12"} leave_out=null'],
    ["2017-12-12/fin-action", "asked period_unreadable leave_out=null"],
    ["à la fin", "asked period_unreadable leave_out=null"],
  ])("reads %j", (cell, expected) => expect(said(readPeriod(cell))).toBe(expected));
});

describe("numbers of bodies", () => {
  it.each([
    ["23350001600040", 'clean {"siret":"23350001600040"}'],
    ["82 212 742 900 014", 'repaired siret_form {"siret":"82212742900014"}'],
    ["224 900 019 000 15'", 'repaired siret_form {"siret":"22490001900015"}'],
    ["23350001600040.0", 'repaired siret_form {"siret":"23350001600040"}'],
    ["2,3350001600040E+13", 'repaired siret_form {"siret":"23350001600040"}'],
    ["67895644300011", 'clean {"siret":"67895644300011"} !siret_check_digit'],
    ["35600000049837", 'clean {"siret":"35600000049837"}'],
    ["35600000043111", 'clean {"siret":"35600000043111"} !siret_check_digit'],
    ["45032466000000", 'asked siret_rounded siren={"siren":"450324660"}'],
    ["47972170000000", "refused siret_lost"],
    ["4,50325E+13", "refused siret_lost"],
    ["7,22009E+12", "refused siret_lost"],
    ["218601946", 'clean {"siren":"218601946"} !siren_only'],
    ["W751234567", 'repaired rna_as_siret {"rna":"W751234567"}'],
    ["12345", "asked siret_digits leave_out={}"],
    ["3058354150124", "asked siret_digits leave_out={}"],
  ])("reads the SIRET %s", (cell, expected) => expect(said(readSiret(cell))).toBe(expected));

  it("puts back a zero lost before a SIRET only when the check digit holds with it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0[1-9]\d{10}[1-9]\d$/), (siret) => {
        const reading = readSiret(siret.slice(1));
        expect(said(reading)).toBe(isSiret(siret) ? `repaired siret_zero {"siret":"${siret}"}` : "asked siret_digits leave_out={}");
      }),
    );
  });

  it("never changes a digit where there is no doubt", () => {
    const digits = (text: string) => text.replace(/\D/g, "");
    fc.assert(
      fc.property(fc.stringMatching(/^\d[\d .]{8,20}\d('|\.0)?$/), (cell) => {
        const reading = readSiret(cell);
        if (reading.kind !== "repaired" || reading.code === "siret_zero") return;
        expect([digits(cell), digits(cell.replace(/\.0+$/, ""))]).toContain(reading.value.siret!);
      }),
    );
  });

  it.each([
    ["W332216789", 'clean {"rna":"W332216789"}'],
    ["w33 221 6789", 'repaired rna_form {"rna":"W332216789"}'],
    ["W3222", "asked rna_digits leave_out={}"],
  ])("reads the RNA number %s", (cell, expected) => expect(said(readRna(cell))).toBe(expected));

  it("tells a person by their title", () => {
    for (const name of ["M. Dupont", "Mme Anne Martin", "MONSIEUR X", "Mlle Y", "M Jean Z"])
      expect([name, looksLikePerson(name)]).toEqual([name, true]);
    for (const name of ["MJC de Thiès", "Mission locale", "M.A.S. du Lac", "Madrid", "Mouvement", "MM"])
      expect([name, looksLikePerson(name)]).toEqual([name, false]);
  });
});

describe("words", () => {
  it.each([
    ["aide en numéraire", 'clean {"inCash":true,"inKind":false}'],
    ["Aide en numéraire", 'repaired nature_form {"inCash":true,"inKind":false}'],
    ["en numéraire", 'repaired nature_form {"inCash":true,"inKind":false}'],
    ["NUMERAIRE", 'repaired nature_form {"inCash":true,"inKind":false}'],
    ["aide en nature", 'clean {"inCash":false,"inKind":true}'],
    ["aide en numéraire,aide en nature", 'repaired nature_form {"inCash":true,"inKind":true}'],
    ["aide en nature;aide en numéraire", 'clean {"inCash":true,"inKind":true}'],
  ])("reads the nature %s", (cell, expected) => expect(said(readNature(cell))).toBe(expected));
  it("asks what a nature is that it does not know", () => {
    expect(readNature("fonctionnement")).toMatchObject({ kind: "asked", code: "nature_unknown", about: "fonctionnement" });
    expect(readNature("")).toMatchObject({ kind: "asked", code: "nature_missing" });
  });
  it.each([
    ["1", "clean 100"],
    ["1.00", "clean 100"],
    ["0.45", "clean 45"],
    ["0.333333", "clean 33.3333"],
    ["0,5", "repaired share_form 50"],
    ["50 %", "repaired share_sign 50"],
    ["100", "asked share_hundred percent=100"],
    ["0", "asked share_zero leave_out=null"],
    ["250", "refused share_range"],
    ["moitié", "refused share_unreadable"],
  ])("reads the share %s", (cell, expected) => expect(said(readShare(cell))).toBe(expected));
  it("reads yes, no, terms and numbers of aids", () => {
    expect([readYesNo("oui"), readYesNo("Non"), readYesNo("no"), readYesNo("non concerné"), readYesNo("")].map(said)).toEqual([
      "clean true",
      "repaired yes_no_form false",
      "repaired yes_no_form false",
      "repaired yes_no_form false",
      "clean null",
    ]);
    expect(readYesNo("peut-être")).toMatchObject({ kind: "asked", about: "peut-être" });
    expect([readTerms("unique"), readTerms("UNIQUE"), readTerms("Echelonné"), readTerms("autre : 50%-50%")].map(said)).toEqual([
      "clean unique",
      "repaired terms_form unique",
      "repaired terms_form échelonné",
      "clean autre : 50%-50%",
    ]);
    expect([readAidNumber("12345"), readAidNumber("sans objet")].map(said)).toEqual(["clean 12345", "repaired says_nothing null"]);
  });
});

describe("texts", () => {
  it("puts back letters that were read in the wrong encoding, however often", () => {
    expect(mended("soutien Ãƒ\u00c2\u00a0 l'enseignement")).toBe("soutien à l'enseignement");
    expect(mended("LES RESTAURANTS DU CÃƒâ€¦Ã¢â‚¬â„¢UR")).toBe("LES RESTAURANTS DU CŒUR");
    const spoil = (text: string) => new TextDecoder("windows-1252").decode(new TextEncoder().encode(text));
    fc.assert(
      fc.property(fc.stringMatching(/^[ a-zéèàçùœÉ’«»€]*[éèàç][ a-zéèàçùœÉ’«»€]*$/), fc.integer({ min: 0, max: 3 }), (text, times) => {
        let spoilt = text;
        for (let i = 0; i < times; i++) spoilt = spoil(spoilt);
        expect(mended(spoilt)).toBe(text);
      }),
    );
  });
  it("takes off the apostrophe that guards from a formula", () => {
    expect(readText("'=SOMME(A1)")).toEqual({ kind: "repaired", value: "=SOMME(A1)", code: "formula_guard" });
    expect(readText("'s-Hertogenbosch")).toEqual({ kind: "clean", value: "'s-Hertogenbosch" });
  });
});

describe("every parser", () => {
  const parsers: [string, (cell: string) => Reading<unknown>][] = [
    ["amount", readAmount],
    ["day", readDay],
    ["period", readPeriod],
    ["siret", readSiret],
    ["rna", readRna],
    ["nature", readNature],
    ["yes or no", readYesNo],
    ["terms", readTerms],
    ["aid number", readAidNumber],
    ["share", readShare],
    ["text", readText],
  ];
  const cells = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.stringMatching(/^[\d.,/ _-]{0,40}$/),
    fc.stringMatching(/^[\dEe+,.%€]{0,20}$/),
  );
  it.each(parsers)("answers to any cell: %s", (_, parse) => {
    fc.assert(
      fc.property(cells, (cell) => {
        const reading = parse(cell);
        if (reading.kind === "asked") expect(new Set(reading.choices.map(({ answer }) => answer)).size).toBe(reading.choices.length);
        else expect(["clean", "repaired", "refused"]).toContain(reading.kind);
      }),
      { numRuns: 300 },
    );
  });
});
