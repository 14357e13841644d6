import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database } from "../database/connect.ts";
import { logEvent } from "./log.ts";
import { type ChainReport, type Head, lastEntry, verifyChain } from "./store.ts";

const ENTRIES = 20;
let db: Database;
let end: () => Promise<void>;
let head: Head;

beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  for (let i = 1; i <= ENTRIES; i++)
    await logEvent(db, { kind: "partner", id: `p${i % 3}`, version: i, document: { a: i } }, "edited", {
      id: `u${i % 2}`,
      name: `N${i % 2}`,
      role: i % 4 === 0 ? "system" : "officer",
    });
  // Written before the log told roles and salted what may be erased.
  await unguarded(async (trx) => {
    await sql`UPDATE event SET actor_role = NULL, name_salt = NULL, document_salt = NULL WHERE id <= 5`.execute(trx);
    await sealFrom(trx, 1);
  });
  const { id, hash } = (await lastEntry(db))!;
  head = { id, hash };
});
afterAll(() => end());

/** With the database's own rights, which no one of the program has. */
async function unguarded(work: (trx: Database) => Promise<unknown>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`ALTER TABLE event DISABLE TRIGGER USER`.execute(trx);
    await work(trx);
    await sql`ALTER TABLE event ENABLE TRIGGER USER`.execute(trx);
  });
}

/** Makes the chain agree again from an entry on: what a thorough forger does. */
async function sealFrom(trx: Database, from: number): Promise<void> {
  await sql
    .raw(
      `DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM event WHERE id >= ${from} ORDER BY id LOOP
         UPDATE event SET previous_hash = coalesce((SELECT p.hash FROM event p WHERE p.id < r.id ORDER BY p.id DESC LIMIT 1), '\\x00') WHERE id = r.id;
         UPDATE event e SET hash = event_digest(e) WHERE id = r.id;
       END LOOP; END $$`,
    )
    .execute(trx);
}

/** What is found of a tampering by who walks the whole log, and by who knows what its head was; it is then undone. */
async function tampered(tamper: (trx: Database) => Promise<unknown>): Promise<{ whole: ChainReport; known: ChainReport }> {
  const undo = Symbol();
  let reports: { whole: ChainReport; known: ChainReport } | undefined;
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`ALTER TABLE event DISABLE TRIGGER USER; ALTER TABLE event DROP CONSTRAINT event_hash_key`.execute(trx);
      await tamper(trx);
      await sql`ALTER TABLE event ENABLE TRIGGER USER`.execute(trx);
      reports = { whole: await verifyChain(trx), known: await verifyChain(trx, { from: head }) };
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return reports!;
}
const found = async (tamper: (trx: Database) => Promise<unknown>) => (await tampered(tamper)).whole;
const does = (statement: string) => (trx: Database) => sql.raw(statement).execute(trx);
const COLUMNS =
  "at, actor, actor_name, action, kind, record, version, changed, document, previous_hash, hash, actor_role, name_salt, document_salt";

describe("a log that nobody touched", () => {
  it("holds, from its first entry and from any other", async () => {
    expect(await verifyChain(db)).toEqual({ entries: ENTRIES, head });
    expect(await verifyChain(db, { from: head })).toEqual({ entries: 0, head });
  });
  it("holds too where a name was erased by an entry that says so, and not by one that does not", async () => {
    const erase = (by: number) => async (trx: Database) => {
      await sql`UPDATE event SET name_seal = event_seal_of(name_salt, actor_name), name_salt = NULL, actor_name = gone(), name_redacted_by = ${by} WHERE id = 9`.execute(
        trx,
      );
      await sql`INSERT INTO event (id, actor, actor_name, action, kind, record, version, document, previous_hash, hash)
        SELECT 21, 'x', 'X', 'redacted', 'audit', 'u1', 1, '{"names": [9]}', hash, hash FROM event WHERE id = 20`.execute(trx);
      await sealFrom(trx, 21);
    };
    expect((await found(erase(21))).broken).toBeUndefined();
    expect((await found(erase(20))).broken).toEqual({ id: 9, fault: "unexplained" });
  });
  it("is told when the database would let it be changed", async () => {
    expect((await found(does("ALTER TABLE event DISABLE TRIGGER event_append_only"))).broken).toBeUndefined(); // enabled again by found()
    expect((await found(does("DROP TRIGGER event_append_only ON event"))).broken).toEqual({ id: ENTRIES, fault: "unguarded" });
  });
});

describe("of one tampering", () => {
  const cases: [string, string, NonNullable<ChainReport["broken"]>][] = [
    ["altered", "UPDATE event SET actor_name = 'B' WHERE id = 7", { id: 7, fault: "altered" }],
    ["its role taken away", "UPDATE event SET actor_role = NULL WHERE id = 7", { id: 7, fault: "altered" }],
    [
      "altered and sealed again",
      "UPDATE event SET actor_name = 'B' WHERE id = 7; UPDATE event e SET hash = event_digest(e) WHERE id = 7",
      { id: 8, fault: "inserted" },
    ],
    ["removed", "DELETE FROM event WHERE id = 7", { id: 8, fault: "removed_before" }],
    ["removed at the head", "DELETE FROM event WHERE id = 1", { id: 2, fault: "removed_before" }],
    [
      "removed, and the others moved up",
      "DELETE FROM event WHERE id = 7; UPDATE event SET id = id - 1 WHERE id > 7",
      { id: 7, fault: "altered" },
    ],
    [
      "inserted",
      `UPDATE event SET id = id + 100 WHERE id > 7; INSERT INTO event (id, ${COLUMNS}) SELECT 8, ${COLUMNS} FROM event WHERE id = 7; UPDATE event SET id = id - 99 WHERE id > 100`,
      { id: 8, fault: "altered" },
    ],
    [
      "inserted before the first",
      `INSERT INTO event (id, ${COLUMNS}) SELECT 0, ${COLUMNS} FROM event WHERE id = 1`,
      { id: 0, fault: "altered" },
    ],
    [
      "two swapped",
      "UPDATE event SET id = -7 WHERE id = 7; UPDATE event SET id = 7 WHERE id = 12; UPDATE event SET id = 12 WHERE id = -7",
      { id: 7, fault: "altered" },
    ],
  ];
  it.each(cases)("one %s is found", async (_, statement, broken) => expect((await found(does(statement))).broken).toEqual(broken));

  it("the function that seals, replaced by one that always agrees, deceives nobody", async () => {
    const lie = "CREATE OR REPLACE FUNCTION event_digest(e event) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN e.hash";
    expect((await found(does(`${lie}; UPDATE event SET document = '{}' WHERE id = 3`))).broken).toEqual({ id: 3, fault: "altered" });
  });

  it("a tail cut off and a chain made anew hold by themselves, and not for who knows a head", async () => {
    const cut = does(`DELETE FROM event WHERE id > ${ENTRIES - 2}`);
    const anew = async (trx: Database) => {
      await sql`UPDATE event SET document = '{"a": 1000000}' WHERE id = 11`.execute(trx);
      await sealFrom(trx, 11);
    };
    expect(await tampered(cut)).toMatchObject({ whole: { entries: ENTRIES - 2 }, known: { broken: { id: ENTRIES, fault: "gone" } } });
    expect((await found(cut)).broken).toBeUndefined();
    expect(await tampered(anew)).toMatchObject({ whole: { entries: ENTRIES }, known: { broken: { id: ENTRIES, fault: "rewritten" } } });
    expect((await found(anew)).broken).toBeUndefined();
  });

  it("any is found", async () => {
    const id = fc.integer({ min: 1, max: ENTRIES });
    const reseal = fc.constantFrom("", "one", "rest");
    const set = fc.constantFrom(
      ...[
        "at = at + interval '1 microsecond'",
        "actor = actor || 'x'",
        "actor_name = ''",
        "actor_role = 'administrator'",
        "action = 'archived'",
      ],
      ...[
        "kind = 'project'",
        "record = 'q'",
        "version = version + 100",
        "changed = '{a}'",
        "document = '{}'",
        "document = document || '{\"b\": null}'",
      ],
      ...["previous_hash = '\\x01'", "hash = '\\x01'", "name_salt = '\\x02'", "document_salt = '\\x02'"],
    );
    const tampering = fc.oneof(
      fc.record({ what: fc.constant("set" as const), id, set, reseal }),
      fc.record({ what: fc.constant("remove" as const), id, reseal }),
      // After the last, and well sealed, it would be what the program itself does.
      fc.record({ what: fc.constant("insert" as const), id: fc.integer({ min: 1, max: ENTRIES - 1 }), reseal }),
      fc.record({ what: fc.constant("swap" as const), id, other: id, reseal }),
    );
    await fc.assert(
      fc.asyncProperty(tampering, async (one) => {
        if (one.what === "swap") fc.pre(one.other !== one.id);
        // A seal made again is whole again.
        if (one.what === "set" && /hash/.test(one.set)) fc.pre(one.reseal === "");
        const { whole, known } = await tampered(async (trx) => {
          if (one.what === "set") await sql.raw(`UPDATE event SET ${one.set} WHERE id = ${one.id}`).execute(trx);
          if (one.what === "remove") await sql`DELETE FROM event WHERE id = ${one.id}`.execute(trx);
          if (one.what === "insert")
            await sql
              .raw(
                `UPDATE event SET id = id + 100 WHERE id > ${one.id}; INSERT INTO event (id, ${COLUMNS}) SELECT ${one.id} + 1, ${COLUMNS} FROM event WHERE id = ${one.id}; UPDATE event SET id = id - 99 WHERE id > 100`,
              )
              .execute(trx);
          if (one.what === "swap")
            await sql
              .raw(
                `UPDATE event SET id = -1 WHERE id = ${one.id}; UPDATE event SET id = ${one.id} WHERE id = ${one.other}; UPDATE event SET id = ${one.other} WHERE id = -1`,
              )
              .execute(trx);
          if (one.reseal === "one") await sql`UPDATE event e SET hash = event_digest(e) WHERE id = ${one.id}`.execute(trx);
          if (one.reseal === "rest") {
            if (one.what === "remove") await sql`UPDATE event SET id = id - 1 WHERE id > ${one.id}`.execute(trx);
            await sealFrom(trx, Math.min(one.id, one.what === "swap" ? one.other : one.id));
          }
        });
        expect(whole.broken ?? known.broken).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });
});
