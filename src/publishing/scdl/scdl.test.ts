import { PassThrough } from "node:stream";
import { text as collect } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { Hono } from "hono";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moveGrant } from "../../funding/grant/actions.ts";
import { makeVotableFiles, makeWorld, people } from "../../funding/money-testing.ts";
import { grantsOfAwards } from "../../funding/public/grant-store.ts";
import { adopt, amendGrant, commitGrant, pay, recover, report, signGrant, tableFiles } from "../../funding/public/testing.ts";
import { someSiret } from "../../funding/testing.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { registerPages } from "../../portal/register/routes.tsx";
import { money } from "../../ui/format.ts";
import { href } from "../../ui/paths.ts";
import { exportFile } from "../commands.ts";
import { validateIati } from "../iati/validate.ts";
import { openRegister, type Register } from "../testing.ts";
import { paidWhen } from "./columns.ts";
import { scdlFaults, scdlSchema } from "./testing.ts";

let register: Register;
let awards: Record<"paid" | "once" | "signed" | "voted" | "foreign" | "cancelled", string>;
const siret = someSiret();

beforeAll(async () => {
  register = await openRegister({ paris: true });
  const { db } = register;
  const world = await makeWorld(
    db,
    2026,
    { aeCents: 60_000_000, cpCents: 60_000_000, revenueCents: 9_000_000_000 },
    {
      tranches: [
        { percentage: 60, condition: "agreement", yearOffset: 0 },
        { percentage: 40, condition: "final_report", yearOffset: 1 },
      ],
      reports: [{ type: "final", months: 6, after: "project_end" }],
    },
  );
  const files = await makeVotableFiles(db, world, 6, 12_000_000);
  const set = (i: number, columns: ReturnType<typeof sql>) =>
    sql`UPDATE organisation SET ${columns} WHERE id = (SELECT b.organisation FROM applicant b JOIN application a ON a.applicant = b.id WHERE a.id = ${files[i]})`.execute(
      db,
    );
  await set(0, sql`siret = ${siret}, no_identifier = NULL`);
  for (const i of [1, 2, 3, 5]) await set(i, sql`rna = ${`W75123456${i}`}, no_identifier = NULL`);
  await set(4, sql`foreign_scheme = 'SN-NINEA', foreign_id = '0012345', no_identifier = NULL, country = 'SN'`);
  const deliberation = await tableFiles(db, world, files, [10_000_033, 5_000_000, 3_000_001, 2_000_000, 1_000_007, 900_000], {
    reference: "2026 DGRI 12",
    on: "2026-10-12",
  });
  const grants = await adopt(db, deliberation, "2026-10-12");
  const [paid, once, signed, , foreign, cancelled] = grants as [string, string, string, string, string, string];
  for (const grant of [paid, once, signed, foreign, cancelled]) await signGrant(db, grant, "2026-10-20");
  for (const grant of [paid, once, foreign]) await commitGrant(db, grant, "2026-10-21");
  await pay(db, paid, 0, 6_000_019, "2026-11-02");
  await amendGrant(db, paid, 1_000_011, "2027-12-31", "2026-11-10");
  await report(db, paid, "final", 900, "2026-11-15");
  await recover(db, paid, 500_003, "2026-11-20");
  await pay(db, foreign, 0, 600_004, "2026-11-03");
  await moveGrant(db, cancelled, "cancel", people.officer, { reason: "Association dissoute" });
  const { rows } = await sql<{
    award: string;
  }>`SELECT award FROM "grant" WHERE id = ANY (${grants}::uuid[]) ORDER BY array_position(${grants}::uuid[], id)`.execute(db);
  awards = Object.fromEntries(
    ["paid", "once", "signed", "voted", "foreign", "cancelled"].map((name, i) => [name, rows[i]!.award]),
  ) as typeof awards;
});
afterAll(() => register.drop());

const text = async (path: string) => (await register.get(path)).text();
async function csvOf(path: string) {
  const content = await text(path);
  const [header] = parse(content, { to: 1 }) as string[][];
  return { header: header!, rows: parse(content, { columns: true }) as Record<string, string>[] };
}

describe("the validator of the tests", () => {
  it("takes the official valid example, and finds each kind of fault", () => {
    const names = scdlSchema.fields.map(({ name }) => name);
    const good = Object.fromEntries(scdlSchema.fields.map((field) => [field.name, String((field as { example?: string }).example ?? "")]));
    const valid = { ...good, idBeneficiaire: siret, idAttribuant: siret };
    expect(scdlFaults(names, [valid])).toEqual([]);
    for (const [change, fault] of [
      [{ montant: "137 825,00" }, "number"],
      [{ dateConvention: "2017-02-30" }, "date"],
      [{ dateConvention: "" }, "required"],
      [{ nature: "numéraire" }, "enum"],
      [{ datesPeriodeVersement: "2017-01-01_2018-01-01" }, "pattern"],
      [{ objet: "x".repeat(257) }, "maxLength"],
      [{ pourcentageSubvention: "0" }, "minimum"],
      [{ pourcentageSubvention: "50" }, "maximum"],
      [{ notificationUE: "false" }, "boolean"],
      [{ idBeneficiaire: "67895644300011" }, "check digit"],
      [{ idBeneficiaire: "", rnaBeneficiaire: "" }, "one of two"],
    ] as const)
      expect(scdlFaults(names, [{ ...valid, ...change }]).join()).toContain(fault);
    expect(scdlFaults([...names].reverse(), [])).toHaveLength(1);
  });
});

describe("/data/subventions.csv", () => {
  it("is valid by the official schema: the signed agreements of beneficiaries with a French number, no other", async () => {
    const { header, rows } = await csvOf("/data/subventions.csv");
    expect(scdlFaults(header, rows)).toEqual([]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      nomAttribuant: "Ville de Paris",
      idAttribuant: "21750001600019",
      dateConvention: "2026-10-20",
      referenceDecision: "2026 DGRI 12",
      idBeneficiaire: siret,
      rnaBeneficiaire: "",
      objet: "Puits",
      montant: "90000.22",
      conditionsVersement: "échelonné",
      datesPeriodeVersement: "2026-11-02/2027-12-31",
      notificationUE: "non",
      pourcentageSubvention: "1.00",
    });
    expect(rows[1]).toMatchObject({ idBeneficiaire: "", rnaBeneficiaire: "W751234561", datesPeriodeVersement: "2026-10-20/2027-12-31" });
  });

  it("keeps apart, with the reason, who has no French number", async () => {
    const { header, rows } = await csvOf("/data/subventions-sans-identifiant.csv");
    expect(header).toEqual([...scdlSchema.fields.map(({ name }) => name), "motifAbsenceIdentifiant"]);
    expect(rows).toMatchObject([{ montant: "10000.07", motifAbsenceIdentifiant: "Organisme étranger : SN-NINEA 0012345" }]);
    expect(scdlFaults(header.slice(0, -1), rows)).toEqual([expect.stringContaining("one of two")]);
  });

  it("says when it is paid: a day once it is done at once, else a period", () => {
    const grant = { state: "committed", agreedCents: 100, paidCents: 100, signedOn: "2026-01-05", firstPaidOn: "2026-02-01" } as const;
    const tranche = { year: 2026, amountCents: 100 } as never;
    const payment = { paidOn: "2026-02-01", amountCents: 100 } as never;
    expect(paidWhen({ ...grant, tranches: [tranche], payments: [payment] })).toEqual({ start: "2026-02-01", end: null });
    expect(paidWhen({ ...grant, paidCents: 0, firstPaidOn: null, tranches: [tranche], payments: [] })).toEqual({
      start: "2026-01-05",
      end: "2026-12-31",
    });
    expect(paidWhen({ ...grant, paidCents: 40, tranches: [tranche], payments: [payment] })).toEqual({
      start: "2026-02-01",
      end: "2026-12-31",
    });
    expect(paidWhen({ ...grant, state: "withdrawn", paidCents: 40, tranches: [tranche, tranche], payments: [payment] })).toEqual({
      start: "2026-02-01",
      end: "2026-02-01",
    });
  });

  it("is what the command writes", async () => {
    const out = new PassThrough();
    const written = collect(out);
    await exportFile(register.services, "scdl", out);
    expect(await written).toBe(await text("/data/subventions.csv"));
  });
});

describe("one grant, everywhere", () => {
  const cents = (amount: string) => Math.round(Number(amount) * 100);

  it("adds up to the same cents in SCDL, IATI, CSV and on the page's own sums", async () => {
    const xml = await text("/data/iati.xml");
    expect(validateIati(xml, new Date()).filter(({ severity }) => severity !== "warning")).toEqual([]);
    const { rows: grants } = await csvOf("/data/awards.csv");
    const scdl = [...(await csvOf("/data/subventions.csv")).rows, ...(await csvOf("/data/subventions-sans-identifiant.csv")).rows];
    const known = await grantsOfAwards(register.services.published, Object.values(awards));
    expect(known.size).toBe(6);
    for (const [award, grant] of known) {
      const row = grants.find(({ id }) => id === award)!;
      const transactions = [...xml.matchAll(/<transaction ref="([^"]+)"><transaction-type code="(\d)"\/>.*?<value [^>]*>([^<]+)</g)].filter(
        ([, ref]) => ref === award || ref!.startsWith(`${award}-`),
      );
      const sum = (type: string) =>
        transactions.filter(([, , code]) => code === type).reduce((total, [, , , amount]) => total + cents(amount!), 0);
      expect([award, sum("2"), sum("3")]).toEqual([award, grant.agreedCents, grant.paidCents - grant.recoveredCents]);
      expect([cents(row.asked!), cents(row.voted!), cents(row.agreed!), cents(row.paid!), cents(row.recovered!)]).toEqual([
        grant.askedCents,
        grant.votedCents,
        grant.agreedCents,
        grant.paidCents,
        grant.recoveredCents,
      ]);
      const amounts = scdl.filter(
        ({ referenceDecision, montant }) => referenceDecision === grant.deliberation && cents(montant!) === grant.agreedCents,
      );
      expect(amounts).toHaveLength(grant.agreedCents > 0 ? 1 : 0);
    }
    expect(known.get(awards.paid)).toMatchObject({
      votedCents: 10_000_033,
      agreedCents: 9_000_022,
      paidCents: 6_000_019,
      recoveredCents: 500_003,
    });
    expect(known.get(awards.cancelled)).toMatchObject({ agreedCents: 0, state: "cancelled" });
  });

  it("shows the same five totals on its page, in both languages", async () => {
    const known = await grantsOfAwards(register.services.published, Object.values(awards));
    const pages = new Hono<AppEnv>();
    pages.use(async (c, next) => {
      c.set("services", { ...register.services, assets: { url: (source: string) => source, styles: () => [] } } as never);
      c.set("locale", c.req.path.startsWith("/en") ? "en" : "fr");
      c.set("t", translator(c.get("locale")));
      await next();
    });
    registerPages(pages, (_c, next) => next());
    for (const [award, grant] of known)
      for (const locale of languages) {
        const html = await (await pages.request(href(locale, "award", { id: award }))).text();
        const table = /<table class="grant-totals">.*?<\/table>/s.exec(html)![0];
        const shown = [...table.matchAll(/<strong class="nowrap">([^<]*)<\/strong>/g)].map(([, amount]) => amount);
        expect(shown).toEqual(
          [grant.askedCents, grant.votedCents, grant.agreedCents, grant.paidCents, grant.recoveredCents].map((one) =>
            money(one, "EUR", locale),
          ),
        );
      }
  });

  it("tells each act in IATI: the signature, the amendment, the payment, what came back, the results and the end", async () => {
    const xml = await text("/data/iati.xml");
    const activity = /<iati-activity [^>]*>(?:(?!<\/iati-activity>).)*?<other-identifier ref="MONEY-2026-0001".*?<\/iati-activity>/s.exec(
      xml,
    )![0];
    const acts = [
      ...activity.matchAll(/<transaction-type code="(\d)"\/><transaction-date iso-date="([^"]+)"\/><value [^>]*>([^<]+)</g),
    ].map(([, ...act]) => act);
    expect(acts).toEqual([
      ["2", "2026-10-20", "100000.33"],
      ["2", "2026-11-10", "-10000.11"],
      ["3", "2026-11-02", "60000.19"],
      ["3", "2026-11-20", "-5000.03"],
    ]);
    expect(
      [...activity.matchAll(/<budget type="1" status="2"><period-start iso-date="(\d{4}).*?<value [^>]*>([^<]+)</g)].map(
        ([, year, amount]) => [year, amount],
      ),
    ).toEqual([
      ["2026", "60000.19"],
      ["2027", "30000.03"],
    ]);
    expect(activity).toContain('<activity-status code="4"/>');
    expect(activity).toContain('<target value="1200"/><actual value="900"/>');
    // Voted and not signed: no commitment yet, an indicative budget. Cancelled: neither.
    const other = (number: string) => new RegExp(`<other-identifier ref="${number}".*?</iati-activity>`, "s").exec(xml)![0];
    expect(other("MONEY-2026-0004")).not.toContain("<transaction ");
    expect(other("MONEY-2026-0004")).toContain('<budget type="1" status="1"><period-start iso-date="2026-01-01"/>');
    expect(other("MONEY-2026-0006")).not.toContain("<transaction ");
  });

  it("changes the files as soon as money moves", async () => {
    const before = (await register.get("/data/subventions.csv")).headers.get("etag");
    const { rows } = await sql<{ id: string }>`SELECT id FROM "grant" WHERE award = ${awards.once}`.execute(register.db);
    await pay(register.db, rows[0]!.id, 0, 3_000_000, "2026-11-23");
    const after = await register.get("/data/subventions.csv");
    expect(after.headers.get("etag")).not.toBe(before);
    expect(await after.text()).toContain("2026-11-23/2027-12-31");
  });
});
