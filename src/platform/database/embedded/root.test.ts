import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { startEmbeddedPostgres } from "../embedded.ts";
import { canUse, serverAccount } from "./account.ts";
import { usableBinaries } from "./binaries.ts";
import { run } from "./command.ts";
import { notedHome } from "./place.ts";
import { findPostmaster } from "./postmaster.ts";
import { answers, asRoot, canMount, cleanUp, kill, mounted, packageIn, rowsOf, startOther, temporaryFolder } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
afterEach(async () => {
  vi.unstubAllEnvs();
  await cleanUp();
});

const nobody = 65_534;
const data = (folder: string) => join(folder, "data");

describe.skipIf(!asRoot)("as root (skipped under another account)", () => {
  test("the server runs under an ordinary account, which may be chosen", async () => {
    const dataDir = data(temporaryFolder());
    const first = await startEmbeddedPostgres({ dataDir, fast: true });
    const usual = statSync(`/proc/${findPostmaster(join(dataDir, "postgres"))!.pid}`).uid;
    expect([usual, statSync(join(dataDir, "postgres")).uid]).toEqual([serverAccount()!.uid, usual]);
    await rowsOf(first.url, "CREATE TABLE kept ()");
    await first.stop();
    vi.stubEnv("VILLE_MONDE_DB_USER", "nobody");
    const second = await startEmbeddedPostgres({ dataDir, fast: true });
    expect(statSync(`/proc/${findPostmaster(join(dataDir, "postgres"))!.pid}`).uid).toBe(nobody);
    expect(await rowsOf(second.url, "SELECT FROM kept")).toEqual([]);
    await second.stop();
    for (const name of ["root", "nobody-of-that-name"]) {
      vi.stubEnv("VILLE_MONDE_DB_USER", name);
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`VILLE_MONDE_DB_USER is ${name}`);
    }
  });

  test("a cluster that root copied back from a backup is given to the account again", async () => {
    const [dataDir, copy] = [data(temporaryFolder()), data(temporaryFolder())];
    await (await startEmbeddedPostgres({ dataDir, fast: true })).stop();
    cpSync(dataDir, copy, { recursive: true });
    expect(statSync(join(copy, "postgres")).uid).toBe(0);
    const copied = await startEmbeddedPostgres({ dataDir: copy, fast: true });
    expect(await answers(copied.url)).toBe(true);
    await copied.stop();
  });

  test("a data folder that only root may enter: the cluster is kept elsewhere, and found again", async () => {
    const closed = temporaryFolder(0o700);
    const first = await startEmbeddedPostgres({ dataDir: data(closed), fast: true });
    await rowsOf(first.url, "CREATE TABLE kept ()");
    const home = notedHome(data(closed))!;
    expect(dirname(home)).toBe("/var/lib/ville-monde");
    expect(existsSync(join(home, "postgres", "PG_VERSION"))).toBe(true);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: data(closed), fast: true });
    expect(await rowsOf(second.url, "SELECT FROM kept")).toEqual([]);
    await second.stop();
  });

  test.each(canMount ? ["the same", "another"] : ["the same"])(
    "a data folder closed after its first start: the cluster moves, with its rows, on %s disk",
    async (disk) => {
      const folder = disk === "another" ? mounted("-t", "tmpfs", "-o", "size=200m,mode=755", "tmpfs") : temporaryFolder();
      const first = await startEmbeddedPostgres({ dataDir: data(folder), fast: true });
      await rowsOf(first.url, "CREATE TABLE kept ()");
      await first.stop();
      chmodSync(folder, 0o700);
      const second = await startEmbeddedPostgres({ dataDir: data(folder), fast: true });
      expect(await rowsOf(second.url, "SELECT FROM kept")).toEqual([]);
      expect(existsSync(join(data(folder), "postgres"))).toBe(false);
      await second.stop();
    },
  );

  test("a closed data folder deleted and made again begins empty; the old database is set aside", async () => {
    const closed = temporaryFolder(0o700);
    const killed = await startOther(data(closed));
    await kill(killed.child);
    rmSync(data(closed), { recursive: true });
    const told: string[] = [];
    const next = await startEmbeddedPostgres({ dataDir: data(closed), fast: true, log: (line) => told.push(line) });
    const aside = told.join("\n").match(/now in (\S+);/)![1]!;
    expect(existsSync(join(aside, "postgres", "PG_VERSION"))).toBe(true);
    expect(await answers(killed.url)).toBe(false);
    await next.stop();
    rmSync(aside, { recursive: true });
  });

  test("a database noted elsewhere that is gone is not replaced by an empty one", async () => {
    const closed = temporaryFolder(0o700);
    await (await startEmbeddedPostgres({ dataDir: data(closed), fast: true })).stop();
    rmSync(notedHome(data(closed))!, { recursive: true });
    await expect(startEmbeddedPostgres({ dataDir: data(closed) })).rejects.toThrow(/which is gone: bring that folder back/);
  });

  test.each([
    ["the data folder", 0o755],
    ["neither", 0o700],
  ])("binaries out of reach are copied where the account reaches them; it may enter %s", async (_, mode) => {
    const native = packageIn(temporaryFolder(0o700));
    const dataDir = data(temporaryFolder(mode));
    const began = performance.now();
    const { url, stop } = await startEmbeddedPostgres({ dataDir, fast: true, native });
    console.info(`with a copy of the binaries: ${Math.round(performance.now() - began)} ms`);
    const copy = join(notedHome(dataDir) ?? dataDir, `postgres-binaries-${native.version}`);
    expect(canUse(serverAccount()!, join(copy, "bin", "postgres"), 5)).toBe(true);
    expect(readFileSync(`/proc/${findPostmaster(join(dirname(copy), "postgres"))!.pid}/cmdline`, "utf8")).toContain(copy);
    await rowsOf(url, "CREATE EXTENSION unaccent");
    await stop();
  });

  test("under an ordinary account everything stays in the data folder", async () => {
    const dataDir = data(temporaryFolder());
    mkdirSync(dataDir);
    chownSync(dataDir, nobody, nobody);
    const other = await startOther(dataDir, { uid: nobody });
    expect(other.fault).toBeUndefined();
    expect(statSync(`/proc/${findPostmaster(join(dataDir, "postgres"))!.pid}`).uid).toBe(nobody);
    expect(await other.end()).toBe(0);
    // And root, later, goes on with it under the account it belongs to.
    const { url, stop } = await startEmbeddedPostgres({ dataDir, fast: true });
    expect(await answers(url)).toBe(true);
    expect(statSync(join(dataDir, "postgres")).uid).toBe(nobody);
    await stop();
  });
});

test("links that npm did not make are made in a copy, which is reused while it is whole", async () => {
  const native = packageIn(temporaryFolder(), { links: false });
  const home = temporaryFolder();
  const used = usableBinaries(native, home, undefined);
  expect(used.folder).toBe(join(home, `postgres-binaries-${native.version}`));
  await run({ binaries: used, account: undefined }, "initdb", ["--version"]);
  const made = statSync(used.folder).ino;
  expect(statSync(usableBinaries(native, home, undefined).folder).ino).toBe(made);
  rmSync(join(used.folder, "share", "postgresql", "postgres.bki"));
  expect(statSync(join(usableBinaries(native, home, undefined).folder, "share", "postgresql", "postgres.bki")).size).toBeGreaterThan(0);
});
