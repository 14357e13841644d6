import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "../../test/support/database.ts";
import { readConfig } from "../platform/config.ts";
import { connect } from "../platform/database/connect.ts";
import { StartupError } from "../platform/startup-error.ts";
import { publicFiles } from "../publishing/files.ts";
import type { CommandContext } from "./command.ts";
import { commands } from "./commands.ts";
import { UsageError } from "./io.ts";

let context: CommandContext;
let folder: string;
let clear: () => Promise<void>;

beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const { db, close } = connect(database.url);
  folder = mkdtempSync(join(tmpdir(), "ville-monde-cli-"));
  context = { config: readConfig({ VILLE_MONDE_DATA: folder }), db, databaseUrl: database.url, migrated: [] };
  clear = async () => {
    await close();
    await database.drop();
    rmSync(folder, { recursive: true });
  };
});
afterAll(() => clear());

/** How the command ends, and what it says on both outputs. */
async function run(name: string, ...args: string[]): Promise<{ code: number; said: string }> {
  let said = "";
  const listen = (stream: NodeJS.WriteStream) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
  const spies = [listen(process.stdout), listen(process.stderr)];
  try {
    const work = commands[name]!.parse(args);
    return { code: typeof work === "number" ? work : await ("unopened" in work ? work.unopened(context.config) : work(context)), said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test.each([
  ["seed"],
  ["seed", "elsewhere"],
  ["user"],
  ["import", "csv"],
  ["import", "xml", "FILE", "--kind", "partner"],
  ["import", "csv", "FILE", "--kind", "constructor"],
  ["export"],
  ["backup"],
  ["backup", "elsewhere", "--out", "FILE"],
  ["backup", "--out", "-", "--verify"],
  ["backup", "--out", "FILE", "--scratch", "postgres://x/y"],
  ["restore"],
  ["restore", "FILE"],
  ["restore", "FILE", "--identity", "KEY", "--check", "--data", "DIR"],
  ["restore", "FILE", "--identity", "KEY", "--signer", "abc"],
  ["export", "csv", "--of", "nothing"],
  ["export", "geojson", "--of", "awards"],
  ["export", "csv", "--check"],
  ["export", "csv", "--chek"],
  ["export", "csv", "--year", "2024"],
  ["export", "eapd", "--year", "24"],
  ["export", "eapd", "--format", "pdf"],
  ["export", "eapd", "--out", "x.docx"],
  ["export", "eapd", "--of", "projects"],
  ["export", "atlas", "--year", "2024"],
  ["export", "csv", "--lang", "de"],
  ["export", "csv", "json"],
  ["audit", "repair"],
  ["audit", "anchor", "--anchors", "x"],
  ["audit", "verify", "--key", "x"],
])("wrong usage is told without a database: %s %s", (name, ...args) => {
  expect(() => commands[name]!.parse(args)).toThrow(UsageError);
});

test("a file that is not there, or that cannot be written, is told in one line", async () => {
  await expect(run("import", "csv", join(folder, "nothing.csv"), "--kind", "partner")).rejects.toThrow(StartupError);
  await expect(run("export", "csv", "--out", join(folder, "nothing", "x.csv"))).rejects.toThrow(/cannot be written \(ENOENT\)/);
});

test("seeding twice changes nothing", async () => {
  expect((await run("seed", "paris")).said).toMatch(/^created 0, changed 0, unchanged \d+, kept 0$/m);
});

test("an import says where the file is at fault, and writes nothing; a right one is written once", async () => {
  const file = join(folder, "projects.csv");
  writeFileSync(file, "name_fr;name_en;state\nPuits de Kayes;Wells of Kayes;finished\nUn autre;Another;unheard\n");
  const wrong = await run("import", "csv", file, "--kind", "project");
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain(`${file}:3 C3 state: `);
  expect(wrong.said).toContain("nothing was written");
  writeFileSync(file, "name_fr;name_en;state\nPuits de Kayes;Wells of Kayes;finished\n");
  expect(await run("import", "csv", file, "--kind", "project", "--dry-run")).toEqual({
    code: 0,
    said: "dry run, nothing written: created 1, changed 0, unchanged 0\n",
  });
  expect((await run("import", "csv", file, "--kind", "project")).said).toBe("created 1, changed 0, unchanged 0\n");
  expect((await run("import", "csv", file, "--kind", "project")).said).toBe("created 0, changed 0, unchanged 1\n");
});

test("an export is the file of the site; the IATI file passes its own check", async () => {
  const file = join(folder, "projects.json");
  expect((await run("export", "json", "--out", file)).code).toBe(0);
  const { count } = await context.db
    .selectFrom("project")
    .where("status", "=", "published")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  expect(Object.values<any>(JSON.parse(readFileSync(file, "utf8"))).find(Array.isArray)).toHaveLength(Number(count));
  expect((await run("export", "iati", "--check")).said).toMatch(/^\d+ activities, 0 problems/);
});

test("the help names every format of the files under /data, and the declarations", () => {
  for (const { format } of publicFiles) expect(commands.export!.usage).toMatch(new RegExp(`[ |]${format}[ |]`));
  expect(commands.export!.usage).toContain("eapd|annexe|atlas");
});

test("a declaration is a file, and its check list is told beside it", async () => {
  const file = join(folder, "eapd.ods");
  const { code, said } = await run("export", "eapd", "--year", "2024", "--out", file);
  expect(code).toBe(0);
  expect(said).toMatch(/^eapd 2024: 0 lines$/m);
  expect(said).toMatch(/^\d+ × Granted in the year, no payment recorded/m);
  expect(readFileSync(file).subarray(0, 2).toString()).toBe("PK");
  expect((await run("export", "atlas", "--format", "csv", "--lang", "en")).said).toContain("Lead authority,SIRET,Partner authority");
});

test("the chain holds, and the first entry that was altered is named; a cut end, by a copy of the anchors", async () => {
  const anchor = await run("audit", "anchor");
  expect(anchor).toMatchObject({ code: 0, said: expect.stringMatching(/^\{"anchor":\{"format":"ville-monde-anchor\/1","number":1,/) });
  const copy = join(folder, "anchors.jsonl");
  writeFileSync(copy, anchor.said);
  const good = await run("audit", "verify", "--anchors", copy);
  expect(good).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^\d+ entries: the chain holds\n1 anchors in the database, 1 beside it; sure up to entry (\d+) of \1\n/),
  });
  await expect(run("audit", "verify", "--anchors", join(folder, "none"))).rejects.toThrow(StartupError);
  // What only who owns the database can do.
  await sql`ALTER TABLE event DISABLE TRIGGER USER`.execute(context.db);
  await sql`DELETE FROM event WHERE id = (SELECT max(id) FROM event)`.execute(context.db);
  await sql`ALTER TABLE event ENABLE TRIGGER USER`.execute(context.db);
  await sql`ALTER TABLE audit_anchor DISABLE TRIGGER USER; DELETE FROM audit_anchor`.execute(context.db);
  rmSync(join(folder, "audit-anchors.jsonl"));
  expect((await run("audit", "verify")).code).toBe(0);
  const cut = await run("audit", "verify", "--anchors", copy);
  expect(cut).toMatchObject({
    code: 1,
    said: expect.stringMatching(/line 1: anchor 1: the entry that it names is no longer there: the end of the log was cut off/),
  });
  expect(cut.said).toContain("Change nothing");
  await sql`ALTER TABLE event DISABLE TRIGGER USER`.execute(context.db);
  await sql`UPDATE event SET actor_name = 'Nobody' WHERE id IN (7, 9)`.execute(context.db);
  expect(await run("audit", "verify")).toMatchObject({ code: 1, said: expect.stringMatching(/^entry 7: what it says was altered\n/) });
});
