import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { StartupError } from "../startup-error.ts";
import { openClient, quoted } from "./dump-store.ts";
import { emptyDatabase } from "./restore-store.ts";

const DROP_ATTEMPTS = 50;
const DROP_PAUSE_MS = 200;

/**
 * Gives `work` a database in which a backup may be tried, and takes it away after: one made for it beside the database at
 * `url`, or the empty one at `scratch`, which is emptied again. Throws a StartupError when the role may make none.
 */
export async function withScratch<T>(url: string, scratch: string | undefined, work: (url: string) => Promise<T>): Promise<T> {
  if (scratch) {
    try {
      return await work(scratch);
    } finally {
      const client = await openClient(scratch);
      // A database that was not empty was refused, and has no mark: it is not ours to touch.
      await emptyDatabase(client).finally(() => client.end());
    }
  }
  const name = `ville_monde_try_${randomBytes(6).toString("hex")}`;
  const server = await openClient(url);
  try {
    await server.query(`CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`).catch((error: pg.DatabaseError) => {
      if (error.code !== "42501") throw error;
      throw new StartupError(
        "The role of the database may make no other in which to try the backup: give an empty one in VILLE_MONDE_BACKUP_SCRATCH, or try it elsewhere with restore --check.",
      );
    });
    const place = new URL(url);
    place.pathname = `/${name}`;
    return await work(place.href);
  } finally {
    await drop(server, name);
    await server.end();
  }
}

// An upkeep of the server’s own, which our role may not end, may be in it for a moment.
async function drop(server: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await server.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
      return;
    } catch (error) {
      if (attempt === DROP_ATTEMPTS) throw error;
      await sleep(DROP_PAUSE_MS);
    }
  }
}
