import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { type TestRun, urlFor } from "./run.ts";

const ATTEMPTS = 20;
// In use; in use by an upkeep of the server's own, which our role may not end.
const BUSY = ["55006", "42501"];

/**
 * A database of its own for one test file: migrated and empty, or with the Paris data when `paris` is set. Needs
 * test/support/global-setup.ts among the globalSetup files of Vitest.
 */
export async function testDatabase(options: { paris?: boolean } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  const run = inject("run");
  const name = `${run.prefix}_${randomBytes(5).toString("hex")}`;
  await asAdmin(run, async (admin) => {
    const template = options.paris ? await parisTemplate(admin, run) : `${run.prefix}_template`;
    await clone(admin, template, name);
  });
  return {
    url: urlFor(run, name),
    drop: () => asAdmin(run, (admin) => patiently(() => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** The same, with a handle on it; `end` closes the handle and drops the database. */
export async function openTestDatabase(options: { paris?: boolean } = {}): Promise<{ db: Database; url: string; end(): Promise<void> }> {
  const { url, drop } = await testDatabase(options);
  const { db, close } = connect(url);
  return {
    db,
    url,
    end: async () => {
      await close();
      await drop();
    },
  };
}

/** The name of the template with the Paris data, made by the first test file that asks while the others wait. */
async function parisTemplate(admin: pg.Client, run: TestRun): Promise<string> {
  const name = `${run.prefix}_paris`;
  await admin.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
  try {
    const { rowCount } = await admin.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await makeParis(admin, run, name);
  } finally {
    await admin.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [name]);
  }
  return name;
}

// Under another name until it is complete: a load that failed leaves no template behind.
async function makeParis(admin: pg.Client, run: TestRun, name: string): Promise<void> {
  const draft = `${name}_making`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await clone(admin, `${run.prefix}_template`, draft);
  await seed(urlFor(run, draft));
  await patiently(() => admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`));
}

async function seed(url: string): Promise<void> {
  const module = new URL("../../src/register/seed/seed.ts", import.meta.url);
  if (!existsSync(module)) throw new Error("There is no src/register/seed/seed.ts to load the Paris data with.");
  const { seedParis } = (await import(module.href)) as { seedParis(url: string): Promise<unknown> };
  await seedParis(url);
}

async function clone(admin: pg.Client, template: string, name: string): Promise<void> {
  await patiently(() => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
}

// The server's own upkeep may be in the template for a moment.
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!BUSY.includes((error as { code?: string }).code ?? "") || attempt === ATTEMPTS) throw error;
      await sleep(100);
    }
  }
}

async function asAdmin<T>(run: TestRun, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: run.adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
