import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { verifyChain } from "../platform/audit/store.ts";
import type { Database } from "../platform/database/connect.ts";
import { protectedFault } from "../proof/verification/protected-store.ts";
import { guardian, makeFiles, putGuardians } from "./testing.ts";
import { makeVault } from "./vault/vault.ts";

// What the one log says of the logs of the compartment (migration 0040).
let db: Database;
let end: () => Promise<void>;
let person: string;

beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  await putGuardians(db, guardian);
  const make = makeFiles(db, makeVault([{ id: "k1", bytes: randomBytes(32) }]));
  person = await make.person();
  await make.read(person);
});
afterAll(() => end());

it("seals each reading and each change by an entry that says who and when, and nothing of whom", async () => {
  const { rows } = await sql<{ action: string; actor: string; actorRole: string; document: object }>`
    SELECT action, actor, actor_role, document FROM event WHERE kind = 'protected' ORDER BY id`.execute(db);
  expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(["guardians_changed", "changed", "read"]));
  for (const one of rows.filter(({ action }) => action !== "guardians_changed"))
    expect(one).toMatchObject({ actor: guardian.id, actorRole: "guardian", document: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  const { rows: whole } = await sql<{ text: string }>`SELECT string_agg(e::text, ' ') AS text FROM event e`.execute(db);
  expect(whole[0]!.text).not.toContain(person);
  // Taken out of the log by the identifier of an account, a name stands under no other.
  const { rows: names } = await sql<{ actorName: string }>`SELECT DISTINCT actor_name FROM event WHERE actor = 'database'`.execute(db);
  expect(names).toEqual([{ actorName: "database" }]);
  expect(await verifyChain(db)).not.toHaveProperty("broken");
  expect(await protectedFault(db)).toBeUndefined();
});

it.each([
  ["altered", "UPDATE protected.reading SET at = at - interval '1 hour'", "protected_altered"],
  ["given to another", "UPDATE protected.reading SET reader_name = 'Nobody'", "protected_altered"],
  ["removed", "DELETE FROM protected.reading", "protected_altered"],
  ["changed in the log of changes", "UPDATE protected.change SET act = 'reviewed'", "protected_altered"],
  [
    "inserted",
    "INSERT INTO protected.reading (id, reader, reader_name, person, what, reason) SELECT gen_random_uuid(), reader, reader_name, person, 'open', reason FROM protected.reading LIMIT 1",
    "protected_unsealed",
  ],
])("finds a line that was %s by who owns the database", async (_, statement, fault) => {
  const tables = ["reading", "change"];
  const guards = (rows: string, triggers: string) =>
    tables.map((one) => `ALTER TABLE protected.${one} ${rows} ROW LEVEL SECURITY, ${triggers} TRIGGER USER`).join(";");
  await expect(
    db.transaction().execute(async (trx) => {
      await sql
        .raw(`SET CONSTRAINTS ALL IMMEDIATE; ${guards("NO FORCE", "DISABLE")}; ${statement}; ${guards("FORCE", "ENABLE")}`)
        .execute(trx);
      const found = await protectedFault(trx);
      throw Object.assign(new Error("undone"), { found });
    }),
  ).rejects.toMatchObject({ found: { fault } });
  expect(await protectedFault(db)).toBeUndefined();
});
