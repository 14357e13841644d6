import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startTestServer } from "./postgres.ts";
import { type TestRun, urlFor } from "./run.ts";

/**
 * Starts the server of a test run and makes its template, the migrated and empty database that testDatabase()
 * clones. Vitest calls the function returned when the run is over.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const admin = new pg.Client({ connectionString: server.adminUrl });
  admin.on("error", () => {}); // The next query says it.
  const prefix = `vm_test_${randomBytes(4).toString("hex")}`;
  const run: TestRun = { adminUrl: server.adminUrl, prefix };
  const teardown = async () => {
    await dropRun(admin, run.prefix).finally(() => admin.end());
    await server.stop();
  };
  try {
    await admin.connect();
    await claim(admin, run.prefix);
    await dropDeadRuns(admin);
    run.adminUrl = await ordinary(admin, run);
    await makeTemplate(run);
  } catch (error) {
    await teardown().catch(() => {});
    throw error;
  }
  project.provide("run", run);
  return teardown;
}

/**
 * The role that the tests use: an ordinary one, like the program's own, also where the server is given with a superuser's,
 * whom no policy on rows holds. Goes with the run.
 */
async function ordinary(admin: pg.Client, { adminUrl, prefix }: TestRun): Promise<string> {
  const { rows } = await admin.query("SELECT rolsuper OR rolbypassrls AS unheld FROM pg_roles WHERE rolname = current_user");
  if (!rows[0].unheld) return adminUrl;
  const url = new URL(adminUrl);
  [url.username, url.password] = [prefix, randomBytes(12).toString("hex")];
  await admin.query(`CREATE ROLE ${prefix} LOGIN CREATEDB PASSWORD '${url.password}'`);
  return url.href;
}

async function makeTemplate(run: TestRun): Promise<void> {
  const name = `${run.prefix}_template`;
  const owner = new pg.Client({ connectionString: run.adminUrl });
  await owner.connect();
  await owner.query(`CREATE DATABASE ${name}`).finally(() => owner.end());
  const { migrate } = await import("../../src/platform/database/migrate.ts");
  await migrate(urlFor(run, name));
}

// Held by the connection for as long as the run lives, however it ends: what tells a run under way from a dead one,
// also on a server that several machines share.
async function claim(admin: pg.Client, prefix: string): Promise<boolean> {
  const { rows } = await admin.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine", [prefix]);
  return rows[0].mine;
}

/** Before this run has any database, as it holds its own lock and would take itself for dead. */
async function dropDeadRuns(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query(
    "SELECT DISTINCT substring(datname FROM '^vm_test_[0-9a-f]{8}') AS prefix FROM pg_database WHERE datname ~ '^vm_test_[0-9a-f]{8}_'",
  );
  for (const { prefix } of rows) {
    if (!(await claim(admin, prefix))) continue;
    await dropRun(admin, prefix);
    await admin.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [prefix]);
  }
}

async function dropRun(admin: pg.Client, prefix: string): Promise<void> {
  const { rows } = await admin.query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [`${prefix}_`]);
  for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  // Only who made it may.
  const { rowCount } = await admin.query("SELECT FROM pg_roles WHERE rolname = $1", [prefix]);
  if (rowCount) await admin.query(`DROP ROLE ${prefix}`);
}
