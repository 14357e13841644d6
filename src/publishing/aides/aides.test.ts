import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../platform/project-root.ts";
import { seedDemo } from "../../register/seed/seed.ts";
import { openRegister, type Register } from "../testing.ts";
import { aideColumns, targetsOf, territoriesOf, uuidOf } from "./columns.ts";

interface Field {
  name: string;
  type: string;
  format?: string;
  pattern?: string;
  constraints?: { required?: boolean; unique?: boolean; pattern?: string; maxLength?: number };
}
const { fields } = JSON.parse(readFileSync(join(projectRoot, "test/fixtures/aides/dispositif-aide-0.2.0.schema.json"), "utf8")) as {
  fields: Field[];
};

/** What the official Table Schema finds wrong; nothing when the rows are valid. */
function faultsOf(rows: readonly Record<string, string>[]): string[] {
  return rows.flatMap((row, i) =>
    fields.flatMap(({ name, type, format, pattern, constraints = {} }) => {
      const value = row[name] ?? "";
      if (value === "") return constraints.required ? [`row ${i} ${name}: required`] : [];
      const well = [
        constraints.pattern === undefined || new RegExp(constraints.pattern).test(value),
        pattern === undefined || new RegExp(pattern).test(value),
        constraints.maxLength === undefined || value.length <= constraints.maxLength,
        format !== "uuid" || /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value),
        format !== "uri" || URL.canParse(value),
        type !== "datetime" || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value),
        !constraints.unique || rows.filter((one) => one[name] === value).length === 1,
      ];
      return well.every(Boolean) ? [] : [`row ${i} ${name}: ${value}`];
    }),
  );
}

let register: Register;
beforeAll(async () => {
  register = await openRegister({ paris: true });
  // The calls of the demonstration, one of each kind.
  await seedDemo(register.db);
});
afterAll(() => register.drop());
const text = async (path: string) => (await register.get(path)).text();

describe("/data/dispositifs-aide.csv and .json", () => {
  it("are valid by the official schema, the same rows, one per edition that was not cancelled", async () => {
    const csv = await text("/data/dispositifs-aide.csv");
    const [header] = parse(csv, { to: 1 }) as string[][];
    expect(header).toEqual(fields.map(({ name }) => name));
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    const { rows: editions } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM published.edition WHERE cancelled_on IS NULL`.execute(register.db);
    expect(rows.length).toBe(editions[0]!.n);
    expect(rows.length).toBeGreaterThan(0);
    expect(faultsOf(rows)).toEqual([]);
    const json = JSON.parse(await text("/data/dispositifs-aide.json"));
    expect(faultsOf(json)).toEqual([]);
    expect(json.map((row: any) => row.id)).toEqual(rows.map((row) => row.id));
    for (const row of rows) expect(JSON.parse(row.porteurs!)).toMatchObject([{ siren: "217500016" }]);
  });

  it("show no draft", async () => {
    await sql`UPDATE edition SET status = 'draft', published_at = NULL WHERE id = (SELECT id FROM edition WHERE status = 'published' ORDER BY id LIMIT 1)`
      .execute(register.db)
      .catch(() => {});
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM published.edition WHERE cancelled_on IS NULL`.execute(
      register.db,
    );
    await register.make("source", { name: { fr: "Autre état" }, publisher: "x" });
    expect(JSON.parse(await text("/data/dispositifs-aide.json"))).toHaveLength(rows[0]!.n);
  });

  it("would hear of a fault", () => {
    const good = Object.fromEntries(aideColumns.map(([name]) => [name, ""]));
    expect(faultsOf([good]).length).toBe(fields.filter((field) => field.constraints?.required).length);
    expect(faultsOf([{ ...good, cibles: "entreprises" }]).join()).toContain("cibles");
  });

  it("read conditions as the schema's codes", () => {
    expect(targetsOf(["association", "ngo", "university"])).toEqual(["associations", "secteur public"]);
    expect(targetsOf([])).toEqual(["associations"]);
    expect(territoriesOf(["75", "92100", "971", "20", "97"])).toEqual(["DEP-75", "DEP-92", "DEP-971", "REG-94", "PAYS-99100"]);
    expect(territoriesOf([])).toEqual(["PAYS-99100"]);
    // RFC 9562, appendix A.4, for the namespace of addresses.
    expect(uuidOf("www.example.com")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(uuidOf("a")).toBe(uuidOf("a"));
  });
});
