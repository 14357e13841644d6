import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { urlFor } from "../../../test/support/run.ts";
import { knownMigrations, migrate } from "./migrate.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const name = () => `${inject("run").prefix}_${randomBytes(5).toString("hex")}`;
let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ connectionString: inject("run").adminUrl });
  await admin.connect();
});
const made: string[] = [];
afterAll(async () => {
  for (const one of made) await admin.query(`DROP DATABASE IF EXISTS ${one} WITH (FORCE)`);
  await admin.end();
});

async function emptyDatabase(): Promise<{ url: string; client: pg.Client }> {
  const database = name();
  await admin.query(`CREATE DATABASE ${database}`);
  made.push(database);
  const client = new pg.Client({ connectionString: urlFor(inject("run"), database) });
  await client.connect();
  return { url: urlFor(inject("run"), database), client };
}

test("nodes that start at once migrate once", async () => {
  const { url, client } = await emptyDatabase();
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(applied.flat().toSorted()).toEqual(await knownMigrations());
  await client.end();
});

test("a migration gives way to who waits behind it, and is done once the table is free; each is its own transaction", async () => {
  const { url, client } = await emptyDatabase();
  await migrate(url, { to: "0037_follow" });
  // Someone reads the log for long.
  await client.query("BEGIN");
  await client.query("SELECT count(*) FROM event");
  const waits = async () =>
    (
      await admin.query("SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = $1)", [
        made.at(-1),
      ])
    ).rowCount! > 0;
  const until = async (wanted: boolean) => {
    while ((await waits()) !== wanted) await sleep(50);
  };
  const done = migrate(url);
  await until(true);
  await until(false);
  await client.query("COMMIT");
  expect((await done).at(-1)).toBe((await knownMigrations()).at(-1));
  await client.end();
});

test("a program meets a database that a newer one has changed: it refuses in one line, or runs when that fits", async () => {
  const { url, client } = await emptyDatabase();
  await migrate(url);
  await client.query("INSERT INTO kysely_migration (name, timestamp) VALUES ('9998_later', now()::text)");
  await expect(migrate(url)).rejects.toThrow(
    /^A newer version of Ville-Monde has changed this database \(9998_later\), and this one, .* does not work with it: start the newer version/,
  );
  await client.query("INSERT INTO migration_note (name, works_with) VALUES ('9998_later', '9997')");
  await expect(migrate(url)).rejects.toThrow(/does not work with it/);
  await client.query("UPDATE migration_note SET works_with = '0044'");
  expect(await migrate(url)).toEqual([]);
  await client.end();
});
