import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database } from "../database/connect.ts";
import { verifyChain } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  for (let i = 0; i < 20; i++) {
    await sql`INSERT INTO event (id, actor, actor_name, action, kind, record, version, document, previous_hash, hash) VALUES (0, 'a', 'A', 'edited', 'partner', 'rome', ${i}, '{"a": 1}', '', '')`.execute(
      db,
    );
  }
});
afterAll(() => end());

/** Does to the log what only someone with the database's own rights could, and undoes it. */
async function tamper(change: string): Promise<Awaited<ReturnType<typeof verifyChain>>> {
  const undo = Symbol();
  let report: Awaited<ReturnType<typeof verifyChain>> | undefined;
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`ALTER TABLE event DISABLE TRIGGER USER`.execute(trx);
      await sql.raw(change).execute(trx);
      report = await verifyChain(trx);
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return report!;
}

it("finds nothing in a log that nobody touched", async () => expect(await verifyChain(db)).toEqual({ entries: 20 }));
it("finds one altered entry", async () =>
  expect((await tamper("UPDATE event SET actor_name = 'B' WHERE id = 7")).broken).toEqual({ id: 7, fault: "altered" }));
it("finds one altered and sealed again", async () =>
  expect(
    (await tamper("UPDATE event e SET actor_name = 'B' WHERE id = 7; UPDATE event e SET hash = event_digest(e) WHERE id = 7")).broken,
  ).toEqual({ id: 8, fault: "inserted" }));
it("finds one removed", async () =>
  expect((await tamper("DELETE FROM event WHERE id = 7")).broken).toEqual({ id: 8, fault: "removed_before" }));
it("finds one inserted", async () =>
  expect(
    (
      await tamper(
        "UPDATE event SET id = id + 100 WHERE id > 7; INSERT INTO event SELECT 8, at, 'x', 'X', action, kind, record, version, changed, document, previous_hash, '\\\\x01' FROM event WHERE id = 7",
      )
    ).broken?.id,
  ).toBe(8));
