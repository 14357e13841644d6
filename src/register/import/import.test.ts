import { utils, write } from "@e965/xlsx";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { kindOf } from "../kinds.ts";
import { editRecord } from "../record/actions.ts";
import { fold } from "../record/names.ts";
import { findRecord } from "../record/store.ts";
import { type ImportReport, importFile } from "./actions.ts";
import { readBook } from "./book.ts";
import { readDate, readInstantCell, splitShare } from "./cells.ts";
import { importColumns, matchHeader } from "./columns.ts";
import { directoryOf } from "./directory.ts";
import { unpackedWithin } from "./sheet.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end());

const utf8 = (text: string) => new TextEncoder().encode(text);
const events = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM event`.execute(db)).rows[0]!.n;
async function run(
  kind: "project" | "partner" | "organisation",
  bytes: Uint8Array,
  options: { dryRun: boolean; expected?: string } = { dryRun: true },
) {
  const report = await importFile(db, kind, bytes, alice, options);
  if (!report.ok) throw new Error(JSON.stringify(report));
  return report;
}
const errors = (report: Extract<ImportReport, { ok: true }>) =>
  report.problems.filter((problem) => !problem.warning).map(({ line, column, code }) => `${column ?? ""}${line} ${code}`);

const projects = `Titre;Numéro de dossier;Pays;Thèmes;Budget total;Début prévu;État;Partenaires et rôles
Eau à Thiès;T-1;"SN 70; Mali 30";Eau et assainissement;1 234,50;31/12/2024;En cours;
Forages à Mopti;T-2;Mali;water;"2.000,00 €";2024;Prévu;
`;

describe("a file of projects", () => {
  it("is checked without writing anything, then written whole, as drafts", async () => {
    const before = await events();
    const dry = await run("project", utf8(projects));
    expect(errors(dry)).toEqual([]);
    expect(dry.written).toBe(false);
    expect(dry.rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, "created"],
      [3, "created"],
    ]);
    expect(await events()).toBe(before);

    const done = await run("project", utf8(projects), { dryRun: false, expected: dry.digest });
    expect(done.written).toBe(true);
    const record = (await findRecord(db, kindOf("project"), "eau-a-thies"))!;
    expect(record.status).toBe("draft");
    expect(record.document).toMatchObject({
      name: { fr: "Eau à Thiès" },
      reference: "T-1",
      budgetCents: 123_450,
      plannedStart: "2024-12-31",
      state: "running",
      themes: ["water"],
      countries: [
        { country: "SN", percentage: 70 },
        { country: "ML", percentage: 30 },
      ],
    });

    const again = await run("project", utf8(projects), { dryRun: false });
    expect(again.rows.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
  });

  it("changes only the columns it has, and keeps the other language", async () => {
    const done = await run("project", utf8("reference,name.en\nT-1,Water in Thiès\n"), { dryRun: false });
    expect(done.rows).toMatchObject([{ outcome: "changed", id: "eau-a-thies", changed: ["name"] }]);
    expect((await findRecord(db, kindOf("project"), "eau-a-thies"))!.document).toMatchObject({
      name: { fr: "Eau à Thiès", en: "Water in Thiès" },
      budgetCents: 123_450,
    });
  });

  it("is not written when the register has changed since the check", async () => {
    const file = utf8("reference;name.en\nT-2;Wells in Mopti\n");
    const dry = await run("project", file);
    const record = (await findRecord(db, kindOf("project"), "forages-a-mopti"))!;
    await editRecord(
      db,
      "project",
      record.id,
      record.version,
      { ...record.document, name: { fr: "Forages à Mopti", en: "Wells in Mopti" } },
      alice,
    );
    const late = await run("project", file, { dryRun: false, expected: dry.digest });
    expect(late).toMatchObject({ stale: true, written: false });
  });

  it("says where every fault is, and writes nothing of the rest", async () => {
    const before = await events();
    const report = await run(
      "project",
      utf8(
        "Titre;Pays;Budget total;Début prévu;Fin prévue;État;Humanitaire;Machin\nA;SN;beaucoup;2024-13-01;;Rêvé;;x\n;ML;1,234;2024;2023;;;\nB;Atlantide;10;;;;;;de trop\nC;SN 70;10;2024;2023;;;\n",
      ),
      { dryRun: false },
    );
    expect(report.written).toBe(false);
    expect(errors(report).sort()).toEqual(
      [
        "A3 required",
        "B5 shares_not_100",
        "E5 before_start",
        "B4 unknown_reference",
        "C2 type_number",
        "C3 type_number",
        "D2 date",
        "F2 choice_of",
        "I4 cell_outside",
      ].sort(),
    );
    expect(report.problems.filter((problem) => problem.warning).map(({ code }) => code)).toContain("column_unknown");
    expect(await events()).toBe(before);
  });

  it("with the same record twice is refused, with the line of the first", async () => {
    const report = await run("project", utf8("reference;Titre\nN-1;Un\nN-1;Deux\n"));
    expect(report.problems).toMatchObject([{ line: 3, column: "A", code: "row_twice", values: { line: 2 } }]);
    expect((await run("project", utf8("id;Titre\neau-a-thies;Un\neau-a-thies;Deux\n"))).problems).toMatchObject([
      { code: "row_twice", line: 3 },
    ]);
  });

  it("with hundreds of lines is planned and written", async () => {
    const file = utf8(
      `Titre;reference;Pays;Thèmes;Budget total\n${Array.from({ length: 400 }, (_, i) => `Projet ${i};R-${i};"SN 70; ML 30";water;${i} 000,5`).join("\n")}`,
    );
    expect((await run("project", file)).rows).toHaveLength(400);
    expect((await run("project", file, { dryRun: false })).written).toBe(true);
  }, 120_000);
});

describe("a file of partners", () => {
  it("knows a partner by its name, and says so", async () => {
    const report = await run(
      "partner",
      utf8("Nom;Type;Pays;Site web\nDakar;Ville;Sénégal;www.villededakar.sn\nVille nouvelle;Ville;SN;\n"),
    );
    const dakar = await findRecord(db, kindOf("partner"), "dakar");
    expect(report.rows.map(({ outcome }) => outcome)).toEqual([dakar ? "changed" : "created", "created"]);
    if (dakar) expect(report.problems.map(({ code, warning }) => [code, warning])).toEqual([["known_by_name", true]]);
  });

  it("asks for a country of a city", async () => {
    expect(errors(await run("partner", utf8("Nom;Type\nVille sans pays;Ville\n")))).toEqual(["2 required"]);
  });
});

describe("a file of organisations", () => {
  it("keeps a doubtful number and says so; knows a body by its number", async () => {
    const file = utf8("Nom;Type;SIRET\nAssociation Essai;22;123 456 789 00012\n");
    const done = await run("organisation", file, { dryRun: false });
    expect(done.written).toBe(true);
    expect(done.problems.map(({ code, warning }) => [code, warning])).toEqual([["siret_check_digit", true]]);
    const again = await run("organisation", utf8("Nom;SIRET\nAssociation Essai renommée;12345678900012\n"));
    expect(again.rows).toMatchObject([{ outcome: "changed", id: "association-essai" }]);
  });
});

describe("reading", () => {
  const rows = (bytes: Uint8Array) => {
    const book = readBook(bytes, kindOf("project"));
    return book.ok ? [book.main.header, ...book.main.rows.map(({ cells }) => cells)] : book.code;
  };
  const utf16 = (text: string, mark: number[], swap: boolean) => {
    const units = new Uint16Array([...text].map((letter) => letter.charCodeAt(0)));
    const bytes = new Uint8Array(units.buffer);
    if (swap) for (let i = 0; i < bytes.length; i += 2) [bytes[i], bytes[i + 1]] = [bytes[i + 1]!, bytes[i]!];
    return new Uint8Array([...mark, ...bytes]);
  };
  it("takes the usual encodings and separators", () => {
    const expected = [
      ["Nom", "Pays"],
      ["Évry", "Côte d’Ivoire"],
    ];
    expect(rows(utf8("Nom;Pays\nÉvry;Côte d’Ivoire\n"))).toEqual(expected);
    expect(rows(utf8("\ufeffNom,Pays\r\nÉvry,Côte d’Ivoire\r\n"))).toEqual(expected);
    expect(rows(utf8("Nom\tPays\nÉvry\tCôte d’Ivoire"))).toEqual(expected);
    expect(rows(utf16("Nom;Pays\nÉvry;Côte d’Ivoire", [0xff, 0xfe], false))).toEqual(expected);
    expect(rows(utf16("Nom;Pays\nÉvry;Côte d’Ivoire", [0xfe, 0xff], true))).toEqual(expected);
    expect(rows(new Uint8Array([...utf8("Nom;Pays\n"), 0xc9, ...utf8("vry;C"), 0xf4, ...utf8("te d"), 0x92, ...utf8("Ivoire")]))).toEqual(
      expected,
    );
  });
  it("counts lines as an editor does, also after a cell of several lines", () => {
    const book = readBook(utf8('Nom;Note\n"a\nb";1\nc;2\n\nd;3\n'), kindOf("project"));
    expect(book.ok && book.main.rows.map(({ line }) => line)).toEqual([2, 4, 6]);
  });
  it("refuses what is no table, in words", () => {
    expect(rows(new Uint8Array())).toBe("empty");
    expect(rows(utf8("Nom;Pays\n"))).toBe("no_rows");
    expect(rows(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]))).toBe("encoding");
    expect(rows(utf8('Nom;Pays\n"jamais fermé;x\n'))).toBe("csv");
    expect(rows(new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]))).toBe("spreadsheet");
    expect(rows(utf8(`Nom\n${"x\n".repeat(20_001)}`))).toBe("too_big");
  });
  it.each(["xlsx", "ods"] as const)("reads values, dates and computed cells of %s", (bookType) => {
    const sheet = utils.aoa_to_sheet(
      [
        ["Titre", "Budget", "Date", "Oui"],
        ["Été", 1234.5, new Date(Date.UTC(2024, 11, 31)), true],
      ],
      { cellDates: true, UTC: true },
    );
    sheet.E1 = { t: "s", v: "Somme" };
    sheet.E2 = { t: "n", v: 3, f: "1+2" };
    sheet["!ref"] = "A1:E2";
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, "x");
    expect(rows(new Uint8Array(write(book, { type: "array", bookType, cellDates: true } as never)))).toEqual([
      ["Titre", "Budget", "Date", "Oui", "Somme"],
      ["Été", "1234.5", "2024-12-31", "1", "3"],
    ]);
  });
  it("does not believe a sheet about its size, nor unpack a bomb", () => {
    const sheet = utils.aoa_to_sheet([["Titre"], ["a"]]);
    sheet["!ref"] = "A1:XFD200";
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, "x");
    const bytes = new Uint8Array(write(book, { type: "array", bookType: "xlsx" }));
    expect(rows(bytes)).toEqual([["Titre"], ["a"]]);
    expect(unpackedWithin(bytes, 10_000_000)).toBe("within");
    expect(unpackedWithin(bytes, 1_000)).toBe("beyond");
    const spoilt = new Uint8Array(write(book, { type: "array", bookType: "xlsx", compression: true }));
    spoilt.fill(0xff, 60, 90);
    expect(rows(spoilt)).toBe("spreadsheet");
  });
});

describe("cells", () => {
  it.each([
    ["31/12/2024", "2024-12-31"],
    ["1.2.2024", "2024-02-01"],
    ["12/2024", "2024-12"],
    ["2024/1/5", "2024-01-05"],
    ["2024", "2024"],
    ["hier", "hier"],
  ])("reads the date %s", (cell, date) => expect(readDate(cell)).toBe(date));
  it.each([
    ["18/12/2026 12:00", "2026-12-18T12:00:00"],
    ["18.12.2026 à 9h", "2026-12-18T09:00:00"],
    ["2026-12-18T12:00:30", "2026-12-18T12:00:30"],
    ["25/10/2026 02:30 +01:00", "2026-10-25T02:30:00+01:00"],
    ["2026-12-18T11:00:00Z", "2026-12-18T11:00:00Z"],
    ["18/12/2026", "18/12/2026"],
  ])("reads the day and hour %s", (cell, instant) => expect(readInstantCell(cell)).toBe(instant));
  it.each([
    ["Côte d’Ivoire 70 %", "Côte d’Ivoire", "70"],
    ["SN: 30", "SN", "30"],
    ["SN (12,5)", "SN", "12,5"],
    ["14030", "14030", undefined],
  ])("splits %s", (cell, name, share) => expect(splitShare(cell)).toEqual(share ? { name, share } : { name }));
  it("tells names of any script apart", () => {
    expect(fold("Évry-Courcouronnes")).toBe("evrycourcouronnes");
    expect(fold("北京")).not.toBe(fold("東京"));
  });
  it("finds every column under its own name and under both labels", () => {
    for (const kind of ["project", "partner", "organisation", "award"] as const) {
      const columns = importColumns(kindOf(kind));
      expect(
        matchHeader(
          columns,
          columns.map((column) => column.name),
        ).map((column) => column?.name),
      ).toEqual(columns.map((column) => column.name));
    }
  });
  it("never gives an identifier twice", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "a-2", "b"), { maxLength: 30 }), (stems) => {
        const directory = directoryOf([{ id: "a", name: { fr: "A" }, status: "draft", keys: [] }]);
        const ids = stems.map((stem) => directory.newId(stem));
        expect(new Set([...ids, "a"]).size).toBe(ids.length + 1);
      }),
    );
  });
  it("reads any text without failing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readBook(bytes, kindOf("project"))),
      { numRuns: 500 },
    );
  });
});
