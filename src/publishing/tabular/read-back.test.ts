import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../platform/accounts/rights.ts";
import { importFile } from "../../register/import/actions.ts";
import { type KindName, kindOf } from "../../register/kinds.ts";
import { findRecord } from "../../register/record/store.ts";
import { seedDemo } from "../../register/seed/seed.ts";
import { datasets } from "../datasets.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
const names = ["projects", "partners", "agreements", "awards"] as const;

async function readBack({ db, get }: Register, path: string) {
  const name = names.find((one) => path.includes(one))!;
  const bytes = new Uint8Array(await (await get(path)).arrayBuffer());
  const report = await importFile(db, datasets[name].kind as KindName, bytes, alice, { dryRun: false });
  if (!report.ok) throw new Error(JSON.stringify(report));
  return report;
}

describe.each([
  ["of Paris", true],
  ["with what is awkward in a table", false],
])("the open data %s", (_, paris) => {
  let register: Register;
  beforeAll(async () => {
    register = await openRegister({ paris });
    if (paris) await seedDemo(register.db);
    else await makeAwkwardRows(register);
  }, 60_000);
  afterAll(() => register.drop());

  it.each(names.flatMap((name) => [`/data/${name}.csv`, `/data/${name}.xlsx`]))("of %s, read back, changes nothing", async (path) => {
    const log = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM event`.execute(register.db)).rows[0]!.n;
    const before = await log();
    const report = await readBack(register, path);
    expect(report.problems.filter((problem) => !problem.warning)).toEqual([]);
    expect(report.rows.length).toBeGreaterThan(0);
    expect(report.rows.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
    // What is not read is told, and no column is unknown.
    expect(report.problems.map(({ code }) => code)).toContain("columns_computed");
    expect(report.problems.map(({ code }) => code)).not.toContain("column_unknown");
    expect(await log()).toBe(before);
  });
});

describe("the open data with a cell changed", () => {
  let register: Register;
  beforeAll(async () => {
    register = await openRegister({ paris: true });
  }, 60_000);
  afterAll(() => register.drop());

  it("changes that of the record, and no more", async () => {
    const rows = parse<Record<string, string>>(await (await register.get("/data/projects.csv")).text(), { columns: true });
    const row = rows.find(({ countries }) => countries && !countries.includes("|"))!;
    const before = (await findRecord(register.db, kindOf("project"), row.id!))!.document;
    row.budget = "1234.50";
    row.countries = `${row.countries}|${row.countries === "ML" ? "SN" : "ML"}`;
    row.country_shares = "70|30";
    const bytes = new TextEncoder().encode(stringify(rows, { header: true, delimiter: ";" }));
    const report = await importFile(register.db, "project", bytes, alice, { dryRun: false });
    expect(report).toMatchObject({ ok: true, written: true });
    expect(report.ok && report.rows.filter(({ outcome }) => outcome !== "unchanged")).toMatchObject([
      { id: row.id, outcome: "changed", changed: ["countries", "budgetCents"] },
    ]);
    expect((await findRecord(register.db, kindOf("project"), row.id!))!.document).toEqual({
      ...before,
      budgetCents: 123_450,
      countries: row.countries.split("|").map((country, i) => ({ country, percentage: i === 0 ? 70 : 30 })),
    });
  });
});
