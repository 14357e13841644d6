import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { type Actor, roles } from "../platform/accounts/rights.ts";
import { connect, type Database } from "../platform/database/connect.ts";
import { pdfOf } from "../platform/intake/testing.ts";
import { look } from "./acts.ts";
import { enter, holdsRows } from "./entry-store.ts";
import { addPaper } from "./paper/actions.ts";
import { publishTestimony } from "./testimony/actions.ts";
import { asGuardian, guardian, makeFiles, must, putGuardians, shown } from "./testing.ts";
import { makeVault, type Vault } from "./vault/vault.ts";

/** The policies on rows (migration 0039), attacked: by queries of the program's own role, which owns the tables. */

let db: Database;
let url: string;
let end: () => Promise<void>;
let vault: Vault;
let person: string;
const other: Actor = { id: "gaston", name: "Gaston", role: "guardian" };
/** With rows of people, all of them; the arrows of states are no secret. */
const tables = ["person", "residency", "consent", "testimony", "paper", "reading", "change", "role_change"] as const;

beforeAll(async () => {
  ({ db, url, end } = await openTestDatabase());
  vault = makeVault([{ id: "k1", bytes: randomBytes(32) }]);
  await putGuardians(db, guardian, other);
  await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES ('ada', 'Ada', 'ada@ville.example', true, 'administrator'),
    ('ola', 'Ola', 'ola@ville.example', true, 'officer')`.execute(db);
  await sql`INSERT INTO country (code, name, continent) VALUES ('IR', '{"fr": "Iran", "en": "Iran"}', 'asia') ON CONFLICT DO NOTHING`.execute(
    db,
  );
  const make = makeFiles(db, vault);
  person = await make.person();
  await make.read(person);
  await make.residency(person);
  const [told, consent] = [await make.testimony(person), await make.consent(person, { name: true })];
  await must(publishTestimony(db, vault, person, told, consent, guardian));
  await must(addPaper(db, vault, person, { name: "p.pdf", bytes: pdfOf({}) }, guardian));
});
afterAll(() => end());

const count = async (on: Database, table: string) =>
  (await sql<{ n: number }>`SELECT count(*)::int AS n FROM protected.${sql.id(table)}`.execute(on)).rows[0]!.n;
const counts = async (on: Database) => Promise.all(tables.map((table) => count(on, table)));
const nothing = tables.map(() => 0);
const touched = async (on: Database, statement: string) => Number((await sql.raw(statement).execute(on)).numAffectedRows ?? 0n);

/** One row of each table, that would be good if it were allowed. */
const inserts: Record<(typeof tables)[number], () => string> = {
  person: () =>
    `INSERT INTO protected.person (pseudonym, kind, key_id, data_key, content, review_on) VALUES ('Intrus', 'writer', 'k', 'k', 'c', current_date)`,
  residency: () => `INSERT INTO protected.residency (person, kind) VALUES ('${person}', 'icorn')`,
  consent: () =>
    `INSERT INTO protected.consent (person, scopes, given_on, valid_until, content) VALUES ('${person}', '{text}', current_date, current_date, 'c')`,
  testimony: () => `INSERT INTO protected.testimony (person, content) VALUES ('${person}', 'c')`,
  paper: () => `INSERT INTO protected.paper (person, content, bytes) VALUES ('${person}', 'c', 'b')`,
  reading: () =>
    `INSERT INTO protected.reading (id, reader, reader_name, person, what, reason) VALUES (gen_random_uuid(), 'gaelle', 'Gaëlle', '${person}', 'open', 'review')`,
  change: () =>
    `INSERT INTO protected.change (by_id, by_name, person, about, about_id, act) VALUES ('gaelle', 'Gaëlle', '${person}', 'person', '${person}', 'edited')`,
  role_change: () => `INSERT INTO protected.role_change (user_id, user_name, act) VALUES ('ola', 'Ola', 'given')`,
};
const REFUSED = { code: "42501" };

/** Each command on each table finds nothing, changes nothing, adds nothing. */
async function findsNothing(inside: <T>(work: (on: Database) => Promise<T>) => Promise<T>): Promise<void> {
  expect(await inside(counts)).toEqual(nothing);
  for (const table of tables) {
    // What is only added to refuses before it looks for rows.
    if (!["reading", "change", "role_change"].includes(table)) {
      expect(await inside((on) => touched(on, `UPDATE protected.${table} SET id = id`))).toBe(0);
      expect(await inside((on) => touched(on, `DELETE FROM protected.${table}`))).toBe(0);
    }
    await expect(inside((on) => touched(on, inserts[table]()))).rejects.toMatchObject(REFUSED);
    expect((await inside((on) => sql`SELECT 1 FROM protected.${sql.id(table)} FOR UPDATE`.execute(on))).rows).toEqual([]);
  }
  expect(await shown(db)).toEqual(["Nom Secret"]);
}

/** One transaction of its own, on one connection. */
const transaction = <T>(work: (on: Database) => Promise<T>) => db.transaction().execute(work);
const as =
  (id: string, role: Actor["role"]) =>
  <T>(work: (on: Database) => Promise<T>): Promise<T> =>
    look(db, { id, name: id, role }, work);

describe("the rows of the compartment", () => {
  it("are held by policies on every table of the schema, for its owner too, and the program's role does not pass by them", async () => {
    expect(await holdsRows(db)).toBe(true);
    const { rows } = await sql<{ name: string; held: boolean }>`SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS held
      FROM pg_class WHERE relnamespace = 'protected'::regnamespace AND relkind = 'r' ORDER BY 1`.execute(db);
    expect(rows.filter(({ held }) => !held).map(({ name }) => name)).toEqual(["residency_move"]);
    expect(rows.filter(({ held }) => held).map(({ name }) => name)).toEqual([...tables].sort());
    // The test can fail: a guardian sees them all.
    expect((await look(db, guardian, counts)).every((n) => n > 0)).toBe(true);
  });

  it("are not there for a query that says of nobody", () => findsNothing(transaction));

  it.each(roles.filter((role) => role !== "guardian"))("are not there for %s, whatever it calls itself", async (role) => {
    await findsNothing(as("ada", role));
  });

  it("are not there for who says guardian and is none: an administrator, an officer, nobody, the program", async () => {
    for (const id of ["ada", "ola", "", "nobody"]) expect(await as(id, "guardian")(counts)).toEqual(nothing);
    await findsNothing(as("ada", "guardian"));
    await findsNothing(as("gaelle", "system"));
  });

  it("take no line of their logs in another guardian's name, and let none be rewritten", async () => {
    for (const table of ["reading", "change"] as const) {
      await expect(as("gaston", "guardian")((on) => touched(on, inserts[table]()))).rejects.toMatchObject(REFUSED);
      await expect(as("gaelle", "guardian")((on) => touched(on, `UPDATE protected.${table} SET at = now()`))).rejects.toThrow(
        /append-only/,
      );
      await expect(as("gaelle", "guardian")((on) => touched(on, `DELETE FROM protected.${table}`))).rejects.toThrow(/append-only/);
    }
    await expect(as("gaelle", "guardian")((on) => touched(on, inserts.role_change()))).rejects.toMatchObject(REFUSED);
    expect(await as("gaelle", "guardian")((on) => touched(on, "DELETE FROM protected.person"))).toBe(0);
  });
});

describe("what a transaction said", () => {
  it("is worth nothing in the next one on the same connection, also when it was said for the whole session", async () => {
    const one = connect(url, { max: 1 });
    try {
      const seen = () => counts(one.db);
      await one.db.transaction().execute(async (trx) => {
        await enter(trx, guardian.id, "guardian");
        expect(await count(trx, "person")).toBe(1);
      });
      expect(await seen()).toEqual(nothing);
      await expect(
        one.db.transaction().execute(async (trx) => {
          await enter(trx, guardian.id, "guardian");
          throw new Error("in the middle");
        }),
      ).rejects.toThrow("in the middle");
      expect(await seen()).toEqual(nothing);
      // Left behind on purpose, with the very moment of a transaction that was a guardian's.
      await one.db.transaction().execute(async (trx) => {
        await enter(trx, guardian.id, "guardian");
        await sql`SELECT set_config(name, current_setting(name), false) FROM unnest(ARRAY['app.actor', 'app.role', 'app.transaction']) name`.execute(
          trx,
        );
      });
      const { rows } = await sql<{ role: string }>`SELECT current_setting('app.role') AS role`.execute(one.db);
      expect(rows).toEqual([{ role: "guardian" }]);
      expect(await seen()).toEqual(nothing);
      await findsNothing((work) => one.db.transaction().execute(work));
    } finally {
      await one.close();
    }
  });

  it("ends when the role is taken away, or the account closed, in the middle of it", async () => {
    const ended = async (take: string, give: string) => {
      await transaction(async (trx) => {
        await enter(trx, other.id, "guardian");
        expect(await count(trx, "person")).toBe(1);
        await sql.raw(take).execute(db);
        expect(await counts(trx)).toEqual(nothing);
        await expect(touched(trx, inserts.residency())).rejects.toMatchObject(REFUSED);
      }).catch((error: unknown) => expect(error).toMatchObject({ code: "25P02" }));
      await sql.raw(give).execute(db);
    };
    await ended(
      `UPDATE auth."user" SET role = 'officer' WHERE id = 'gaston'`,
      `UPDATE auth."user" SET role = 'guardian' WHERE id = 'gaston'`,
    );
    await ended(
      `UPDATE auth."user" SET "closedAt" = now() WHERE id = 'gaston'`,
      `UPDATE auth."user" SET "closedAt" = NULL WHERE id = 'gaston'`,
    );
  });
});

describe("what the program does by itself", () => {
  it("sees of a file, in its upkeep, that it is due, and erases none whose time is not over", async () => {
    await transaction(async (trx) => {
      await enter(trx, "upkeep", "upkeep");
      expect(
        await Promise.all((["residency", "consent", "testimony", "paper", "reading"] as const).map((table) => count(trx, table))),
      ).toEqual([0, 0, 0, 0, 0]);
      for (const table of ["consent", "testimony", "paper"]) expect(await touched(trx, `DELETE FROM protected.${table}`)).toBe(0);
      expect(await touched(trx, "UPDATE protected.person SET content = NULL, pseudonym = NULL, erased_at = now()")).toBe(0);
    });
    await expect(transaction((trx) => enter(trx, "upkeep", "upkeep").then(() => touched(trx, inserts.testimony())))).rejects.toMatchObject(
      REFUSED,
    );
  });

  it("leaves to a change of keys the keys, and nothing beside", async () => {
    await transaction(async (trx) => {
      await enter(trx, "keys", "keys");
      expect(await count(trx, "person")).toBe(1);
      expect(await Promise.all(tables.slice(1).map((table) => count(trx, table)))).toEqual(nothing.slice(1));
    });
  });

  it("publishes by the views alone: what they set ends with them", async () => {
    await transaction(async (trx) => {
      expect(await shown(trx)).toEqual(["Nom Secret"]);
      await sql`SELECT * FROM published.residency_year`.execute(trx);
      expect(await counts(trx)).toEqual(nothing);
    });
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM published.testimony`.execute(db);
    expect(Object.keys(rows[0]!).sort()).toEqual(["body", "country", "demo", "language", "publishedOn", "signature", "validUntil"]);
  });

  it("gives a backup every row, sealed as it is, to read and not to change", async () => {
    const backup = connect(`${url}?options=${encodeURIComponent("-c app.backup=on")}`, { max: 1 });
    try {
      expect(await counts(backup.db)).toEqual(await look(db, guardian, counts));
      for (const table of ["person", "residency", "consent", "testimony", "paper"])
        expect(await touched(backup.db, `UPDATE protected.${table} SET id = id`)).toBe(0);
      for (const table of tables) await expect(touched(backup.db, inserts[table]())).rejects.toMatchObject(REFUSED);
      const { rows } = await sql<{ row: string }>`SELECT p::text || r::text AS row FROM protected.person p, protected.residency r`.execute(
        backup.db,
      );
      expect(rows[0]!.row).not.toMatch(/Nom Secret|Faits secrets/);
    } finally {
      await backup.close();
    }
    expect((await asGuardian(db, sql`SELECT 1 FROM protected.paper`)).rows).toHaveLength(1);
  });
});
