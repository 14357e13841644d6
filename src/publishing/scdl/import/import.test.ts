import { Readable } from "node:stream";
import { text as collect } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../../platform/accounts/rights.ts";
import { verifyChain } from "../../../platform/audit/store.ts";
import { translator } from "../../../platform/i18n/messages.ts";
import { kindOf } from "../../../register/kinds.ts";
import { editRecord } from "../../../register/record/actions.ts";
import { findRecord } from "../../../register/record/store.ts";
import { openRegister, type Register } from "../../testing.ts";
import { scdlFile } from "../files.ts";
import { scdlFaults, scdlSchema } from "../testing.ts";
import { importScdl, type ScdlOptions } from "./actions.ts";
import { refusedCsv } from "./refused.ts";

const officer: Actor = { id: "alice", name: "Alice", role: "officer" };
const header =
  "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide";
const file = (...lines: string[]) => new TextEncoder().encode(`${header}\r\n${lines.join("\r\n")}\r\n`);
const PARIS = "Ville de Paris,21750001600019";
const REGION = "Région Bretagne,23350001600040";

let register: Register;
beforeAll(async () => {
  register = await openRegister({ paris: true });
});
afterAll(() => register.drop());

async function run(bytes: Uint8Array, options: Partial<ScdlOptions> = {}, by = officer) {
  const result = await importScdl(register.services, { name: "essai.csv", bytes, licence: "Licence Ouverte 2.0" }, by, {
    dryRun: false,
    ...options,
  });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}
const counts = async () =>
  (
    await sql<{ events: number; awards: number; subsidies: number; bodies: number; imports: number }>`
      SELECT (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM award) AS awards, (SELECT count(*)::int FROM subsidy) AS subsidies,
             (SELECT count(*)::int FROM organisation) AS bodies, (SELECT count(*)::int FROM exchange_import) AS imports`.execute(
      register.db,
    )
  ).rows[0]!;

describe("the register", () => {
  const rows = [
    `${REGION},2024-05-02,2024-17,Ligue de l'eau,81223113200026,,Puits au Mali,30000.00,aide en numéraire,unique,2024-06-01,,non,1.00,`,
    `${PARIS},2024-06-03,2024 DGRI 9,Ligue de l'eau,81223113200026,,Forages à Thiès,12000.50,aide en numéraire,échelonné,2024-07-01/2025-12-31,,non,1.00,solidae`,
  ];

  it("takes the city's own as awards and the others as subsidies, published if asked; the same file changes nothing", async () => {
    const before = await counts();
    const dry = await run(file(...rows), { dryRun: true, publish: true });
    expect(await counts()).toEqual(before);
    const done = await run(file(...rows), { publish: true, expected: dry.plan.digest });
    expect(done).toMatchObject({ written: true, numbers: { created: 2, awards: 1, subsidies: 1, organisations: 2 } });
    const [subsidy, award] = done.plan.grants;
    expect(await findRecord(register.db, kindOf("subsidy"), subsidy!.id)).toMatchObject({
      status: "published",
      document: {
        name: { fr: "Puits au Mali" },
        funder: "region-bretagne",
        organisation: "ligue-de-l-eau",
        amountCents: 3_000_000,
        decision: "2024-17",
        periodEnd: null,
      },
    });
    expect(await findRecord(register.db, kindOf("award"), award!.id)).toMatchObject({
      status: "published",
      document: {
        deliberation: "2024 DGRI 9",
        awardedOn: "2024-06-03",
        agreedOn: "2024-06-03",
        amountCents: 1_200_050,
        paymentTerms: "échelonné",
        scheme: "solidae",
      },
    });
    const after = await counts();
    expect(after).toEqual({
      events: before.events + 4,
      awards: before.awards + 1,
      subsidies: before.subsidies + 1,
      bodies: before.bodies + 2,
      imports: before.imports + 1,
    });
    expect((await verifyChain(register.db)).broken).toBeUndefined();

    // The same rows in another form.
    const again = file(...rows).slice();
    const other = new TextEncoder().encode(
      new TextDecoder().decode(again).replaceAll("30000.00", "30000").replaceAll("2024-05-02", "2024/05/02"),
    );
    for (const bytes of [again, other])
      expect((await run(bytes, { publish: true })).numbers).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    expect(await counts()).toEqual(after);
  });

  it("changes what a new file says otherwise, and keeps what was changed in the office", async () => {
    const later = rows[0]!.replace("unique,2024-06-01", "unique,2024-09-01");
    const changed = await run(file(later));
    expect(changed.numbers).toMatchObject({ created: 0, changed: 1 });
    const { id } = changed.plan.grants[0]!;
    const record = (await findRecord(register.db, kindOf("subsidy"), id))!;
    expect(record.document).toMatchObject({ periodStart: "2024-09-01" });
    await editRecord(
      register.db,
      "subsidy",
      id,
      record.version,
      { ...record.document, name: { fr: "Puits au Mali", en: "Wells in Mali" } },
      officer,
    );
    const kept = await run(file(rows[0]!.replace("unique,2024-06-01", "unique,2024-11-01")));
    expect(kept.numbers).toMatchObject({ changed: 0, kept: 1 });
    expect((await findRecord(register.db, kindOf("subsidy"), id))!.document).toMatchObject({
      periodStart: "2024-09-01",
      name: { en: "Wells in Mali" },
    });
  });

  it("asks before it brings in what may be a grant that is there already", async () => {
    const aggregate = (
      await sql<{ siret: string; year: string; id: string }>`
        SELECT o.siret, left(a.awarded_on, 4) AS year, a.id FROM award a JOIN organisation o ON o.id = a.organisation WHERE a.aggregate AND o.siret IS NOT NULL LIMIT 1`.execute(
        register.db,
      )
    ).rows[0]!;
    const bytes = file(
      `${PARIS},${aggregate.year}-03-04,2021 DGRI 77,Un nom,${aggregate.siret},,Une action,1234.00,aide en numéraire,unique,${aggregate.year}-05-01,,non,1,`,
    );
    const asked = await run(bytes);
    expect(asked.numbers).toMatchObject({ created: 0, waiting: 1 });
    expect(asked.plan.report.questions).toMatchObject([{ key: "duplicate.name", examples: [{ values: { id: aggregate.id } }] }]);
    expect((await run(bytes, { dryRun: true, answers: { "duplicate.name": "leave_out" } })).numbers).toMatchObject({
      created: 0,
      leftOut: 1,
      waiting: 0,
    });
    expect((await run(bytes, { dryRun: true, answers: { "duplicate.name": "bring_in" } })).numbers).toMatchObject({ created: 1 });
  });

  it("keeps persons out, their names too", async () => {
    const bytes = file(
      `${REGION},2024-05-02,2024-18,Mme Anne Martin,,,Bourse,1000,aide en numéraire,unique,2024-06-01,,non,1,`,
      `${REGION},2024-05-02,2024-19,Collectif des mères,,,Bourse,1000,aide en numéraire,unique,2024-06-01,,non,1,`,
    );
    const { plan, numbers } = await run(bytes, { dryRun: true });
    expect(numbers).toMatchObject({ created: 1, refused: 1 });
    expect(plan.report.refused).toEqual([{ line: 2, column: "name", code: "person" }]);
    expect(JSON.stringify(plan.report)).not.toContain("Martin");
  });

  it("writes all or nothing when that is wanted; gives the others back with why", async () => {
    const bytes = file(rows[0]!.replace("2024-17", "2024-20"), rows[0]!.replace("30000.00", "trente mille").replace("2024-17", "=1+1"));
    const before = await counts();
    expect(await run(bytes, { allOrNothing: true })).toMatchObject({ written: false, numbers: { created: 1, refused: 1 } });
    expect(await counts()).toEqual(before);
    const { plan } = await run(bytes, { dryRun: true });
    const csv = refusedCsv(plan.layout, plan.report, translator("fr"));
    const [back] = parse(csv, { columns: true, delimiter: ";", bom: true }) as Record<string, string>[];
    expect(back).toMatchObject({ montant: "trente mille", referenceDecision: "'=1+1" });
    expect(back!.probleme).toContain("montant : Montant incompris");
    // Mended, it comes in: the column of problems is not read, the guard is taken off.
    const mended = new TextEncoder().encode(csv.replace("trente mille", "30000"));
    const read = await run(mended, { dryRun: true });
    expect(read.numbers).toMatchObject({ created: 1, refused: 0 });
    expect(read.plan.grants[0]!.document.decision).toBe("=1+1");
    expect(read.plan.report.warnings.map(({ code }) => code)).not.toContain("column_unknown");
  });

  it("is nobody's who may not, and writes nothing that was not shown", async () => {
    const bytes = file(rows[0]!.replace("2024-17", "2024-30"));
    const reader: Actor = { id: "r", name: "R", role: "reader" };
    expect(await importScdl(register.services, { name: "x", bytes }, reader, { dryRun: true })).toEqual({ ok: false, reason: "forbidden" });
    expect(await run(bytes, { expected: "0".repeat(32) })).toMatchObject({ written: false, stale: true });
  });

  it("says of rows of one agreement what each receives, to the cent", async () => {
    const row = (name: string, siret: string, share: string, amount = "100.01") =>
      `${REGION},2024-08-01,2024-40,${name},${siret},,Ensemble,${amount},aide en numéraire,unique,2024-09-01,,non,${share},`;
    const three = (a: string, b: string, c: string) =>
      file(row("Un", "81223113200026", a), row("Deux", "38047555800058", b), row("Trois", "52499120500013", c));
    const { plan } = await run(three("0.3333", "0.1667", "0.5"), { dryRun: true });
    expect(plan.grants.map(({ document }) => document.amountCents)).toEqual([3333, 1667, 5001]);
    expect(plan.grants.every(({ document }) => document.agreementCents === 10_001)).toBe(true);
    // Three equal shares of three equal amounts: the whole, or each its own? Only a person knows.
    expect((await run(three("0.3333", "0.3333", "0.3334"), { dryRun: true })).plan.report.questions).toMatchObject([
      { key: "amount_meaning.amount", count: 3 },
    ]);
    // Percentages that add up to 100 in one agreement need no question.
    const hundreds = await run(file(row("Un", "81223113200026", "80", "100.00"), row("Deux", "38047555800058", "20", "100.00")), {
      dryRun: true,
    });
    expect(hundreds.plan.report.questions).toEqual([]);
    expect(hundreds.plan.grants.map(({ document }) => document.amountCents)).toEqual([8000, 2000]);
  });
});

describe("two at once", () => {
  it("write once", async () => {
    const bytes = file(
      `${REGION},2024-05-02,2024-99,Ligue de l'eau,81223113200026,,Ensemble,5000.00,aide en numéraire,unique,2024-06-01,,non,1.00,`,
    );
    const before = await counts();
    await Promise.all([1, 2, 3].map(() => importScdl(register.services, { name: "x", bytes }, officer, { dryRun: false })));
    expect((await counts()).subsidies).toBe(before.subsidies + 1);
  });
});

describe("the round trip", () => {
  it("gives back subventions.csv byte by byte from an empty register of the same city", async () => {
    const siret = (i: number) => ["81223113200026", "38047555800058", "52499120500013", "23350001600040"][i % 4]!;
    const lines = Array.from({ length: 40 }, (_, i) =>
      [
        PARIS,
        `2024-${String((i % 9) + 1).padStart(2, "0")}-15`,
        i % 7 === 0 ? "" : `2024 DGRI ${i % 5}`,
        `"Association ""n° ${i % 4}"", section ${i % 4}"`,
        siret(i),
        i % 4 === 1 ? "W380475558" : "",
        i % 6 === 0 ? `'=Objet ${i}` : `Action n° ${i}`,
        `${1000 + i}.${String(i).padStart(2, "0")}`,
        ["aide en numéraire", "aide en nature", "aide en numéraire;aide en nature"][i % 3],
        ["unique", "échelonné", "selon le règlement"][i % 3],
        i % 2 ? "2024-10-01" : "2024-10-01/2025-12-31",
        i % 10 === 0 ? "12345" : "",
        i % 8 === 0 ? "oui" : "non",
        "1.00",
        i % 3 ? "solidae" : "",
      ].join(","),
    );
    const [first, second] = [await openRegister({ paris: true }), await openRegister()];
    try {
      const bring = async (to: Register, bytes: Uint8Array) => {
        const result = await importScdl(to.services, { name: "x", bytes }, officer, {
          dryRun: false,
          publish: true,
          answers: { "duplicate.name": "bring_in" },
        });
        if (!result.ok || !result.written) throw new Error(JSON.stringify(result));
        expect(result.numbers).toMatchObject({ refused: 0, waiting: 0 });
      };
      const out = (of: Register, name: "schema" | "regulatory") =>
        collect(Readable.from(scdlFile({ db: of.services.published, city: of.city }, name)));
      await bring(first, file(...lines));
      const csv = await out(first, "schema");
      const rows = parse(csv, { columns: true }) as Record<string, string>[];
      expect(rows).toHaveLength(40);
      expect(
        scdlFaults(
          scdlSchema.fields.map(({ name }) => name),
          rows,
        ),
      ).toEqual([]);
      await bring(second, new TextEncoder().encode(csv));
      expect(await out(second, "schema")).toBe(csv);
      const regulatory = await out(second, "regulatory");
      expect(regulatory.split("\r\n")[0]!.split(",")).toHaveLength(14);
      expect(regulatory).toContain(",2024-10-01_2025-12-31,");
      // And nothing was sent into the void: the file is the one that the site offers.
      expect(await (await second.get("/data/subventions.csv")).text()).toBe(csv);
    } finally {
      await Promise.all([first.drop(), second.drop()]);
    }
  });
});

describe("grants of others", () => {
  it("stay drafts, and out of every public file, while nobody publishes them", async () => {
    const line = `${REGION},2024-05-02,2024-55,Corps caché,38047555800058,,Marque du brouillon,77.00,aide en numéraire,unique,2024-06-01,,non,1.00,`;
    await run(file(line));
    for (const path of ["/data/subsidies.csv", "/data/subventions.csv"])
      expect(await (await register.get(path)).text()).not.toContain("Marque du brouillon");
  });
});
