import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { createAccount } from "../../platform/accounts/actions.ts";
import { makeAuth } from "../../platform/accounts/auth.ts";
import { roles } from "../../platform/accounts/rights.ts";
import { signIn } from "../../platform/accounts/session.ts";
import { verifyChain } from "../../platform/audit/store.ts";
import { readCity } from "../../platform/city.ts";
import { readSettings } from "../../platform/city-settings/store.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { entriesOfApplication, papersOf } from "../../proof/history/store.ts";
import { findEntry, searchJournal } from "../../proof/journal/store.ts";
import { actionWords } from "../../proof/words.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { seedDemo } from "../../register/seed/seed.ts";
import { readDelays } from "../public/delay-store.ts";
import { openDemoAccounts } from "./accounts.ts";
import type { DemoDesk } from "./apply.ts";
import { seedFundingDemo } from "./seed.ts";

let db: Database;
let desk: DemoDesk;
let end: () => Promise<void>;
let databaseUrl: string;
beforeAll(async () => {
  const database = await testDatabase();
  databaseUrl = database.url;
  const opened = connect(database.url);
  db = opened.db;
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-demo-"));
  desk = { db, files: filesOnDisk(folder), city: await readCity(join(projectRoot, "data", "paris")), baseUrl: "http://localhost" };
  end = async () => {
    await opened.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => end());

const states = async (from: "application" | "grant", edition: string) =>
  (await sql<{ state: string }>`SELECT state FROM ${sql.table(from)} WHERE edition = ${edition} ORDER BY number`.execute(db)).rows.map(
    ({ state }) => state,
  );

/** From here, after each entry of the log: what is public, all of it, and whether it was told. The story is one transaction: here each act tells for itself. */
async function watchPublic(db: Database): Promise<void> {
  // Files and the log of changes are made of the rest; readings and counts of a day are of no act.
  const views = (
    await sql<{ name: string }>`SELECT viewname AS name FROM pg_views WHERE schemaname = 'published' AND viewname NOT IN
    ('change', 'publication', 'audit_anchor', 'audience_day', 'audience_month', 'counter_day', 'exchange_import')`.execute(db)
  ).rows;
  const digests = views.map(
    ({ name }) => `(SELECT string_agg(md5(v::text), '' ORDER BY v::text) FROM published.${JSON.stringify(name)} v)`,
  );
  await sql
    .raw(`
    CREATE TABLE public.seen (event bigint, act text, number bigint, digest text);
    CREATE OR REPLACE FUNCTION public.tell_content() RETURNS void LANGUAGE sql AS 'UPDATE content_change SET number = number + 1';
    CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO seen SELECT NEW.id, NEW.kind || ' ' || NEW.action, c.number, md5(array_to_string(ARRAY[${digests.join(", ")}], '/', '-')) FROM content_change c;
      RETURN NULL;
    END $$;
    CREATE TRIGGER event_then_see AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION see()`)
    .execute(db);
}

/** The acts that changed what is public, and were not told; how many were. */
async function publicChanges(db: Database): Promise<{ untold: string[]; told: number }> {
  const { rows } = await sql<{ act: string; moved: boolean; changed: boolean }>`
    SELECT act, number <> lag(number) OVER w AS moved, digest <> lag(digest) OVER w AS changed FROM seen WINDOW w AS (ORDER BY event)`.execute(
    db,
  );
  await sql`DROP TRIGGER event_then_see ON event; DROP FUNCTION see(); DROP TABLE seen`.execute(db);
  return {
    untold: rows.filter(({ moved, changed }) => changed && !moved).map(({ act }) => act),
    told: rows.filter(({ moved }) => moved).length,
  };
}

it("does nothing without the fictional records", async () => {
  expect(await seedFundingDemo(desk)).toBe(false);
});

it("makes a whole year of grants by the acts of people, once", async () => {
  await seedDemo(db);
  const before = (await currentEdition(db, "demo-edition-eau-close"))!.document;
  await watchPublic(db);
  expect(await seedFundingDemo(desk)).toBe(true);
  const { untold, told } = await publicChanges(db);
  expect([untold, told > 10]).toEqual([[], true]);
  expect(await seedFundingDemo(desk)).toBe(false);
  expect(await states("application", "demo-edition-eau-close")).toEqual([
    "granted",
    "granted",
    "granted",
    "rejected",
    "reserve",
    "inadmissible",
  ]);
  expect(await states("application", "demo-edition-eau-ouverte")).toEqual(["submitted", "incomplete"]);
  expect(await states("grant", "demo-edition-eau-close")).toEqual(["closed", "committed", "signed"]);
  // Open for the time of the load alone; the records are loaded again without a difference.
  expect((await currentEdition(db, "demo-edition-eau-close"))!.document).toEqual(before);
  expect((await seedDemo(db)).records).toMatchObject({ created: 0, changed: 0, kept: 0 });
  expect((await verifyChain(db)).broken).toBeUndefined();
});

it("marks all of it, on the portal too", async () => {
  for (const table of ["application", "applicant", "grant", "organisation", "project", "award", "place"])
    expect((await sql`SELECT id FROM ${sql.table(table)} WHERE NOT demo`.execute(db)).rows, table).toEqual([]);
  const { rows: grants } = await sql`SELECT demo, paid_cents, closed_on FROM published."grant" ORDER BY number`.execute(db);
  expect(grants).toEqual([
    { demo: true, paidCents: 8_800_000, closedOn: "2026-06-30" },
    { demo: true, paidCents: 6_000_000, closedOn: null },
    { demo: true, paidCents: 0, closedOn: null },
  ]);
});

it("tells the whole of a grant in its history: each entry, in words of either language, and hides it from who stepped aside", async () => {
  const { rows } = await sql<{ id: string; application: string }>`SELECT id, application FROM "grant" WHERE state = 'closed'`.execute(db);
  const { id, application } = rows[0]!;
  const entries = await entriesOfApplication(db, application);
  const { rows: all } = await sql<{ id: number }>`SELECT e.id FROM event e WHERE e.record IN (${application}, ${id})
    OR e.record IN (SELECT p.id::text FROM payment p WHERE p."grant" = ${id} UNION SELECT r.id::text FROM recovery r WHERE r."grant" = ${id}
      UNION SELECT r.id::text FROM report r WHERE r."grant" = ${id} UNION SELECT g.deliberation::text FROM "grant" g WHERE g.id = ${id}) ORDER BY e.id`.execute(
    db,
  );
  expect(entries.map((entry) => entry.id)).toEqual(all.map((entry) => entry.id));
  const acts = entries.map(({ kind, action }) => `${kind}.${action}`);
  for (const act of [
    "application.submit",
    "application.admit",
    "assessment.opinion_given",
    "deliberation.adopted",
    "grant.voted",
    "grant.signed",
    "payment.paid",
    "grant.close",
  ])
    expect(acts).toContain(act);
  for (const t of languages.map(translator))
    expect(
      entries.filter((entry) => actionWords(t, entry) === entry.action.replaceAll("_", " ")).map(({ kind, action }) => `${kind}.${action}`),
    ).toEqual([]);
  expect((await papersOf(db, application)).every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  const seen = async (hidden: string[]) =>
    (await searchJournal(db, { record: application }, hidden)).length + (await searchJournal(db, { record: id }, hidden)).length;
  expect(await seen([])).toBeGreaterThan(5);
  expect(await seen([application])).toBe(0);
  expect(await findEntry(db, entries[0]!.id, [application])).toBeUndefined();
});

it("says of the delays what its fictional dates say, never the day of the load", async () => {
  const [edition] = await readDelays(published(db), { edition: "demo-edition-eau-close" });
  const { admissibility, jury, vote, ...known } = edition!.delays;
  expect([admissibility, jury, vote]).toEqual([undefined, undefined, undefined]);
  expect(Object.values(known).every((one) => one !== undefined && one.days > 0)).toBe(true);
});

it("makes no account that somebody could sign in with, nor a mail that would leave", async () => {
  expect((await sql`SELECT id FROM auth.account`.execute(db)).rows).toEqual([]);
  expect((await sql`SELECT id FROM outgoing_mail WHERE to_address NOT LIKE '%@demo.invalid'`.execute(db)).rows).toEqual([]);
  const { rows } = await sql<{
    administrators: number;
  }>`SELECT count(*)::int AS administrators FROM auth."user" WHERE role = 'administrator'`.execute(db);
  expect(rows).toEqual([{ administrators: 0 }]);
});

it("lets its people in by passwords that are told once, and no fictional administrator beside a real one", async () => {
  const { auth, close } = makeAuth({
    databaseUrl,
    secret: "0".repeat(40),
    baseUrl: "http://localhost",
  });
  try {
    const first = await openDemoAccounts(db, auth, { again: false });
    expect(new Set(first.map(({ role }) => role))).toEqual(new Set(roles.filter((role) => role !== "guardian")));
    expect(new Set(first.map(({ password }) => password)).size).toBe(first.length);
    const [admin] = first;
    expect((await signIn(auth, new Headers(), admin!.email, admin!.password)).ok).toBe(true);
    // Told once: asked for again, they are others.
    expect(await openDemoAccounts(db, auth, { again: false })).toEqual([]);
    await createAccount(auth, "administrator", { email: "alice@ville.example", name: "Alice", password: "un mot de passe assez long" });
    const again = await openDemoAccounts(db, auth, { again: true });
    expect(again.map(({ role }) => role)).not.toContain("administrator");
    expect((await signIn(auth, new Headers(), admin!.email, admin!.password)).ok).toBe(false);
    expect((await readSettings(db)).demonstration).toEqual({ accounts: true });
  } finally {
    await close();
  }
});
