import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { setRole } from "../platform/accounts/people/actions.ts";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import { look } from "./acts.ts";
import { seedProtectedDemo } from "./demo/seed.ts";
import { roleChanges } from "./log-store.ts";
import { dropOld, rotateKey } from "./rotate.ts";
import { asGuardian, makeFiles, shown } from "./testing.ts";
import { tellGuardiansTask, upkeep } from "./upkeep.ts";
import { masterKeys } from "./vault/keys.ts";
import { makeVault } from "./vault/vault.ts";

let db: Database;
let end: () => Promise<void>;
let config: { dataDir: string; protectedKeys: string[] | undefined };
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  config = { dataDir: await mkdtemp(join(tmpdir(), "ville-monde-upkeep-")), protectedKeys: undefined };
});
afterAll(async () => {
  await end();
  await rm(config.dataDir, { recursive: true, force: true });
});

const bea: Actor = { id: "bea", name: "Béa", role: "guardian" };
const account = (id: string, role: string) =>
  sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES (${id}, ${id}, ${`${id}@ville.example`}, true, ${role})`.execute(
    db,
  );
const mails = async (template: string) =>
  (await sql<{ to: string }>`SELECT to_address AS "to" FROM outgoing_mail WHERE template = ${template} ORDER BY 1`.execute(db)).rows.map(
    ({ to }) => to,
  );

describe("the role of guardian", () => {
  it("is noted whichever way it is given, and told to every guardian", async () => {
    await account("root", "administrator");
    await account("ada", "guardian");
    await account("bea", "reader");
    await setRole(db, "bea", "guardian", { id: "root", name: "Root", role: "administrator" });
    await setRole(db, "ada", "reader", { id: "root", name: "Root", role: "administrator" });
    const noted = await look(db, bea, roleChanges);
    expect(noted.map(({ userName, act, byName }) => [userName, act, byName])).toEqual([
      ["ada", "taken", "Root"],
      ["bea", "given", "Root"],
      ["ada", "given", null],
    ]);
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'tell_guardians'`.execute(db);
    expect(rows[0]!.n).toBe(2);
    await account("cleo", "guardian");
    await tellGuardiansTask({ db, baseUrl: "http://localhost" })({ user: "cleo" }, {} as never);
    expect(await mails("protected_guardian")).toEqual(["bea@ville.example", "cleo@ville.example"]);
  });
});

describe("the upkeep", () => {
  it("reminds of the files to look at, once a month, with no word of whom", async () => {
    const make = makeFiles(db, makeVault(await masterKeys(config)), bea);
    const person = await make.person();
    const { rows } = await asGuardian(
      db,
      sql<{
        on: string;
        pseudonym: string;
      }>`SELECT review_on AS "on", pseudonym FROM protected.person WHERE id = ${person}`,
      bea,
    );
    await upkeep(db, "http://localhost", rows[0]!.on);
    await upkeep(db, "http://localhost", rows[0]!.on);
    expect(await mails("protected_review")).toEqual(["bea@ville.example", "cleo@ville.example"]);
    const { rows: kept } = await sql<{ mail: string }>`SELECT m::text AS mail FROM outgoing_mail m`.execute(db);
    for (const { mail } of kept) expect(mail).not.toContain(rows[0]!.pseudonym);
  });
});

describe("a change of keys", () => {
  it("leaves every file readable, and the old key useless once it is dropped", async () => {
    const make = makeFiles(db, makeVault(await masterKeys(config)), bea);
    const person = await make.person({ name: "Sous l’ancienne clé" });
    const old = await masterKeys(config);
    expect(await rotateKey(db, config)).toMatchObject({ ok: true });
    expect(await dropOld(db, config)).toMatchObject({ ok: true });
    const read = makeFiles(db, makeVault(await masterKeys(config)), bea);
    expect((await read.read(person)).person.document.name).toBe("Sous l’ancienne clé");
    await expect(makeFiles(db, makeVault(old), bea).read(person)).rejects.toThrow("protected_key");
    expect(await rotateKey(db, { ...config, protectedKeys: ["A".repeat(43)] })).toMatchObject({ ok: false });
    // Made by a server that still has the old key.
    await makeFiles(db, makeVault(old), bea).person();
    expect(await dropOld(db, config)).toMatchObject({ ok: false, unknown: 1 });
  });
});

describe("the demonstration", () => {
  it("is made once, through the acts of its guardian, and says that it is fictional", async () => {
    const vault = makeVault(await masterKeys(config));
    expect(await seedProtectedDemo(db, vault)).toBe(true);
    expect(await seedProtectedDemo(db, vault)).toBe(false);
    expect(await shown(db)).toHaveLength(2);
    const { rows } = await sql<{ demo: boolean }>`SELECT DISTINCT demo FROM published.testimony`.execute(db);
    expect(rows).toEqual([{ demo: true }]);
  });
});
