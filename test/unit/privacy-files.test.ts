import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedFundingDemo } from "../../src/funding/demo/seed.ts";
import { verifyChain } from "../../src/platform/audit/store.ts";
import { readCity } from "../../src/platform/city.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { type Files, filesOnDisk } from "../../src/platform/files.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { livingOf } from "../../src/privacy/account-store.ts";
import { anonymise } from "../../src/privacy/anonymise/actions.ts";
import { placeHold } from "../../src/privacy/hold/actions.ts";
import { tables } from "../../src/privacy/processing/columns.ts";
import { sweep } from "../../src/privacy/retention/testing.ts";
import { closeOwnAccount } from "../../src/privacy/subject/actions.ts";
import { seedDemo } from "../../src/register/seed/seed.ts";
import { testDatabase } from "../support/database.ts";

let db: Database;
let url: string;
let files: Files;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  url = database.url;
  const opened = connect(url);
  db = opened.db;
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-privacy-"));
  files = filesOnDisk(folder);
  end = async () => {
    await opened.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  await seedDemo(db);
  await seedFundingDemo({ db, files, city: await readCity(join(projectRoot, "data", "paris")), baseUrl: "http://localhost" });
}, 120_000);
afterAll(() => end());

/** What the public sees of grants, to the last cent and date. */
const publicRecord = async () =>
  (
    await sql<{ all: unknown }>`SELECT jsonb_build_object(
      'grants', (SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id) FROM published."grant" g), 'payments', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM published.payment p),
      'conventions', (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM published.convention c), 'awards', (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.id) FROM published.award w),
      'reports', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id) FROM published.report r), 'outcomes', (SELECT jsonb_agg(to_jsonb(o) ORDER BY o.edition) FROM published.edition_outcome o),
      'delays', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d::text) FROM published.grant_delay d),
      'scores', (SELECT jsonb_agg(jsonb_build_array(a.id, a.mean_score) ORDER BY a.id) FROM application a)) AS all`.execute(db)
  ).rows[0]!.all;
const years = (n: number) => new Date(Date.now() + n * 366 * 86_400_000);

describe("files whose term is over", () => {
  it("are kept while the archives have not agreed, and while one is held", async () => {
    expect(await sweep(db, ["application_refused", "grant_closed"], { now: years(15) })).toEqual({});
    const { rows } = await sql<{
      number: string;
    }>`SELECT a.number FROM application a JOIN "grant" g ON g.application = a.id WHERE g.state = 'closed'`.execute(db);
    expect(
      await placeHold(
        db,
        { kind: "application", record: rows[0]!.number, reason: "TA 26-1" },
        { id: "a", name: "A", role: "administrator" },
      ),
    ).toEqual({ ok: true });
    expect((await sweep(db, ["grant_closed"], { now: years(15), visa: "AD75 1" })).grant_closed).toBe(0);
    await sql`UPDATE legal_hold SET lifted_at = now(), lifted_by = 'a', lifted_name = 'A', lifted_reason = 'jugé'`.execute(db);
  });

  it("lose the people and keep the money: the public record stays as it was, to the byte", async () => {
    const before = await publicRecord();
    const { rows: held } = await sql<{
      id: string;
      file: string;
    }>`SELECT a.id, f.file FROM application a JOIN application_file f ON f.application = a.id
      JOIN "grant" g ON g.application = a.id WHERE g.state = 'closed'`.execute(db);
    expect(held.length).toBeGreaterThan(0);
    const done = await sweep(db, ["application_refused", "grant_closed"], { now: years(15), visa: "AD75 2041-7", files });
    expect([done.application_refused >= 2, done.grant_closed]).toEqual([true, 1]);
    expect(await publicRecord()).toEqual(before);
    const id = held[0]!.id;
    const { rows } = await sql<{
      content: object;
      sealed: string | null;
      asked: number;
      snapshots: number;
      opinions: number;
    }>`SELECT content, content_sha256 AS sealed, asked_cents AS asked,
      (SELECT count(*)::int FROM application_snapshot WHERE application = a.id) AS snapshots, (SELECT count(*)::int FROM opinion WHERE application = a.id) AS opinions
      FROM application a WHERE id = ${id}`.execute(db);
    expect(rows[0]).toMatchObject({ content: {}, snapshots: 0, opinions: 0 });
    expect(rows[0]!.asked).toBeGreaterThan(0);
    expect(rows[0]!.sealed).toMatch(/^[0-9a-f]{64}$/);
    const names = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM payment p JOIN "grant" g ON g.id = p."grant" WHERE g.application = ${id} AND p.requested_name <> gone()`.execute(
      db,
    );
    expect(names.rows[0]!.n).toBe(0);
    expect((await verifyChain(db)).broken).toBeUndefined();
    expect(await sweep(db, ["application_refused", "grant_closed"], { now: years(15), visa: "AD75 2041-7" })).toEqual({
      application_refused: 0,
      grant_closed: 0,
    });
  });

  it("hold whoever answers alone for one that is under way", async () => {
    const { rows } = await sql<{
      id: string;
      name: string;
      email: string;
    }>`SELECT u.id, u.name, u.email FROM auth."user" u JOIN applicant_member m ON m.user_id = u.id
      JOIN application a ON a.applicant = m.applicant JOIN "grant" g ON g.application = a.id WHERE g.state = 'committed' AND m.role = 'representative' LIMIT 1`.execute(
      db,
    );
    const who = rows[0]!;
    const living = await livingOf(db, who.id);
    const others = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM applicant_member m JOIN applicant_member o ON o.applicant = m.applicant AND o.user_id <> m.user_id
      AND o.role = 'representative' WHERE m.user_id = ${who.id}`.execute(db);
    if (others.rows[0]!.n > 0) await sql`UPDATE applicant_member SET role = 'contributor' WHERE user_id <> ${who.id}`.execute(db);
    expect((await livingOf(db, who.id)).some(({ what }) => what === "grant")).toBe(true);
    expect(living.length <= (await livingOf(db, who.id)).length).toBe(true);
    expect(await closeOwnAccount({ db, files }, { ...who, role: "applicant" }, "2026-01-01")).toMatchObject({
      ok: false,
      reason: "living",
    });
    expect((await sql`SELECT FROM auth."user" WHERE id = ${who.id}`.execute(db)).rows).toHaveLength(1);
    expect((await sql`SELECT FROM data_request`.execute(db)).rows).toEqual([]);
  });
});

describe("a copy for tests", () => {
  const named = async () => (await sql<{ name: string }>`SELECT current_database() AS name`.execute(db)).rows[0]!.name;
  /** Every value of the columns that name or reach someone. */
  const people = async () => {
    const values = new Set<string>();
    for (const { table, personal } of tables)
      for (const { name } of personal.filter(({ category }) => ["name", "email", "phone"].includes(category))) {
        const { rows } = await sql<{
          v: string;
        }>`SELECT DISTINCT ${sql.ref(name)}::text AS v FROM ${sql.table(table)} WHERE ${sql.ref(name)} IS NOT NULL`.execute(
          db.withoutPlugins(),
        );
        for (const { v } of rows) if (v.length > 3 && v !== "[…]") values.add(v);
      }
    return values;
  };

  it("is refused unless the database is named, and says so", async () => {
    const second = connect(url);
    await sql`SELECT 1`.execute(second.db);
    expect(await anonymise(db, { named: undefined })).toMatchObject({ ok: false, reason: "in_use" });
    expect(await anonymise(db, { named: "production" })).toMatchObject({ ok: false, reason: "named" });
    await second.close();
  });

  it("keeps no name, address or telephone of anybody, joins as before, and its log verifies", async () => {
    const before = await people();
    expect(before.size).toBeGreaterThan(20);
    const { rows: joined } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM applicant_member m JOIN auth."user" u ON u.id = m.user_id`.execute(db);
    const done = await anonymise(db, { named: await named() });
    expect(done).toMatchObject({ ok: true });
    const after = await people();
    expect([...after].filter((value) => before.has(value))).toEqual([]);
    // Nor inside forms, logs and texts.
    const { rows: dump } = await sql<{
      t: string;
    }>`SELECT query_to_xml('SELECT * FROM application', true, true, '')::text || query_to_xml('SELECT * FROM event', true, true, '')::text
      || query_to_xml('SELECT * FROM applicant', true, true, '')::text AS t`.execute(db);
    const accounts = [...before].filter((value) => /@/.test(value));
    expect(accounts.filter((address) => dump[0]!.t.includes(address))).toEqual([]);
    expect(
      (await sql<{ n: number }>`SELECT count(*)::int AS n FROM applicant_member m JOIN auth."user" u ON u.id = m.user_id`.execute(db)).rows,
    ).toEqual(joined);
    expect((await verifyChain(db)).broken).toBeUndefined();
    const { rows: off } = await sql`SELECT FROM pg_trigger WHERE tgenabled = 'D'`.execute(db);
    expect(off).toEqual([]);
  });
});
