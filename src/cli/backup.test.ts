import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { testDatabase } from "../../test/support/database.ts";
import { urlFor } from "../../test/support/run.ts";
import { seedFundingDemo } from "../funding/demo/seed.ts";
import { scheduledBackup } from "../platform/backup/actions.ts";
import { backupDesk } from "../platform/backup/desk.ts";
import { digestTable, listTables, openClient } from "../platform/backup/dump-store.ts";
import { nameOf } from "../platform/backup/format.ts";
import { openBlobs } from "../platform/blobs.ts";
import { readCity } from "../platform/city.ts";
import { type Config, readConfig } from "../platform/config.ts";
import { connect, type Database } from "../platform/database/connect.ts";
import { canMount, cleanUp, mounted } from "../platform/database/embedded/testing.ts";
import { migrate } from "../platform/database/migrate.ts";
import { filesIn } from "../platform/files.ts";
import { keepFile } from "../platform/files-store.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
import { queueMail } from "../platform/mail/actions.ts";
import { StartupError } from "../platform/startup-error.ts";
import { seedProtectedDemo } from "../protected/demo/seed.ts";
import { vaultOf } from "../protected/vault/vault.ts";
import { signingKey } from "../publishing/publication/keys.ts";
import { seedDemo } from "../register/seed/seed.ts";
import { backupCommand, restoreCommand } from "./backup.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });
const folder = mkdtempSync(join(tmpdir(), "ville-monde-backup-"));
const [key, otherKey, file] = [join(folder, "key.txt"), join(folder, "other.txt"), join(folder, "site.age")];
const made: string[] = [];
let [recipient, picture, url]: [string, string, string] = ["", "", ""];
let [config, db, end]: [Config, Database, () => Promise<void>] = [undefined!, undefined!, undefined!];

/** Runs a command to its end: what it says on either output, or the line by which it fails. */
async function run(command: typeof backupCommand, args: string[], settings: Config): Promise<{ code: number; said: string }> {
  let said = "";
  const listen = (stream: NodeJS.WriteStream) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
  const spies = [listen(process.stdout), listen(process.stderr)];
  try {
    const work = command.parse(args);
    if (typeof work === "number" || !("unopened" in work)) throw new Error("it opens what it needs");
    return { code: await work.unopened(settings), said };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { code: 1, said: error.message };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const backup = (...args: string[]) => run(backupCommand, args, config);

/** An empty database, and a data folder, for a site. */
async function emptySite(): Promise<Config> {
  const name = `${inject("run").prefix}_${randomBytes(5).toString("hex")}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name}`));
  made.push(name);
  const dataDir = mkdtempSync(join(folder, "data-"));
  return readConfig({ DATABASE_URL: urlFor(inject("run"), name), VILLE_MONDE_DATA: dataDir });
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inject("run").adminUrl });
  await admin.connect();
  await work(admin).finally(() => admin.end());
}

/** Each table, by the digest of its rows. */
async function digests(databaseUrl: string): Promise<Record<string, string>> {
  const client = await openClient(databaseUrl);
  await client.query("SELECT set_config('app.backup', 'on', false)");
  const found: Record<string, string> = {};
  for (const table of await listTables(client)) {
    const { rows, rowsDigest } = await digestTable(client, table);
    if (table.copied) found[nameOf(table)] = `${rows} ${rowsDigest}`;
  }
  await client.end();
  return found;
}

/** What guards the tables: constraints, triggers with their state, indexes, row security. */
async function guards(databaseUrl: string): Promise<string[]> {
  const client = await openClient(databaseUrl);
  const { rows } = await client.query(`
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated AS one FROM pg_constraint WHERE conrelid <> 0
    UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname !~ '^pg_'
    UNION ALL SELECT 'rows ' || oid::regclass || relrowsecurity || relforcerowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY 1`);
  await client.end();
  return rows.map(({ one }) => one);
}

beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  url = database.url;
  config = readConfig({ DATABASE_URL: url, VILLE_MONDE_DATA: join(folder, "data") });
  const opened = connect(url);
  db = opened.db;
  end = async () => {
    await opened.close();
    await database.drop();
  };
  const [city, blobs] = [await readCity(config.cityDir), await openBlobs(config)];
  await seedDemo(db);
  await seedFundingDemo({ db, city, files: filesIn(blobs), baseUrl: "http://localhost" });
  await seedProtectedDemo(db, await vaultOf(config));
  await signingKey(config);
  writeFileSync(join(folder, "data", "secret"), "a-secret-of-more-than-thirty-two-signs");
  picture = await filesIn(blobs).put(randomBytes(3 * 1024 * 1024));
  await keepFile(db, { sha256: picture, name: "big", mediaType: "image/png", bytes: 3 * 1024 * 1024, width: 1, height: 1 });
  await queueMail(db, {
    to: "someone@ville.example",
    locale: "fr",
    template: "account_exists",
    params: { city: "Paris", name: "Nom", site: "Paris", link: "http://localhost" },
  });
  await enqueue(db, "receipt", { application: "none" }, { key: "receipt none" });
  recipient = (await backup("key", "--out", key)).said.split("\n")[0]!;
  await backup("key", "--out", otherKey);
});
afterAll(async () => {
  await end();
  cleanUp();
  for (const name of made) await asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  rmSync(folder, { recursive: true });
});

test("a key is made once, for its owner alone, and never written over", async () => {
  expect(recipient).toMatch(/^age1[0-9a-z]{58}$/);
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect((await backup("key", "--out", key)).said).toMatch(/is there already/);
});

test("the whole site goes round: each table, file, key and guard is as it was", async () => {
  const before = await digests(url);
  const waiting = (await db.selectFrom("outgoingMail").select("id").where("state", "=", "queued").execute()).length;
  const done = await backup("--out", file, "--recipient", recipient, "--verify");
  expect(done).toMatchObject({ code: 0, said: expect.stringMatching(/restored and compared: equal/) });
  expect(done.said).toContain("people at risk is not in it");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  const noted = await db.selectFrom("backupRun").selectAll().executeTakeFirstOrThrow();
  expect(noted).toMatchObject({ kind: "manual", file: "site.age", missing: 0, fault: null, verifiedAt: expect.any(Date) });

  const site = await emptySite();
  const restored = await run(restoreCommand, [file, "--identity", key], site);
  expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(/equal to the backup; the log holds \(\d+ entries\)/) });
  expect(waiting).toBeGreaterThan(0);
  expect(restored.said).toContain(`${waiting} mails that waited are kept`);
  expect(restored.said).toMatch(/sealed by the key [0-9a-f]{12}, which is not here/);
  const after = await digests(site.databaseUrl!);
  // What the restore itself says in the log, and the mail that is kept.
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed.toSorted()).toEqual(
    ["public.backup_run", "public.event", "public.outgoing_mail", "public.site_key"].filter((name) => changed.includes(name)),
  );
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(Number(before["protected.person"]!.split(" ")[0])).toBeGreaterThan(0);
  expect(await guards(site.databaseUrl!)).toEqual(await guards(url));

  const blobs = await openBlobs(site);
  expect(await filesIn(blobs).get(picture)).toHaveLength(3 * 1024 * 1024);
  for (const name of ["secret", "publication-key.pem"])
    expect(readFileSync(join(site.dataDir, name))).toEqual(readFileSync(join(config.dataDir, name)));
  expect(existsSync(join(site.dataDir, "protected-key"))).toBe(false);

  const { db: there, close } = connect(site.databaseUrl!);
  expect(await migrate(site.databaseUrl!)).toEqual([]);
  expect(await there.selectFrom("outgoingMail").select("state").where("state", "=", "queued").execute()).toEqual([]);
  const { rows: jobs } = await sql<{ task: string }>`SELECT task_identifier AS task FROM graphile_worker.jobs`.execute(there);
  expect(jobs.map(({ task }) => task)).toContain("receipt");
  expect(jobs.map(({ task }) => task)).not.toContain("send_mail");
  // It goes on living: identities go on where they were, the log grows.
  await queueMail(there, {
    to: "new@ville.example",
    locale: "fr",
    template: "account_exists",
    params: { city: "Paris", name: "Nom", site: "Paris", link: "http://localhost" },
  });
  const { rows: last } = await sql<{ action: string; kind: string }>`SELECT action, kind FROM event ORDER BY id DESC LIMIT 1`.execute(
    there,
  );
  expect(last).toEqual([{ action: "restored", kind: "backup" }]);
  await close();

  expect((await run(restoreCommand, [file, "--identity", key], site)).said).toMatch(
    /is not empty \(it has .*\): restore into an empty one/,
  );
});

describe("what cannot be restored is told in one line, and nothing is kept of it", () => {
  const refused = async (path: string, ...args: string[]) => {
    const site = await emptySite();
    const { code, said } = await run(restoreCommand, [path, "--identity", key, ...args], site);
    expect(code).toBe(1);
    expect(said).not.toContain("\n");
    return { said, site };
  };
  const altered = (name: string, change: (bytes: Buffer) => Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, change(readFileSync(file)));
    return path;
  };

  test("another key, no key, no file, no backup", async () => {
    const site = await emptySite();
    expect((await run(restoreCommand, [file, "--identity", otherKey], site)).said).toMatch(
      /is for another key: none of the identities given opens it/,
    );
    expect((await run(restoreCommand, [file, "--identity", file], site)).said).toMatch(/holds no identity/);
    expect((await run(restoreCommand, [join(folder, "none"), "--identity", key], site)).said).toMatch(/cannot be read \(ENOENT\)/);
    expect((await refused(altered("text", () => Buffer.from("not a backup\n")))).said).toMatch(/is no age file/);
    expect((await backup("--out", join(folder, "x"), "--recipient", key)).said).toMatch(/holds a secret key/);
    expect((await backup("--out", join(folder, "x"), "--recipient", "age1nonsense")).said).toMatch(/is no age recipient/);
  });

  test("a file that was cut, a byte that was flipped; the database is marked, and the next restore takes it", async () => {
    const size = statSync(file).size;
    const cut = altered("cut", (bytes) => bytes);
    truncateSync(cut, Math.floor(size / 2));
    const { said, site } = await refused(cut);
    expect(said).toMatch(/was cut or altered/);
    await expect(migrate(site.databaseUrl!)).rejects.toThrow(/A restore into this database was begun and did not end/);
    for (const at of [0.02, 0.999]) {
      const flipped = altered("flipped", (bytes) => {
        bytes[Math.floor(size * at)]! ^= 1;
        return bytes;
      });
      const result = await run(restoreCommand, [flipped, "--identity", key], site);
      expect(result).toMatchObject({ code: 1, said: expect.stringMatching(/was cut or altered/) });
    }
    expect((await run(restoreCommand, [file, "--identity", key, "--send-mails"], site)).code).toBe(0);
    expect(await migrate(site.databaseUrl!)).toEqual([]);
    const { db: there, close } = connect(site.databaseUrl!);
    const { rows } = await sql`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'send_mail'`.execute(there);
    await close();
    expect(rows.length).toBeGreaterThan(0);
  });

  test("one signed by another site; a data folder with other keys", async () => {
    expect((await refused(file, "--signer", "0".repeat(64))).said).toMatch(/was signed by the key [0-9a-f]{64}, not by 0{64}/);
    const site = await emptySite();
    await signingKey(site);
    expect((await run(restoreCommand, [file, "--identity", key], site)).said).toMatch(
      /publication-key.pem is another key than the backup’s/,
    );
  });

  test("--check says whether a backup holds, and leaves nothing", async () => {
    const scratch = (await emptySite()).databaseUrl!;
    expect((await run(restoreCommand, [file, "--identity", key, "--check", "--scratch", scratch], config)).code).toBe(0);
    expect(await digests(scratch)).toEqual({});
    expect((await run(restoreCommand, [file, "--identity", key, "--check", "--scratch", url], config)).said).toMatch(/is not empty/);
    expect(Object.keys(await digests(url)).length).toBeGreaterThan(100);
  });
});

test("a backup of the clock is tried, and pushes out the old ones; two at once are one", async () => {
  const dir = mkdtempSync(join(folder, "kept-"));
  for (const name of [
    "ville-monde-paris-20200101T020000Z.age",
    "ville-monde-paris-20200102T020000Z.age",
    "mine.txt",
    "ville-monde-x.age.1.partial",
  ])
    writeFileSync(join(dir, name), "");
  const desk = backupDesk({ config, databaseUrl: url, blobs: await openBlobs(config), city: "paris", key: await signingKey(config) });
  const settings = { dir, recipient, hour: 2, keep: { days: 2, weeks: 0, months: 0 }, scratchUrl: undefined };
  const clock = { id: "clock", name: "Scheduled backup", role: "system" } as const;
  const [one, other] = await Promise.all([0, 1].map(() => scheduledBackup(db, desk, settings, [recipient], clock)));
  expect([one, other].filter((result) => result === "busy")).toHaveLength(1);
  const left = readdirSync(dir);
  expect(left).toHaveLength(3);
  expect(left).toEqual(expect.arrayContaining(["mine.txt", "ville-monde-paris-20200102T020000Z.age"]));
  await expect(scheduledBackup(db, desk, { ...settings, dir: join(dir, "none") }, [recipient], clock)).rejects.toThrow(
    /cannot be read \(ENOENT\)/,
  );
});

test("a file that the database names and that is gone is told, and the rest is kept", async () => {
  await keepFile(db, { sha256: "a".repeat(64), name: "gone", mediaType: "image/png", bytes: 9, width: 1, height: 1 });
  const { code, said } = await backup("--out", join(folder, "missing.age"), "--recipient", recipient);
  expect(code).toBe(1);
  expect(said).toContain(`the file ${"a".repeat(64)} is named by the database and is not there`);
});

test("where nothing can be written, nothing is left", async () => {
  expect((await backup("--out", join(folder, "none", "x.age"), "--recipient", recipient)).said).toMatch(/cannot be written \(ENOENT\)/);
});

test.skipIf(!canMount)("a disk that fills up leaves no half file (skipped unless root may mount)", async () => {
  const disk = mounted("-t", "tmpfs", "-o", "size=512k,mode=755", "tmpfs");
  const { code, said } = await backup("--out", join(disk, "x.age"), "--recipient", recipient);
  expect(code).toBe(1);
  expect(said).toMatch(/^The disk that holds .*x\.age is full: nothing was kept/);
  expect(readdirSync(disk)).toEqual([]);
});

test("tables under row security without a policy for backups are not left out without a word", async () => {
  await sql`CREATE TABLE hidden_rows (id integer)`.execute(db);
  await sql`ALTER TABLE hidden_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`.execute(db);
  expect((await backup("--out", join(folder, "x.age"), "--recipient", recipient)).said).toMatch(/public.hidden_rows: under row security/);
  await sql`DROP TABLE hidden_rows`.execute(db);
});

test.skipIf(!existsSync("/usr/bin/age"))("the tools of age and tar open it without this program (skipped without age)", () => {
  const names = execFileSync("sh", ["-c", `age -d -i ${key} ${file} | tar tz`])
    .toString()
    .split("\n");
  expect(names.slice(0, 3)).toEqual(["head.json", "keys/secret", "keys/publication-key.pem"]);
  expect(names).toContain(`files/${picture}`);
});
