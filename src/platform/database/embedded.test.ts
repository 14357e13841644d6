import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { findPostmaster, stopPostmaster } from "./embedded/postmaster.ts";
import { birthOf } from "./embedded/process.ts";
import { answers, asRoot, cleanUp, kill, rowsOf, spawnOther, spawnStranger, startOther, temporaryFolder } from "./embedded/testing.ts";
import { startEmbeddedPostgres } from "./embedded.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
afterEach(cleanUp);

const pidOf = (dataDir: string) => findPostmaster(join(dataDir, "postgres"))?.pid;
const connected = async (url: string) => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // The server is stopped under it.
  await client.connect();
  return client;
};
const until = async (met: () => boolean) => {
  for (let left = 500; left > 0 && !met(); left--) await sleep(10);
  expect(met()).toBe(true);
};

test("makes a cluster from nothing, stops it, and finds its rows again", async () => {
  const dataDir = join(temporaryFolder(), "data");
  const began = performance.now();
  const first = await startEmbeddedPostgres({ dataDir });
  const cold = performance.now() - began;
  expect(first.owned).toBe(true);
  await rowsOf(first.url, "CREATE TABLE kept AS SELECT 'œuvre' AS word");
  const pid = pidOf(dataDir)!;
  await Promise.all([first.stop(), first.stop()]);
  await first.stop();
  expect(birthOf(pid)).toBeUndefined();

  const again = performance.now();
  const second = await startEmbeddedPostgres({ dataDir });
  const warm = performance.now() - again;
  expect(await rowsOf(second.url, "SELECT word FROM kept")).toEqual([{ word: "œuvre" }]);
  await second.stop();
  console.info(`embedded PostgreSQL: ${Math.round(cold)} ms from nothing, ${Math.round(warm)} ms warm`);
});

test("is UTF-8, durable, closed to other machines, and used by a role that is no superuser", async () => {
  const dataDir = temporaryFolder();
  const { url, stop } = await startEmbeddedPostgres({ dataDir });
  const [row] = await rowsOf(
    url,
    `SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
    current_setting('password_encryption') AS passwords,
    (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale, current_database() AS name,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`,
  );
  expect(row).toEqual({ encoding: "UTF8", fsync: "on", passwords: "scram-sha-256", locale: "C.UTF-8", name: "ville_monde", super: false });
  expect(
    readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8")
      .split("\n")
      .slice(4, 6),
  ).toEqual(["", "127.0.0.1"]);
  await rowsOf(url, "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm");
  for (const file of ["postgres-password", "postgres.log"]) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  expect(await answers(url.replace(/:[^:@]+@/, ":guess@"))).toBe(false);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === "IPv4");
  if (outside) expect(await answers(url.replace("127.0.0.1", outside.address))).toBe(false);
  await stop();
});

test("takes over the server that a killed process left running", async () => {
  const dataDir = temporaryFolder();
  const killed = await startOther(dataDir);
  await kill(killed.child);
  const pid = pidOf(dataDir);
  expect(await answers(killed.url)).toBe(true);
  const next = await startEmbeddedPostgres({ dataDir });
  expect([pidOf(dataDir), next.owned, next.url]).toEqual([pid, true, killed.url]);
  await next.stop();
  expect(await answers(killed.url)).toBe(false);
});

test("a second process joins the server and leaves it running", async () => {
  const dataDir = temporaryFolder();
  const server = await startOther(dataDir);
  const cli = await startEmbeddedPostgres({ dataDir });
  expect([server.owned, cli.owned, cli.url]).toEqual([true, false, server.url]);
  expect(readFileSync(join(dataDir, "owner.pid"), "utf8")).toMatch(new RegExp(`^${server.child.pid} ${birthOf(server.child.pid!)} `));
  await cli.stop();
  expect(await answers(server.url)).toBe(true);
  expect(await server.end()).toBe(0);
  expect(await answers(server.url)).toBe(false);
});

test("the last process to leave stops the server, whoever started it", async () => {
  const dataDir = temporaryFolder();
  const cli = await startOther(dataDir);
  const server = await startOther(dataDir);
  await cli.end();
  expect(await answers(server.url)).toBe(true);
  await server.end();
  expect(await answers(server.url)).toBe(false);
});

test("starts at the same moment end up on one server", async () => {
  const dataDir = join(temporaryFolder(), "data");
  const others = [1, 2, 3].map(() => startOther(dataDir));
  const own = [1, 2].map(() => startEmbeddedPostgres({ dataDir, fast: true }));
  const all = [...(await Promise.all(others)), ...(await Promise.all(own))];
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  expect(all.filter((one) => one.owned)).toHaveLength(1);
  await Promise.all(all.map((one) => ("end" in one ? one.end() : one.stop())));
  expect(await answers(all[0]!.url)).toBe(false);
});

test("does not take another program for its server because of a number in postmaster.pid", async () => {
  const dataDir = temporaryFolder();
  const { stop } = await startEmbeddedPostgres({ dataDir, fast: true });
  await stop();
  // Of the account of the server, whose processes PostgreSQL itself would take for one of its own.
  const stranger = spawnStranger(asRoot ? statSync(join(dataDir, "postgres")).uid : undefined);
  const file = join(dataDir, "postgres", "postmaster.pid");
  writeFileSync(file, `${stranger.pid}\n${join(dataDir, "postgres")}\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready   \n`);
  const again = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(pidOf(dataDir)).not.toBe(stranger.pid);
  expect(birthOf(stranger.pid!)).toBeDefined();
  await again.stop();
});

test("recovers what was committed when the server itself was killed", async () => {
  const dataDir = temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir });
  const client = await connected(first.url);
  await client.query("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
  await client.query("BEGIN; INSERT INTO kept VALUES (0)");
  process.kill(pidOf(dataDir)!, "SIGKILL");
  const next = await startEmbeddedPostgres({ dataDir });
  expect(await rowsOf(next.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 1000 }]);
  await Promise.all([first.stop(), next.stop()]);
});

test("a first start killed at any moment leaves nothing that the next one stumbles on", async () => {
  const dataDir = join(temporaryFolder(), "data");
  for (let wait = 60; wait < 900; wait += 120) {
    const child = spawnOther(dataDir);
    await sleep(wait);
    await kill(child);
    if (wait % 360 === 60) rmSync(join(dataDir, "postgres"), { recursive: true, force: true });
  }
  mkdirSync(join(dataDir, "postgres.making-1234", "cluster"), { recursive: true });
  await sleep(300);
  const { url, stop } = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(await answers(url)).toBe(true);
  expect(existsSync(join(dataDir, "postgres.making-1234"))).toBe(false);
  await stop();
});

test("knows its server after the folder was renamed, and not that of the folder it was copied from", async () => {
  const parent = temporaryFolder();
  const [old, data, copy] = ["old", "data", "copy"].map((name) => join(parent, name)) as [string, string, string];
  const killed = await startOther(old);
  await kill(killed.child);
  renameSync(old, data);
  const renamed = await startEmbeddedPostgres({ dataDir: data, fast: true });
  expect(renamed.url).toBe(killed.url);
  cpSync(data, copy, { recursive: true });
  rmSync(join(copy, "owner.pid"));
  const copied = await startEmbeddedPostgres({ dataDir: copy, fast: true });
  expect(copied.url).not.toBe(killed.url);
  await copied.stop();
  expect(await answers(killed.url)).toBe(true);
  await renamed.stop();
});

test("sets the password anew when its file was lost, and keeps the rows", async () => {
  const dataDir = temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir, fast: true });
  await rowsOf(first.url, "CREATE TABLE kept ()");
  await first.stop();
  rmSync(join(dataDir, "postgres-password"));
  const second = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(second.url).not.toBe(first.url);
  expect(await rowsOf(second.url, "SELECT FROM kept")).toEqual([]);
  await second.stop();
});

test("Ctrl-C at the terminal does not reach the server", async () => {
  const dataDir = temporaryFolder();
  const other = await startOther(dataDir);
  process.kill(-other.child.pid!, "SIGINT");
  await sleep(200);
  expect(await answers(other.url)).toBe(true);
  expect(await other.end()).toBe(0);
});

test("stop ends open transactions at once, and a server that does not stop by force", async () => {
  const dataDir = temporaryFolder();
  const first = await startEmbeddedPostgres({ dataDir, fast: true });
  const client = await connected(first.url);
  await client.query("BEGIN; CREATE TABLE t ()");
  const began = performance.now();
  await first.stop();
  expect(performance.now() - began).toBeLessThan(15_000); // and not the 20 s after which it is stopped by force

  const { url } = await startEmbeddedPostgres({ dataDir, fast: true });
  const [{ pid }] = (await rowsOf(
    url.replace("//ville_monde", "//postgres"),
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  )) as [{ pid: number }];
  process.kill(pid, "SIGSTOP");
  const told: string[] = [];
  await stopPostmaster(join(dataDir, "postgres"), (line) => told.push(line), 200);
  expect(told).toHaveLength(1);
  await until(() => pidOf(dataDir) === undefined);
});

test("is started again on its port when it is killed while in use, with all that was answered, and not once it is left", async () => {
  const dataDir = temporaryFolder();
  const { url, stop } = await startEmbeddedPostgres({ dataDir });
  await rowsOf(url, "CREATE TABLE kept AS SELECT 'œuvre' AS word");
  const first = pidOf(dataDir)!;
  process.kill(first, "SIGKILL");
  const again = () => pidOf(dataDir) !== undefined && pidOf(dataDir) !== first;
  for (let left = 3_000; left > 0 && !again(); left--) await sleep(10);
  for (let left = 300; left > 0; left--) {
    const rows = await rowsOf(url, "SELECT word FROM kept").catch(() => undefined);
    if (rows) {
      expect(rows).toEqual([{ word: "œuvre" }]);
      break;
    }
    await sleep(100);
  }
  expect(await rowsOf(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await stop();
  await sleep(1_200);
  expect(pidOf(dataDir)).toBeUndefined();
});
