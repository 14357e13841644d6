import { utils, write } from "@e965/xlsx";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import { findRecord } from "../record/store.ts";
import { type ImportReport, importFile } from "./actions.ts";
import { importColumns, listColumns, listNames, matchHeader } from "./columns.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end());

type Sheets = Record<string, (string | number)[][]>;
function workbook(sheets: Sheets, bookType: "xlsx" | "ods" = "xlsx"): Uint8Array {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return new Uint8Array(write(book, { type: "array", bookType }));
}
const utf8 = (text: string) => new TextEncoder().encode(text);
async function run(kind: KindName, bytes: Uint8Array, list?: string) {
  const report = await importFile(db, kind, bytes, alice, { dryRun: false, list });
  if (!report.ok) throw new Error(JSON.stringify(report));
  return report;
}
const errors = (report: Extract<ImportReport, { ok: true }>) =>
  report.problems
    .filter((problem) => !problem.warning)
    .map(({ sheet, line, column, code }) => `${sheet ? `${sheet}!` : ""}${column ?? ""}${line} ${code}`);
const documentOf = async (kind: KindName, id: string) => (await findRecord(db, kindOf(kind), id))!.document as Record<string, any>;
const events = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM event`.execute(db)).rows[0]!.n;

const results = [
  ["Projet", "Indicateur", "indicator.en", "targetValue", "actualValue", "actualOn"],
  ["L-1", "Puits creusés", "Wells dug", 12, 7, "2025-06"],
  ["Lavoirs de Kita", "Lavoirs rouverts", "", 3, "", ""],
  ["L-1", "Habitants desservis", "", "4 000", "", ""],
];

describe("the lists of records", () => {
  it.each(["xlsx", "ods"] as const)("come in sheets of their names, with the records of the same %s file", async (bookType) => {
    const tag = bookType === "ods" ? "-ods" : "";
    const tagged = results.map((row) => row.map((cell) => (cell === "L-1" || cell === "Lavoirs de Kita" ? `${cell}${tag}` : cell)));
    const report = await run(
      "project",
      workbook(
        {
          Projets: [
            ["Titre", "reference", "Budget total"],
            [`Puits de Kita${tag}`, `L-1${tag}`, 1000],
            [`Lavoirs de Kita${tag}`, "", ""],
          ],
          Résultats: tagged,
          Feuil3: [["rien"]],
        },
        bookType,
      ),
    );
    expect(errors(report)).toEqual([]);
    expect(report.written).toBe(true);
    expect(report.problems).toMatchObject([{ code: "sheet_unknown", sheet: "Feuil3", warning: true }]);
    expect((await documentOf("project", `puits-de-kita${tag}`)).results).toMatchObject([
      { indicator: { fr: "Puits creusés", en: "Wells dug" }, targetValue: 12, actualValue: 7, actualOn: "2025-06", ascending: true },
      { indicator: { fr: "Habitants desservis" }, targetValue: 4000, actualValue: null },
    ]);
    expect((await documentOf("project", `lavoirs-de-kita${tag}`)).results).toMatchObject([{ indicator: { fr: "Lavoirs rouverts" } }]);
    expect(
      (await run("project", workbook({ Projets: [["Titre"]], results: tagged }, bookType))).rows.map(({ outcome }) => outcome),
    ).toEqual(["unchanged", "unchanged"]);
  });

  it("come as CSV, a file a list; what the sheet does not name stays; the word empties", async () => {
    const funders = "project;organisation;amount;status\n%;sidaction;1 000,50;Confirmé\n";
    expect((await db.selectFrom("organisation").select("id").where("id", "=", "sidaction").execute()).length).toBe(1);
    const report = await run("project", utf8(funders.replace("%", "puits-de-kita")), "funders");
    expect(errors(report)).toEqual([]);
    expect(report.rows).toMatchObject([{ id: "puits-de-kita", outcome: "changed", changed: ["funders"], line: 2 }]);
    const document = await documentOf("project", "puits-de-kita");
    expect(document.funders).toMatchObject([{ organisation: "sidaction", amountCents: 100_050, status: "confirmed", currency: "EUR" }]);
    expect(document.results).toHaveLength(2);
    await run("project", utf8("project;indicator\nL-1;(vide)\n"), "results");
    expect((await documentOf("project", "puits-de-kita")).results).toEqual([]);
    expect((await documentOf("project", "lavoirs-de-kita")).results).toHaveLength(1);
  });

  it("say sheet, line and column of each fault, and nothing is written of either sheet", async () => {
    const before = await events();
    const report = await run(
      "project",
      workbook({
        Projets: [
          ["Titre", "Pays"],
          ["Tout neuf", "SN"],
        ],
        results: [
          ["Projet", "indicator", "targetValue", "actualValue", "inconnue"],
          ["Tout neuf", "Un", "beaucoup"],
          ["Tout neuf", "", 3],
          ["Nulle part", "Un", 3],
          ["Tout neuf", "Deux", 3, 4],
        ],
        countries: [
          ["id", "country"],
          ["Tout neuf", "ML"],
        ],
      }),
    );
    expect(errors(report).sort()).toEqual(
      ["results!A4 unknown_reference", "results!C2 type_number", "results!B3 required", "countries!A2 list_twice"].sort(),
    );
    // A value without the date that it was reached on: in its sheet, where the column is missing.
    expect(errors(await run("project", utf8("project;indicator;actualValue\npuits-de-kita;Un;3\n"), "results"))).toEqual(["2 required"]);
    expect(report.problems.map(({ code, column, sheet }) => [code, sheet, column])).toContainEqual(["column_unknown", "results", "E"]);
    expect(await events()).toBe(before);
  });

  it("have columns that are found again, for each list of each kind", () => {
    for (const name of ["partner", "project", "organisation", "place", "network", "agreement", "award"] as const) {
      const kind = kindOf(name);
      for (const columns of [importColumns(kind), ...[...new Set(listNames(kind).values())].map((list) => listColumns(kind, list))]) {
        const headings = columns.map((column) => column.name);
        expect(matchHeader(columns, headings).map((column) => column?.name)).toEqual(headings);
      }
    }
  });

  it("of agreements and grants are judged whole: steps that a state asks for, tranches that add up", async () => {
    const award = (amount: number) =>
      workbook({
        Subventions: [
          ["Objet", "organisation", "awardedOn", "amountCents"],
          ["Aide en tranches", "sidaction", "2025-03-01", 300],
        ],
        tranches: [
          ["award", "year", "budgetSource", "amount"],
          ["Aide en tranches", 2025, "general", 100],
          ["Aide en tranches", 2026, "general", amount],
        ],
      });
    expect(errors(await run("award", award(100)))).toEqual(["tranches!2 tranches_sum"]);
    expect(errors(await run("award", award(200)))).toEqual([]);
    expect((await documentOf("award", "aide-en-tranches")).tranches).toMatchObject([{ amountCents: 10_000 }, { amountCents: 20_000 }]);
  });
});

describe("a cell", () => {
  it("that is empty keeps its value; the agreed word, in either language, removes it", async () => {
    const head = "reference;Titre;name.en;Budget total;Pays;state;Site;humanitarian";
    await run("project", utf8(`${head}\nV-1;À vider;To be cleared;10;SN;finished;https://example.org;oui\n`));
    expect((await run("project", utf8(`${head}\nV-1;;;;;;;\n`))).rows).toMatchObject([{ outcome: "unchanged" }]);
    const report = await run("project", utf8(`${head}\nV-1;;(vide);(empty);(Vide);(vide);(vide);(vide)\n`));
    expect(report.rows).toMatchObject([{ changed: ["name", "state", "countries", "humanitarian", "budgetCents"] }]);
    expect(await documentOf("project", "a-vider")).toMatchObject({
      name: { fr: "À vider" },
      budgetCents: null,
      countries: [],
      state: "running",
      humanitarian: false,
    });
    // What a record must have is asked for.
    expect(errors(await run("project", utf8("reference;Titre\nV-1;(vide)\n")))).toEqual(["B2 required"]);
    expect(errors(await run("award", utf8("Objet;organisation;awardedOn;amount\nSans montant;sidaction;2025;(vide)\n")))).toEqual([
      "D2 required",
    ]);
  });

  it("that names countries alone keeps the shares that they have", async () => {
    await run("project", utf8('Titre;Pays\nÀ parts;"SN 70; ML 30"\n'));
    expect((await run("project", utf8('Titre;Pays\nÀ parts;"SN; ML"\n'))).rows).toMatchObject([{ outcome: "unchanged" }]);
    await run("project", utf8('Titre;Pays\nÀ parts;"ML; SN"\n'));
    expect((await documentOf("project", "a-parts")).countries).toMatchObject([
      { country: "ML", percentage: null },
      { country: "SN", percentage: null },
    ]);
  });
});
