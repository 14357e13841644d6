import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Database } from "../database/connect.ts";
import { knownMigrations } from "../database/migrate.ts";
import type { Log } from "../log.ts";
import { version } from "../version.ts";
import { forgetNode, sayAlive } from "./store.ts";

const BEAT_MS = 30_000;

/** Says in the database that this process lives, twice a minute, until it stops. */
export async function keepAlive(db: Database, log: Log): Promise<{ stop(): Promise<void> }> {
  const id = randomUUID();
  const newest = (await knownMigrations()).at(-1)!;
  const node = { host: hostname(), pid: process.pid, program: version(), newest, startedAt: new Date() };
  const beat = () =>
    sayAlive(db, id, node).catch((error: unknown) => log.debug({ reason: String(error) }, "the node could not say that it lives"));
  await beat();
  const timer = setInterval(() => void beat(), BEAT_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await forgetNode(db, id).catch(() => {});
    },
  };
}
