import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../../platform/project-root.ts";
import { openRegister, type Register } from "../../testing.ts";
import { planScdl } from "./plan.ts";
import type { Answers } from "./told.ts";

const fixture = (name: string) => readFileSync(`${projectRoot}/test/fixtures/scdl/${name}`);
const header = "nomAttribuant,idAttribuant,dateConvention,nomBeneficiaire,objet,montant";
let register: Register;
beforeAll(async () => {
  register = await openRegister();
});
afterAll(() => register.drop());

describe("files as they are published", () => {
  const groups = (list: { code: string; column: string; count: number }[]) =>
    Object.fromEntries(list.map((one) => [`${one.code} ${one.column}`.trim(), one.count]));
  /** Rows in, out, waiting; what is mended, asked, told, refused, by kind. */
  async function told(name: string, answers: Answers = {}) {
    const plan = await planScdl(register.db, register.city, fixture(name), { answers, status: "draft" });
    if (!plan.ok) throw new Error(JSON.stringify(plan));
    const { report } = plan;
    return {
      rows: plan.layout.rows.length,
      in: plan.grants.filter(({ outcome }) => outcome === "created").length,
      refused: report.refusedLines.length,
      waiting: report.waitingLines.length,
      bodies: plan.bodies.length,
      repairs: groups(report.repairs),
      asks: Object.fromEntries(report.questions.map((one) => [one.key, one.count])),
      warnings: groups(report.warnings),
      why: Object.fromEntries(
        [...Map.groupBy(report.refused, (one) => `${one.code} ${one.column}`.trim())].map(([code, list]) => [code, list.length]),
      ),
    };
  }

  it("the official example of the regulation: parts of one agreement, a SIRET that fails its check, '_' in periods", async () => {
    expect(await told("etalab-format-subventions-exemple.csv")).toEqual({
      rows: 2,
      in: 2,
      refused: 0,
      waiting: 0,
      bodies: 3,
      repairs: { "period_form period": 2 },
      asks: {},
      warnings: { "siret_check_digit siret": 1 },
      why: {},
    });
    const plan = await planScdl(register.db, register.city, fixture("etalab-format-subventions-exemple.csv"), {
      answers: {},
      status: "draft",
    });
    if (!plan.ok) throw new Error("unreadable");
    expect(
      plan.grants.map(({ document }) => [document.amountCents, document.agreementCents, document.sharePercent, document.inKind]),
    ).toEqual([
      [2_200_080, 2_750_100, 80, true],
      [550_020, 2_750_100, 20, true],
    ]);
  });

  it("the official valid example of SCDL: what its shares and its impossible periods mean is asked", async () => {
    expect(await told("exemple_valide.csv")).toMatchObject({
      rows: 29,
      in: 2,
      refused: 0,
      waiting: 27,
      repairs: {},
      asks: { "period_reversed.period": 3, "date_swapped.period": 1, "amount_meaning.amount": 23 },
      why: {},
    });
    const answers = { "period_reversed.period": "swap", "date_swapped.period": "swap", "amount_meaning.amount": "own" };
    expect(await told("exemple_valide.csv", answers)).toMatchObject({ in: 29, refused: 0, waiting: 0 });
    expect(await told("exemple_valide.csv", { ...answers, "period_reversed.period": "refuse" })).toMatchObject({
      in: 26,
      refused: 3,
      waiting: 0,
    });
  });

  it.each(["exemple_invalide_erreurs_cellules.csv", "exemple_invalide_erreurs_colonnes.csv"])(
    "the official wrong example %s",
    async (name) => {
      const inCells = name.includes("cellules");
      const report = await told(name);
      expect(report).toMatchObject({
        rows: 29,
        in: 0,
        refused: inCells ? 2 : 1,
        waiting: inCells ? 27 : 28,
        repairs: {
          "amount_form amount": 1,
          "period_form period": 1,
          "share_form share": 1,
          "nature_form nature": 1,
          "yes_no_form stateAid": 2,
        },
        asks: {
          "siret_rounded.giverId": 28,
          "siret_rounded.siret": 20,
          "rna_digits.rna": 3,
          "date_order.agreedOn": 1,
          "share_hundred.share": 3,
        },
        why: { "amount_missing amount": 1 },
      });
      const answers = Object.fromEntries(
        Object.keys(report.asks).map((key) => [
          key,
          { siret_rounded: "siren", rna_digits: "leave_out", date_order: "day_first", share_hundred: "percent", amount_meaning: "own" }[
            key.split(".")[0]!
          ]!,
        ]),
      );
      expect(await told(name, answers)).toMatchObject({ in: inCells ? 27 : 28, waiting: 0 });
    },
  );

  it("files with other headings, of a sheet among others, without who gives", async () => {
    expect(await told("datasubvention-SCDL.csv")).toMatchObject({
      rows: 4,
      in: 2,
      refused: 0,
      waiting: 2,
      repairs: { "terms_form terms": 4, "says_nothing aidNumber": 4, "giver_name giverName": 1 },
      asks: { "giver_missing.giverId-testsoclescdl": 1, "amount_meaning.amount": 1 },
      warnings: { "siret_check_digit siret": 4, "siret_check_digit giverId": 3, "shares_not_100 share": 1 },
    });
    expect(await told("datasubvention-SCDL_DILCRAH_2019.csv")).toMatchObject({ rows: 4, in: 4, refused: 0, waiting: 0, asks: {} });
    expect(await told("datasubvention-SCDL_ONE_MISSING_MANDATORY.csv")).toMatchObject({
      rows: 4,
      in: 2,
      waiting: 2,
      warnings: { column_unknown: 1, "column_absent siret": 1 },
    });
    const sheet = await told("datasubvention-SCDL.xlsx");
    expect(sheet).toMatchObject({ rows: 10, in: 0, waiting: 10, refused: 0 });
    const [ue] = Object.keys(sheet.asks);
    expect(sheet.asks[ue!]).toBe(10);
    expect(await told("datasubvention-SCDL.xlsx", { [ue!]: "no", "giver_missing.giverId-regionpetaouchnok": "same" })).toMatchObject({
      in: 10,
      waiting: 0,
    });
  });

  it("a real file of Haute-Garonne", async () => {
    expect(await told("haute-garonne-utf8-underscore-period.csv")).toEqual({
      rows: 69,
      in: 68,
      refused: 1,
      waiting: 0,
      bodies: 49,
      repairs: { "nature_form nature": 69, "terms_form terms": 65, "period_form period": 40 },
      asks: {},
      warnings: { "period_missing period": 29 },
      why: { "name_missing name": 1 },
    });
  });

  it("a real file of Maine-et-Loire: spaced numbers, numbers lost by a spreadsheet, words for periods", async () => {
    const report = await told("maine-et-loire-siret-with-spaces.csv");
    expect(report).toMatchObject({
      rows: 75,
      in: 56,
      refused: 7,
      waiting: 12,
      repairs: {
        "siret_form siret": 71,
        "siret_form giverId": 75,
        "says_nothing aidNumber": 75,
        "terms_form terms": 10,
        "letters name": 2,
        "letters object": 1,
      },
      asks: { "period_unreadable.period": 16 },
      why: { "date_missing agreedOn": 5, "siret_lost siret": 2 },
    });
    expect(await told("maine-et-loire-siret-with-spaces.csv", { "period_unreadable.period": "leave_out" })).toMatchObject({
      in: 68,
      waiting: 0,
    });
  });

  it("a real file of the Somme: Windows-1252, amounts with spaces, terms that are a page long", async () => {
    expect(await told("somme-2018-cp1252-semicolon.csv")).toMatchObject({
      rows: 11,
      in: 0,
      refused: 0,
      waiting: 11,
      repairs: { "date_form agreedOn": 11, "amount_form amount": 11, "period_form period": 11 },
      asks: { "too_long.terms": 11 },
      warnings: { column_unknown: 1, "column_absent stateAid": 1 },
    });
    expect(await told("somme-2018-cp1252-semicolon.csv", { "too_long.terms": "cut" })).toMatchObject({ in: 11, waiting: 0 });
  });

  it("a real sheet of the Pyrénées-Orientales: no giver, merged cells, days of the vote", async () => {
    expect(await told("pyrenees-orientales.ods")).toMatchObject({
      rows: 76,
      in: 0,
      refused: 22,
      waiting: 54,
      asks: {
        giver: 54,
        "agreed_missing.agreedOn": 15,
        "period_list.period": 4,
        "period_unreadable.period": 17,
        "object_missing.object": 4,
        "siret_digits.siret": 2,
        "too_long.object": 5,
      },
      why: { not_a_grant: 22 },
    });
    const answers = {
      giver: "226 600 016 00010 Département des Pyrénées-Orientales",
      "agreed_missing.agreedOn": "decided",
      "period_list.period": "span",
      "period_unreadable.period": "leave_out",
      "object_missing.object": "unnamed",
      "siret_digits.siret": "leave_out",
      "too_long.object": "cut",
    };
    expect(await told("pyrenees-orientales.ods", answers)).toMatchObject({ in: 54, refused: 22, waiting: 0 });
  });

  it("what is no table of grants is refused in words", async () => {
    const code = async (bytes: Uint8Array) => {
      const plan = await planScdl(register.db, register.city, bytes, { answers: {}, status: "draft" });
      return plan.ok ? "ok" : plan.code;
    };
    const utf8 = (text: string) => new TextEncoder().encode(text);
    expect(await code(new Uint8Array())).toBe("empty");
    expect(await code(utf8("a,b,c\n1,2,3\n"))).toBe("no_headings");
    expect(await code(utf8(`${header}\n`))).toBe("no_rows");
    expect(await code(utf8("idAttribuant,dateConvention,objet,nature,montant\n1,2,3,4,5\n"))).toBe("column_missing");
    expect(await code(utf8(`${header},Montant total de la subvention\nx,x,x,x,x,x,x\n`))).toBe("column_twice");
    expect(await code(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))).toBe("spreadsheet");
  });
});
