import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import { sql } from "kysely";
import { readCity } from "../../src/platform/city.ts";
import { connect } from "../../src/platform/database/connect.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { translator } from "../../src/platform/i18n/messages.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { importScdl } from "../../src/publishing/scdl/import/actions.ts";
import { shareOut } from "../../src/publishing/scdl/import/agreements.ts";
import { digestOf } from "../../src/publishing/scdl/import/documents.ts";
import { layoutOf } from "../../src/publishing/scdl/import/headings.ts";
import { hintsOf } from "../../src/publishing/scdl/import/hints.ts";
import { refusedCsv } from "../../src/publishing/scdl/import/refused.ts";
import { readGrantRow } from "../../src/publishing/scdl/import/rules.ts";
import { type Answers, Teller } from "../../src/publishing/scdl/import/told.ts";
import { questionWords } from "../../src/publishing/scdl/import/words-of.ts";
import { readTables } from "../../src/register/import/sheet.ts";
import { seedCity } from "../../src/register/seed/seed.ts";
import { scratchDatabase } from "./scratch.ts";
import type { Target } from "./targets.ts";

const folder = join(projectRoot, "test/fixtures/scdl");
const header =
  "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide";
const row =
  "Région Bretagne,23350001600040,2024-05-02,2024-17,Ligue,81223113200026,,Puits,30000.00,aide en numéraire,unique,2024-06-01,,non,0.5,";
const own =
  'Ville de Paris,21750001600019,05/12/2023,D-9,Ligue,81223113200026,W123456789,"Deux\nlignes","1 234,50 €",Aide en nature,UNIQUE,2024-06-01_2025-06-01,Non,Non,100,x';
const small = () => [
  Buffer.from(`${header}\r\n${row}\r\n${row.replace("Ligue", "Autre")}\r\n${own}\r\n`),
  Buffer.from(`\ufeff${`${header}\n${own}`.replaceAll(",", ";")}`, "utf16le"),
];
const fixtures = (extension: RegExp) =>
  readdirSync(folder)
    .filter((name) => extension.test(name))
    .map((name) => readFileSync(join(folder, name)));
const dictionary = [
  '"',
  '""',
  ";",
  ",",
  "\t",
  "\r\n",
  "\u0000",
  "\ufeff",
  "'=1+1",
  "1.234",
  "1,234",
  "4,50325E+13",
  "23350001600040.0",
  "45032466000000",
  "05/12/2016",
  "43101",
  "2017-30-05",
  "2018-01-01/2017-01-01",
  "03/12/2017 10/12/2017",
  "fin d'action",
  "50 %",
  "1e999",
  "-0",
  "Mme X",
  "ÃƒÂ©",
  "__proto__",
  "constructor",
  "probleme",
  "sans objet",
];

/** Bytes as rows, each in, out, or waiting; every question answered in some way leaves none. */
function readWhole(input: Uint8Array): void {
  const read = readTables(input, 2_000);
  if (!read.ok) return;
  const layout = layoutOf(read.tables);
  if ("code" in layout) return;
  let answers: Answers = {};
  for (let turn = 0; turn < 12; turn++) {
    const tell = new Teller();
    const hints = hintsOf(layout);
    const rows = layout.rows.flatMap((line) => readGrantRow({ layout, hints, answers, tell }, line) ?? []);
    const shared = shareOut(rows, answers, tell);
    for (const one of shared) {
      digestOf(one);
      assert(Number.isSafeInteger(one.ownCents) && one.ownCents >= 0, "cents");
      assert(one.agreementCents === null || one.agreementCents >= one.ownCents, "a part is more than the whole");
    }
    const report = tell.report();
    const [out, waiting, into] = [new Set(report.refusedLines), new Set(report.waitingLines), new Set(shared.map(({ line }) => line))];
    for (const { line } of layout.rows)
      assert.equal([out, waiting, into].filter((set) => set.has(line)).length, 1, `line ${line} is in one place`);
    refusedCsv(layout, report, translator("fr"));
    for (const question of report.questions) questionWords(translator("en"), question);
    const open = report.questions.filter(({ key }) => !(key in answers));
    if (open.length === 0) {
      assert.equal(waiting.size, 0, "nothing waits once all is answered");
      return;
    }
    answers = {
      ...answers,
      ...Object.fromEntries(open.map(({ key, choices }, i) => [key, choices[i % choices.length] ?? "23350001600040 Région"])),
    };
  }
  assert.fail("questions never end");
}

export const scdlReader: Target = {
  name: "scdl-reader",
  guides: /\/scdl\/import\/|\/import\/sheet|csv-parse/,
  seeds: () => [...small(), ...fixtures(/\.csv$/)],
  dictionary,
  open: async () => ({ run: async (input) => readWhole(input), close: async () => {} }),
};

/** The same of spreadsheets: zips within which a word may be anything. */
export const scdlSheets: Target = {
  name: "scdl-sheets",
  guides: /\/import\/sheet|xlsx/,
  seeds: () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([header.split(","), row.split(","), own.split(",")]), "x");
    return [
      ...(["xlsx", "ods"] as const).map((bookType) => new Uint8Array(write(book, { type: "array", bookType }))),
      ...fixtures(/\.(xlsx|ods)$/),
    ];
  },
  dictionary: [...dictionary, "PK\u0003\u0004", "PK\u0001\u0002", '<c r="XFD1048576"><v>1</v></c>', 't="s"', '<row r="-1">'],
  open: async () => ({ run: async (input) => readWhole(input), close: async () => {} }),
};

/** Bytes into the register: all of what is accepted, or nothing; the same bytes again change nothing. */
export const scdlImport: Target = {
  name: "scdl-import",
  guides: /\/scdl\/import\//,
  seeds: small,
  dictionary,
  open: async () => {
    const scratch = await scratchDatabase();
    await migrate(scratch.url);
    const { db, close } = connect(scratch.url);
    await seedCity(db, join(projectRoot, "data/paris"));
    const city = await readCity(join(projectRoot, "data/paris"));
    const by = { id: "fuzz", name: "Fuzz", role: "system" } as const;
    const counts = async () =>
      JSON.stringify(
        (
          await sql`SELECT (SELECT count(*) FROM subsidy) AS s, (SELECT count(*) FROM award) AS a, (SELECT count(*) FROM organisation) AS o,
            (SELECT count(*) FROM imported_grant) AS g, (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM exchange_import) AS i`.execute(
            db,
          )
        ).rows[0],
      );
    return {
      async run(input) {
        const first = await importScdl({ db, city }, { name: "x", bytes: input }, by, {
          dryRun: false,
          publish: true,
          answers: { "duplicate.name": "bring_in" },
        });
        const after = await counts();
        const again = await importScdl({ db, city }, { name: "x", bytes: input }, by, {
          dryRun: false,
          publish: true,
          answers: { "duplicate.name": "bring_in" },
        });
        assert.equal(await counts(), after, "the same file again changed something");
        if (first.ok && again.ok)
          assert.equal(
            again.numbers.unchanged + again.numbers.kept,
            first.numbers.created + first.numbers.changed + first.numbers.unchanged + first.numbers.kept,
          );
      },
      async close() {
        await close();
        await scratch.drop();
      },
    };
  },
};
