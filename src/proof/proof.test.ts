import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { logEvent } from "../platform/audit/log.ts";
import { entryHashes } from "../platform/audit/store.ts";
import { type Database, published } from "../platform/database/connect.ts";
import type { AppEnv, Services } from "../platform/web/env.ts";
import { type SigningKey, signingKey } from "../publishing/publication/keys.ts";
import { makeAnchor } from "./anchor/actions.ts";
import { checkAnchors } from "./anchor/check.ts";
import { readCopy } from "./anchor/copy.ts";
import { anchorFile, keptLines, linesOf } from "./anchor/file.ts";
import { anchorRoutes } from "./anchor/routes.ts";
import { daysWithout, readLine } from "./anchor/rules.ts";
import { healthOf, verifyLog } from "./verification/actions.ts";
import { lastCheck } from "./verification/store.ts";
import { anchorTask, verifyTask } from "./verification/task.ts";

const by = { id: "ada", name: "Ada", role: "administrator" } as const;
const quiet = { info() {}, error() {} } as never;
let db: Database;
let end: () => Promise<void>;
let dataDir: string;
let key: SigningKey;
let desk: Parameters<typeof makeAnchor>[0];

beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  dataDir = mkdtempSync(join(tmpdir(), "vm-proof-"));
  key = await signingKey({ dataDir, signingKey: undefined });
  desk = { db, baseUrl: "https://monde.example.org", dataDir, key };
});
afterAll(async () => {
  await end();
  rmSync(dataDir, { recursive: true });
});

const write = async (n: number) => {
  for (let i = 0; i < n; i++) await logEvent(db, { kind: "partner", id: "rome", document: { i } }, "edited", by);
};
const anchored = async () => {
  const made = await makeAnchor(desk);
  if (!made.ok) throw new Error(made.reason);
  return made;
};
const hashesOf = (ids: number[]) => entryHashes(db, ids);
const copy = async () => linesOf(await (await publicSite().request("/data/audit-anchors")).text());
function publicSite() {
  const app = new Hono<AppEnv>();
  app.use((c, next) => {
    c.set("services", { published: published(db) } as Services);
    return next();
  });
  anchorRoutes(app);
  return app;
}
/** What is found of a tampering by who owns the database, which is then undone. */
async function tampered<T>(statements: string, look: () => Promise<T>): Promise<T> {
  const tables = ["event", "audit_anchor", "audit_check"];
  const keep = tables.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`).join(";");
  const switched = (how: string) => tables.map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER`).join(";");
  const run = (text: string) =>
    db
      .transaction()
      .execute((trx) => sql.raw(`${switched("DISABLE")}; ${text}; SET CONSTRAINTS ALL IMMEDIATE; ${switched("ENABLE")}`).execute(trx));
  await run(`${keep}; ${statements}`);
  try {
    return await look();
  } finally {
    await run(
      tables
        .map(
          (table) =>
            `DELETE FROM ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}; DROP TABLE kept_${table}`,
        )
        .join(";"),
    );
  }
}
const verify = () => verifyLog(desk, by);
/** A forger who knows what there is to know: the chain from an entry on, made anew. */
const anew = (from: number) => `UPDATE event SET document = '{"i": -1}' WHERE id = ${from};
  DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM event WHERE id >= ${from} ORDER BY id LOOP
    UPDATE event SET previous_hash = coalesce((SELECT p.hash FROM event p WHERE p.id < r.id ORDER BY p.id DESC LIMIT 1), '\\x00') WHERE id = r.id;
    UPDATE event e SET hash = event_digest(e) WHERE id = r.id;
  END LOOP; END $$`;

describe("an anchor", () => {
  it("has nothing to say of an empty log", async () => expect(await makeAnchor(desk)).toEqual({ ok: false, reason: "empty" }));

  it("says the head, signed, each with the digest of the one before, in the database and beside it", async () => {
    await write(5);
    const first = await anchored();
    await write(3);
    const second = await anchored();
    expect(first.signed.anchor).toMatchObject({
      number: 1,
      entries: 5,
      head: { id: 5 },
      previous: null,
      site: "https://monde.example.org",
    });
    expect(second.signed.anchor).toMatchObject({ number: 2, entries: 8, head: { id: 8 }, previous: { number: 1 } });
    expect(await keptLines(dataDir)).toEqual([first.line, second.line]);
    expect(await copy()).toEqual([first.line, second.line]);
    expect(linesOf(await (await publicSite().request("/data/audit-anchors?after=1")).text())).toEqual([second.line]);
    expect((await publicSite().request("/data/audit-anchors?after=x")).status).toBe(400);
    expect(await checkAnchors([first.line, second.line], hashesOf, { publicKey: key.publicKey })).toMatchObject({
      problems: [],
      sureUpTo: 8,
    });
    // Nothing of what the entries hold, nor who wrote them.
    expect(first.line).not.toMatch(/rome|Ada|partner/);
  });

  it("goes into the file of this machine later where that could not be written", async () => {
    writeFileSync(anchorFile(dataDir), `${(await keptLines(dataDir))[0]}\n{"anchor":{"form`);
    const third = await anchored();
    expect((await keptLines(dataDir)).map((line) => readLine(line)?.anchor.number)).toEqual([1, undefined, 2, 3]);
    expect(third.signed.anchor.number).toBe(3);
    expect((await verify()).fault).toBeUndefined();
  });

  it("is read from an address too, and from none that gives anything else", async () => {
    const server = createServer(async (request, response) =>
      request.url === "/copy" ? response.end((await copy()).join("\n")) : response.writeHead(404).end(),
    ).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    const { port } = server.address() as AddressInfo;
    expect(await readCopy(`http://127.0.0.1:${port}/copy`)).toEqual(await copy());
    await expect(readCopy(`http://127.0.0.1:${port}/other`)).rejects.toThrow(/answers 404/);
    await new Promise((closed) => server.close(closed));
    await expect(readCopy(`http://127.0.0.1:${port}/copy`)).rejects.toThrow(/cannot be read/);
  });
});

describe("what the chain alone does not show", () => {
  it("a cut tail is found by the anchors, and told between which entries", async () => {
    const found = await tampered("DELETE FROM event WHERE id > 6", verify);
    expect(found.chain.broken).toBeUndefined();
    expect(found.fault).toEqual({ fault: "anchor_entry_gone", at: 8 });
    expect(found.anchors.problems[0]).toMatchObject({ number: 2, between: [5, 8] });
  });
  it("so is a log rewritten from an entry on", async () => {
    const found = await tampered(anew(7), verify);
    expect(found.chain.broken).toBeUndefined();
    expect(found.fault).toEqual({ fault: "anchor_entry_differs", at: 8 });
  });
  it("with the anchors of the database cut too, by the file beside it", async () => {
    const found = await tampered("DELETE FROM event WHERE id > 6; DELETE FROM audit_anchor WHERE number > 1", verify);
    expect(found.anchors.problems).toEqual([]);
    expect(found.kept.problems.map(({ fault }) => fault)).toEqual(expect.arrayContaining(["unknown", "entry_gone"]));
    expect(found.fault).toEqual({ fault: "anchor_entry_gone", at: 8 });
  });
  it("and with that file too, by a copy kept elsewhere", async () => {
    const elsewhere = await copy();
    const file = readFileSync(anchorFile(dataDir));
    const found = await tampered("DELETE FROM event WHERE id > 6; DELETE FROM audit_anchor WHERE number > 1", async () => {
      rmSync(anchorFile(dataDir));
      expect((await verify()).fault).toBeUndefined();
      return checkAnchors(elsewhere, hashesOf);
    });
    writeFileSync(anchorFile(dataDir), file);
    expect(found.problems.map(({ fault }) => fault)).toEqual(["entry_gone", "entry_gone"]);
    expect(found.sureUpTo).toBe(5);
  });
  it("nothing false is anchored", async () => {
    const made = await tampered(anew(7), () => makeAnchor(desk));
    expect(made).toMatchObject({ ok: false, reason: "broken", report: { broken: { id: 8, fault: "rewritten" } } });
  });
});

describe("an anchor itself", () => {
  const change = async (work: (line: any) => void) => {
    const lines = await copy();
    const line = JSON.parse(lines[1]!);
    work(line);
    return checkAnchors([lines[0]!, JSON.stringify(line), lines[2]!], hashesOf);
  };
  it("that was altered, taken away or signed by another is found", async () => {
    const altered = await change((line) => {
      line.anchor.entries = 9;
    });
    expect(altered.problems.map(({ number, fault }) => [number, fault])).toEqual([
      [2, "signature"],
      [3, "order"],
    ]);
    const lines = await copy();
    expect((await checkAnchors([lines[0]!, lines[2]!], hashesOf)).problems).toMatchObject([{ number: 3, fault: "order" }]);
    expect((await checkAnchors(["{}", "not JSON"], hashesOf)).problems.map(({ fault }) => fault)).toEqual(["unreadable", "unreadable"]);
    const other = mkdtempSync(join(tmpdir(), "vm-other-"));
    const { publicKey } = await signingKey({ dataDir: other, signingKey: undefined });
    rmSync(other, { recursive: true });
    expect((await checkAnchors(lines, hashesOf, { publicKey })).problems.map(({ fault }) => fault)).toEqual(Array(3).fill("other_key"));
  });
  it("of a day that is missing is told", () => {
    expect(daysWithout(["2026-02-27", "2026-03-02", "2026-02-27"], "2026-03-04")).toEqual(["2026-02-28", "2026-03-01", "2026-03-03"]);
    expect(daysWithout([], "2026-03-04")).toEqual([]);
  });
});

describe("every day", () => {
  it("one anchor is made, however often it is asked, and mailed to who keeps it outside", async () => {
    const before = (await copy()).length;
    const task = anchorTask({ ...desk, anchorMail: "notaire@ailleurs.example" }, quiet);
    await task({}, {} as never);
    expect((await copy()).length).toBe(before); // the one of above is of today
    await tampered("DELETE FROM audit_anchor", async () => {
      await task({}, {} as never);
      await task({}, {} as never);
      const [line, ...more] = await copy();
      expect(more).toEqual([]);
      const { rows } = await sql<{
        bodyText: string;
      }>`SELECT body_text FROM outgoing_mail WHERE to_address = 'notaire@ailleurs.example'`.execute(db);
      expect(rows).toHaveLength(1);
      expect(rows[0]!.bodyText).toContain(line);
    });
  });

  it("the log is verified from where it was found good, and wholly when a person asks or a week has gone", async () => {
    await verifyLog(desk, by);
    await write(4);
    const task = verifyTask(desk, quiet);
    await task({}, {} as never);
    expect(await lastCheck(db)).toMatchObject({ fromId: 9, entries: 4, actor: "clock", fault: null });
    await task({ by: { id: "ada", name: "Ada" } }, {} as never);
    expect(await lastCheck(db)).toMatchObject({ fromId: 1, entries: 12, actor: "ada" });
    await tampered("UPDATE audit_check SET at = at - interval '7 days'", async () => {
      await task({}, {} as never);
      expect(await lastCheck(db)).toMatchObject({ fromId: 1, actor: "clock" });
    });
  });

  it("what is found is kept, told once to the administrators, and looked for in the whole log until it holds again", async () => {
    await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role, locale, "createdAt", "updatedAt")
      VALUES ('ada', 'Ada', 'ada@ville.example', true, 'administrator', 'fr', now(), now())`.execute(db);
    await verifyLog(desk, by);
    const task = verifyTask(desk, quiet);
    const mails = async () =>
      (
        await sql<{
          n: number;
        }>`SELECT count(*)::int AS n FROM outgoing_mail WHERE template = 'log_broken' AND to_address = 'ada@ville.example'`.execute(db)
      ).rows[0]!.n;
    await tampered("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", async () => {
      await task({}, {} as never);
      expect(await lastCheck(db)).toMatchObject({ fault: "gone" });
      expect((await healthOf(db, new Date())).alarms).toEqual(["broken"]);
      await task({}, {} as never);
      expect(await mails()).toBe(1);
    });
  });

  it("an anchor or a verification of two days ago is an alarm; a site of this morning has neither and no alarm", async () => {
    const at = (hours: number) => healthOf(db, new Date(Date.now() + hours * 3_600_000));
    expect((await at(0)).alarms).toEqual([]);
    expect((await at(35)).alarms).toEqual([]);
    expect((await at(37)).alarms).toEqual(["anchor", "unchecked"]);
    expect(existsSync(anchorFile(dataDir))).toBe(true);
  });
});
