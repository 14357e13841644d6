import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { StartupError } from "../../startup-error.ts";
import { startEmbeddedPostgres } from "../embedded.ts";
import { packagedBinaries } from "./binaries.ts";
import { explained, PostgresFailure } from "./faults.ts";
import { acquireLock } from "./lock.ts";
import { findPostmaster } from "./postmaster.ts";
import { boundLog } from "./server-log.ts";
import { asRoot, canMount, cleanUp, kill, mounted, packageIn, spawnStranger, startOther, temporaryFolder } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
afterEach(cleanUp);

const canUnshare = asRoot && spawnSync("unshare", ["-n", "true"]).status === 0;

/** The line the operator is told when `dataDir` does not start. */
async function faultOf(dataDir: string, native = packagedBinaries()): Promise<string> {
  const error = await startEmbeddedPostgres({ dataDir, fast: true, native }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartupError);
  const { message } = error as StartupError;
  expect(message).not.toContain("\n");
  expect(message).toContain(dataDir);
  return message;
}

// A small file system of its own is the only disk a test may fill.
describe.skipIf(!canMount)("disks (skipped unless root may mount)", () => {
  test("a disk too small for a first start", async () => {
    const dataDir = mounted("-t", "tmpfs", "-o", "size=12m,mode=755", "tmpfs");
    expect(await faultOf(dataDir)).toMatch(/^The disk that holds .* is full: free /);
    expect(readdirSync(dataDir).filter((name) => /making|^postgres$|lock/.test(name))).toEqual([]);
  });

  test("a disk that filled up between two starts, and was freed again", async () => {
    const dataDir = mounted("-t", "tmpfs", "-o", "size=80m,mode=755", "tmpfs");
    await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
    const { bavail, bsize } = statfsSync(dataDir);
    execFileSync("fallocate", ["-l", String(bavail * bsize), join(dataDir, "ballast")]);
    expect(await faultOf(dataDir)).toMatch(/ is full: free /);
    rmSync(join(dataDir, "ballast"));
    await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
  });

  test("a read-only folder", async () => {
    const folder = mounted("-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs");
    execFileSync("mount", ["-o", "remount,ro", folder]);
    expect(await faultOf(folder)).toMatch(/read-only: mount it writable, or set VILLE_MONDE_DATA/);
  });

  test("binaries on a disk mounted noexec", async () => {
    const folder = mounted("-t", "tmpfs", "-o", "size=100m,mode=755,noexec", "tmpfs");
    const error = await startEmbeddedPostgres({ dataDir: temporaryFolder(), native: packageIn(folder) }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/noexec: install the program elsewhere/);
  });
});

test("a shared library that is missing, at the first start and at a later one", async () => {
  const [folder, dataDir] = [temporaryFolder(), temporaryFolder()];
  const native = packageIn(folder);
  rmSync(join(native.folder, "lib", "libssl.so.1.1"));
  const message = await faultOf(dataDir, native);
  expect(message).toMatch(/cannot load libssl.so.1.1: run npm install again/);
  await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
  expect(await faultOf(dataDir, native)).toMatch(/cannot load libssl.so.1.1/);
});

test("a cluster of another version, and a folder that is no cluster", async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, "postgres"));
  expect(await faultOf(dataDir)).toMatch(/holds no PostgreSQL database: move it away/);
  writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "16\n");
  expect(await faultOf(dataDir)).toMatch(/is of PostgreSQL 16 and this version of the program brings PostgreSQL 18: back it up/);
});

test("a data folder that is a file", async () => {
  const dataDir = join(temporaryFolder(), "file");
  writeFileSync(dataDir, "");
  expect(await faultOf(dataDir)).toMatch(/is not a folder: remove that file/);
});

test("a setting the operator got wrong is told in PostgreSQL's words", async () => {
  const dataDir = temporaryFolder();
  await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
  writeFileSync(join(dataDir, "postgres", "postgresql.conf"), "shared_buffers = many\n");
  expect(await faultOf(dataDir)).toMatch(/cannot start in .* \(.*postgresql.conf.*\): read .*postgres.log/);
});

// Only in a network of its own, without loopback, can no port of 127.0.0.1 be had.
test.skipIf(!canUnshare)("no port to listen on (skipped unless root may unshare the network)", async () => {
  const dataDir = temporaryFolder();
  const { fault } = await startOther(dataDir, { before: ["unshare", "-n"] });
  expect(findPostmaster(join(dataDir, "postgres"))).toBeUndefined();
  expect(fault).toContain(`PostgreSQL of ${dataDir} cannot be reached on 127.0.0.1`);
});

test.skipIf(!asRoot)("a folder of another account (skipped unless root)", async () => {
  const dataDir = temporaryFolder();
  await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
  const { fault } = await startOther(dataDir, { uid: 65_534 });
  expect(fault).toMatch(/may not be used by this account: give it the folder/);
});

test("what is not a fault of the state stays what it is", () => {
  const bug = new TypeError("undefined is not a function");
  expect(explained(bug, "/data", "/data/postgres.log")).toBe(bug);
  const dead = explained(new PostgresFailure("2026-01-01 UTC [1] FATAL:  something else\n"), "/", "/l") as Error;
  expect(dead.message).toBe("PostgreSQL cannot start in / (something else): read /l, or set DATABASE_URL to another server.");
});

test("the lock passes from one to the next, one at a time, also from a dead holder", async () => {
  const path = join(temporaryFolder(), "lock");
  const dead = spawnStranger();
  mkdirSync(path);
  writeFileSync(join(path, "holder"), `${dead.pid} boot-1 abc\n`);
  await kill(dead);
  let [inside, most, turns] = [0, 0, 0];
  const turn = async () => {
    const release = await acquireLock(path, 30_000, () => {});
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
    turns++;
    release();
  };
  await Promise.all(Array.from({ length: 20 }, turn));
  expect([most, turns, existsSync(path)]).toEqual([1, 20, false]);
  const release = await acquireLock(path, 1_000, () => {});
  await expect(acquireLock(path, 100, () => {})).rejects.toThrow(/for too long: end it, then start again/);
  release();
});

test("the server's log is cut once it passes 5 MB, and its text kept once", () => {
  const file = join(temporaryFolder(), "postgres.log");
  writeFileSync(file, "x".repeat(5 * 1024 * 1024 - 1));
  boundLog(file);
  expect(existsSync(`${file}.1`)).toBe(false);
  writeFileSync(file, "y", { flag: "a" });
  boundLog(file);
  expect([readFileSync(file, "utf8"), readFileSync(`${file}.1`, "utf8").length]).toEqual(["", 5 * 1024 * 1024]);
});
