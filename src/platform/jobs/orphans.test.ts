import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database } from "../database/connect.ts";
import { enqueue, startJobs } from "./jobs.ts";

let db: Database;
let url: string;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, url, end } = await openTestDatabase());
});
afterAll(() => end());

it("gives back the job of a worker that died, and leaves those of workers that live", async () => {
  const done: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const tasks = {
    short: async ({ name }: { name: string }) => void done.push(name),
    long: async ({ name }: { name: string }) => {
      done.push(name);
      await held;
    },
  };
  await enqueue(db, "short", { name: "orphan" });
  await sql`UPDATE graphile_worker._private_jobs SET locked_by = 'worker-that-died', locked_at = now(), attempts = 1`.execute(db);
  await enqueue(db, "long", { name: "alive" });
  const jobs = startJobs({ databaseUrl: url, tasks, log: pino({ level: "silent" }), sweepMs: 200 });
  for (let i = 0; i < 400 && !done.includes("orphan"); i++) await sleep(50);
  // Many looks later the long one is still one worker's own.
  await sleep(1_500);
  expect([...done].sort()).toEqual(["alive", "orphan"]);
  release();
  await jobs.stop();
  const { rows } = await sql`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier IN ('short', 'long')`.execute(db);
  expect(rows).toEqual([]);
});
