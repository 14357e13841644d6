import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedFundingDemo } from "../../funding/demo/seed.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { kindOf } from "../../register/kinds.ts";
import { editRecord } from "../../register/record/actions.ts";
import { findRecord } from "../../register/record/store.ts";
import { seedDemo, seedStandards } from "../../register/seed/seed.ts";
import { checkExport, exportFile } from "../commands.ts";
import { openRegister, type Register } from "../testing.ts";
import { importIati } from "./import/actions.ts";
import { split } from "./reported.ts";

const officer: Actor = { id: "test", name: "Test", role: "administrator" };
let [first, second]: Register[] = [];
let sent: string;

beforeAll(async () => {
  first = await openRegister({ paris: true });
  await seedDemo(first.db);
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-demo-"));
  expect(await seedFundingDemo({ ...first.services, files: filesOnDisk(folder) })).toBe(true);
  await rm(folder, { recursive: true });
  sent = await exported(first);
  // Another instance of the same city: the reference lists and its vocabularies, and nothing else.
  second = await openRegister();
  await second.db.deleteFrom("odaRecipient").execute();
  await second.db.deleteFrom("odaList").execute();
  await seedStandards(second.db);
  const terms = await first.db.selectFrom("term").selectAll().execute();
  await second.db
    .insertInto("term")
    .values(terms.map((term) => ({ ...term, name: JSON.stringify(term.name), definition: JSON.stringify(term.definition) })) as never)
    .onConflict((c) => c.doNothing())
    .execute();
  expect(await bring(second, sent)).toMatchObject({ ok: true, written: true, counts: { refused: 0, kept: 0 } });
});
afterAll(async () => {
  await first?.drop();
  await second?.drop();
});

async function exported(register: Register): Promise<string> {
  const out = new PassThrough();
  const [xml] = await Promise.all([text(out), exportFile({ ...register, baseUrl: "https://monde.example.org" }, "iati", out)]);
  return xml;
}

function bring({ db, city }: Register, xml: string) {
  const bytes = Buffer.from(xml);
  const file = {
    name: "iati.xml",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    async *open() {
      yield bytes;
    },
  };
  return importIati(db, file, officer, { city, dryRun: false, publish: true });
}

/** What both registers say of each of the city's own projects, as far as a file can carry it. */
async function said(register: Register) {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id, p.programme, p.state, left(p.planned_start, 4) AS planned_start, left(p.planned_end, 4) AS planned_end, left(p.actual_start, 4) AS actual_start,
      left(p.actual_end, 4) AS actual_end, p.goals, p.targets, p.themes, p.gender_marker, p.mitigation_marker, p.adaptation_marker,
      (SELECT array_agg(country ORDER BY country) FROM project_country c WHERE c.project = p.id) AS countries,
      (SELECT array_agg(sector ORDER BY sector) FROM project_sector c WHERE c.project = p.id) AS sectors,
      (SELECT jsonb_agg(jsonb_build_array(target_value, actual_value, ascending) ORDER BY position) FROM project_result c WHERE c.project = p.id) AS results
    FROM project p WHERE p.reported_by IS NULL AND p.status = 'published' ORDER BY p.id`.execute(register.db);
  return rows;
}

describe("a register sent as IATI to an empty one", () => {
  it("comes out of it byte for byte", async () => {
    const received = await exported(second!);
    expect(received.length).toBe(sent.length);
    expect(received).toBe(sent);
  });

  it("brought its fields too, and not its text alone", async () => {
    const [here, there] = [await said(first!), await said(second!)];
    expect(there.map(({ id }) => id)).toEqual(here.map(({ id }) => id));
    // A start that is not known goes out as a day and its note, and comes back as that day.
    const known = (rows: Record<string, unknown>[], other: Record<string, unknown>[]) =>
      rows.map((row, i) => ({ ...row, plannedStart: other[i]!.plannedStart && row.plannedStart, themes: new Set(row.themes as string[]) }));
    expect(known(there, here)).toEqual(known(here, there));
  });

  it("brought every euro, by type", async () => {
    const sums = new Map<string, number>();
    for (const [activity] of sent.matchAll(/<iati-activity .*/g)) {
      if (/<iati-identifier>[^<]*-PROGRAMME-/.test(activity)) continue;
      for (const { name, xml } of split(activity).children) {
        if (name !== "transaction") continue;
        const type = /transaction-type code="(\d+)"/.exec(xml)![1]!;
        sums.set(type, (sums.get(type) ?? 0) + Math.round(Number(/>([-\d.]+)<\/value>/.exec(xml)![1]) * 100));
      }
    }
    const rows = await second!.db
      .selectFrom("reportedTransaction")
      .select((eb) => ["type", eb.fn.sum<number>("amountCents").as("cents")])
      .groupBy("type")
      .orderBy("type")
      .execute();
    expect(rows.map(({ type, cents }) => [type, Number(cents)])).toEqual([...sums].sort());
    expect(rows.length).toBeGreaterThan(1);
  });

  it("tells what the schedules of grants still hold", async () => {
    const planned = sent.match(/<planned-disbursement .*?<\/planned-disbursement>/g) ?? [];
    const cents = planned.reduce((sum, one) => sum + Math.round(Number(/>([\d.]+)<\/value>/.exec(one)![1]) * 100), 0);
    const { rows } = await sql<{ cents: number }>`
      SELECT sum(greatest(0, t.cents - coalesce(p.cents, 0)))::bigint AS cents
      FROM (SELECT "grant", year, source, sum(amount_cents) AS cents FROM published.tranche GROUP BY 1, 2, 3) t
      JOIN published."grant" g ON g.id = t."grant" AND g.state NOT IN ('closed', 'cancelled', 'lapsed', 'withdrawn')
      LEFT JOIN (SELECT "grant", year, source, sum(amount_cents) AS cents FROM published.payment GROUP BY 1, 2, 3) p USING ("grant", year, source)`.execute(
      first!.db,
    );
    expect(cents).toBe(rows[0]!.cents);
    expect(cents).toBeGreaterThan(0);
  });

  it("changes nothing when it comes again, and is valid wherever it is", async () => {
    expect(await bring(second!, sent)).toMatchObject({ ok: true, counts: { created: 0, changed: 0, kept: 0, refused: 0 } });
    const report = await checkExport({ ...second!, baseUrl: "https://monde.example.org" });
    expect(report).toMatchObject({ findings: [], activities: report.asReported });
  });

  it("says what is changed there, and all the rest as it came", async () => {
    const id = (await said(first!))[0]!.id;
    const kind = kindOf("project");
    const { version, document } = (await findRecord(second!.db, kind, id))!;
    const saved = await editRecord(second!.db, "project", id, version, { ...document, name: { fr: "Un autre nom" } }, officer);
    expect(saved).toMatchObject({ ok: true });
    const line = (xml: string) => xml.split("\n").find((one) => one.includes(`-${id}</iati-identifier>`))!;
    const [before, after] = [split(line(sent)).children, split(line(await exported(second!))).children];
    expect(after.find(({ name }) => name === "title")!.xml).toBe('<title><narrative xml:lang="fr">Un autre nom</narrative></title>');
    const rest = (all: typeof before) => all.flatMap(({ name, xml }) => (name === "title" ? [] : [xml]));
    expect(rest(after)).toEqual(rest(before));
    expect((await checkExport({ ...second!, baseUrl: "https://monde.example.org" })).findings).toEqual([]);
  });
});
