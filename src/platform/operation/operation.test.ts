import { tmpdir } from "node:os";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { readConfig } from "../config.ts";
import type { Database } from "../database/connect.ts";
import { enqueue } from "../jobs/jobs.ts";
import { settingNames } from "../settings.ts";
import type { Services } from "../web/env.ts";
import { actOnJob } from "./actions.ts";
import { keepAlive } from "./heartbeat.ts";
import { readiness } from "./readiness.ts";
import { clearedError, type Figures, type Standing, warningsOf } from "./rules.ts";
import { settingsInForce } from "./settings.ts";
import { listJobs, liveNodes, readFigures } from "./store.ts";

let [db, end]: [Database, () => Promise<void>] = [undefined!, undefined!];
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
});
afterAll(() => end());

const now = new Date("2026-03-10T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const well: Figures = {
  ...{
    jobsWaiting: 1,
    jobsRetrying: 0,
    jobsRunning: 0,
    jobsFailed: 0,
    oldestJobSeconds: 5,
    mailsQueued: 0,
    mailsFailed: 0,
    mailsKept: 0,
    nodes: 1,
  },
  ...{
    databaseBytes: 1,
    connections: 1,
    lastBackup: hoursAgo(8),
    lastBackupTried: hoursAgo(8),
    lastBackupFault: null,
    lastAnchor: hoursAgo(1),
    lastMigration: "",
  },
};
const standing: Standing = { figures: well, disk: { free: 50e9, size: 100e9 }, scheduled: true, smtp: true, guarded: true };

test.each([
  [{}, []],
  [{ disk: { free: 5e8, size: 100e9 } }, ["diskLow"]],
  [{ disk: { free: 4e8, size: 5e9 } }, []],
  [{ scheduled: false, figures: { ...well, lastBackup: null, lastBackupTried: null } }, ["backupNone"]],
  [{ figures: { ...well, lastBackup: null, lastBackupTried: null } }, ["backupOld"]],
  [{ figures: { ...well, lastBackup: hoursAgo(31), lastBackupTried: hoursAgo(200) } }, ["backupOld", "backupUntried"]],
  [{ figures: { ...well, lastBackupFault: hoursAgo(2) } }, ["backupFailed"]],
  [{ figures: { ...well, lastBackupFault: hoursAgo(9) } }, []],
  [{ figures: { ...well, lastAnchor: hoursAgo(37) } }, ["anchorOld"]],
  [{ figures: { ...well, jobsFailed: 1, oldestJobSeconds: 901, mailsFailed: 2 } }, ["jobsStuck", "jobsFailed", "mailsFailed"]],
  [{ smtp: false, guarded: false }, ["mailServer", "plainHttp"]],
])("what is amiss: %o", (change, found) => expect(warningsOf({ ...standing, ...change } as Standing, now)).toEqual(found));

test("an error is shown without the values that it failed on", () => {
  expect(clearedError('duplicate key value violates unique constraint "user_email"\nDetail: Key (email)=(a@b.fr)')).toBe(
    "duplicate key value violates unique constraint …",
  );
  expect(clearedError("mail 12 was not taken by jean.dupont@example.org (EAUTH 535)")).toBe("mail 12 was not taken by … (EAUTH 535)");
  expect(clearedError("GET https://host/x?token=abc failed for FR76 3000 6000 0112 3456 7890 189")).not.toMatch(/token|3000|7890/);
});

test("settings are shown with no secret in them", () => {
  const marked = "marked-secret-of-more-than-32-signs-abc";
  const shown = settingsInForce(
    readConfig({
      ...{
        DATABASE_URL: `postgres://vm:${marked}@host/x`,
        VILLE_MONDE_SECRET: marked,
        VILLE_MONDE_SMTP_URL: `smtp://me:${marked}@mail:587`,
        VILLE_MONDE_OIDC_ISSUER: "https://identity.example.org",
        VILLE_MONDE_OIDC_CLIENT_ID: "city",
        VILLE_MONDE_OIDC_CLIENT_SECRET: marked,
      },
      ...{ VILLE_MONDE_METRICS: marked, VILLE_MONDE_BACKUP_DIR: "/b", VILLE_MONDE_BACKUP_RECIPIENT: "age1xyz" },
      ...{ VILLE_MONDE_PROTECTED_KEY: "marked-".padEnd(43, "a"), VILLE_MONDE_BACKUP_SCRATCH: `postgres://vm:${marked}@host/y` },
    }),
  );
  expect(JSON.stringify(shown)).not.toContain("marked");
  expect(shown.map(([name]) => name).sort()).toEqual([...settingNames].sort());
  expect(Object.fromEntries(shown)).toMatchObject({
    DATABASE_URL: "postgres://vm:…@host/x",
    VILLE_MONDE_SECRET: "…",
    VILLE_MONDE_METRICS: "…",
    VILLE_MONDE_BACKUP_KEEP: "7,5,12",
  });
});

test("settings that go together, or are of no use, are told", () => {
  expect(() => readConfig({ VILLE_MONDE_BACKUP_DIR: "/b" })).toThrow(/goes with VILLE_MONDE_BACKUP_RECIPIENT/);
  expect(() => readConfig({ VILLE_MONDE_BACKUP_DIR: "/b", VILLE_MONDE_BACKUP_RECIPIENT: "age1x", VILLE_MONDE_BACKUP_KEEP: "7" })).toThrow(
    /days, weeks and months/,
  );
  expect(() => readConfig({ VILLE_MONDE_METRICS: "short" })).toThrow(/VILLE_MONDE_METRICS/);
  expect(readConfig({ VILLE_MONDE_METRICS: "9464" }).metrics).toEqual({ host: "127.0.0.1", port: 9464 });
  expect(readConfig({ VILLE_MONDE_METRICS: "[::]:9464" }).metrics).toEqual({ host: "::", port: 9464 });
  expect(readConfig({ VILLE_MONDE_METRICS: "a-token-of-twenty-signs" }).metrics).toEqual({ token: "a-token-of-twenty-signs" });
});

test("a job that was given up is done again or taken out, by who may, and the log says so; one under way is left alone", async () => {
  const administrator = { id: "a", name: "A", role: "administrator" } as const;
  for (const task of ["one", "two", "three"]) await enqueue(db, task, { email: "marked@example.org" });
  await sql`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'failed for marked@example.org'
    WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'one')`.execute(db);
  await sql`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w'
    WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'three')`.execute(db);
  const list = await listJobs(db);
  expect(list[0]).toMatchObject({ task: "one", lastError: expect.any(String) });
  expect(await readFigures(db)).toMatchObject({ jobsFailed: 1, jobsWaiting: 1, jobsRunning: 1 });
  const idOf = (task: string) => list.find((job) => job.task === task)!.id;
  expect(await actOnJob(db, "retry", idOf("one"), { ...administrator, role: "officer" })).toBe("right");
  expect(await actOnJob(db, "retry", idOf("one"), administrator)).toBe("done");
  expect(await actOnJob(db, "cancel", idOf("two"), administrator)).toBe("done");
  expect(await actOnJob(db, "cancel", idOf("two"), administrator)).toBe("gone");
  expect(await actOnJob(db, "cancel", idOf("three"), administrator)).toBe("gone");
  expect(await readFigures(db)).toMatchObject({ jobsFailed: 0, jobsWaiting: 1, jobsRunning: 1 });
  const { rows } = await sql<{ action: string }>`SELECT action FROM event WHERE kind = 'job' ORDER BY id`.execute(db);
  expect(rows.map(({ action }) => action)).toEqual(["retried", "cancelled"]);
});

test("a node is seen as long as it lives", async () => {
  const heart = await keepAlive(db, pino({ level: "silent" }));
  expect(await liveNodes(db)).toMatchObject([{ pid: process.pid, newest: expect.stringMatching(/^\d{4}_/) }]);
  await sql`UPDATE node SET seen_at = now() - interval '5 minutes'`.execute(db);
  expect(await liveNodes(db)).toEqual([]);
  await heart.stop();
  expect((await sql`SELECT 1 FROM node`.execute(db)).rows).toEqual([]);
});

test("a node is ready on a database that has its migrations, and says what is amiss", async () => {
  const config = readConfig({ VILLE_MONDE_DATA: tmpdir() });
  const services = { db, config, jobs: { alive: () => true } } as unknown as Services;
  expect(await readiness(services)).toMatchObject({ ready: true, database: "up", migrations: "head", jobs: "running" });
  expect(await readiness({ ...services, jobs: { alive: () => false } })).toMatchObject({
    ready: true,
    status: "degraded",
    jobs: "stopped",
  });
  expect(await readiness({ ...services, primary: { standing: "standby", writable: false } })).toMatchObject({
    ready: true,
    status: "read-only",
  });
  await sql`INSERT INTO kysely_migration VALUES ('9999_later', now()::text)`.execute(db);
  expect(await readiness(services)).toMatchObject({ ready: true, migrations: "newer" });
  await sql`DELETE FROM kysely_migration WHERE name > '0044'`.execute(db);
  expect(await readiness(services)).toMatchObject({ ready: false, status: "migrations", migrations: "behind" });
});
