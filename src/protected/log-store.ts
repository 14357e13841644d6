import { sql } from "kysely";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import type { openingReasons } from "./person/rules.ts";

export type OpeningReason = (typeof openingReasons)[number];
export type Read = "open" | "file" | "edit" | "paper" | "export";

export interface Reading {
  id: string;
  at: Date;
  reader: string;
  readerName: string;
  person: string;
  pseudonym: string | null;
  what: Read;
  reason: OpeningReason;
  words: Buffer | null;
  follows: string | null;
}
export interface Change {
  at: Date;
  byName: string;
  about: "person" | "residency" | "consent" | "testimony" | "paper";
  act: "created" | "edited" | "moved" | "reviewed" | "withdrawn" | "published" | "unpublished" | "removed" | "erased";
  state: string | null;
}

export async function insertReading(
  trx: Database,
  row: Pick<Reading, "id" | "person" | "what" | "reason" | "words" | "follows">,
  by: Actor,
): Promise<void> {
  await sql`INSERT INTO protected.reading (id, reader, reader_name, person, what, reason, words, follows)
    VALUES (${row.id}, ${by.id}, ${by.name}, ${row.person}, ${row.what}, ${row.reason}, ${row.words}, ${row.follows})`.execute(trx);
}

/** Why this reader opened this file in the last minutes; undefined when they have to say it. */
export async function openingOf(
  db: Database,
  person: string,
  reader: string,
  minutes: number,
): Promise<{ id: string; reason: OpeningReason } | undefined> {
  const { rows } = await sql<{ id: string; reason: OpeningReason }>`SELECT id, reason FROM protected.reading
    WHERE person = ${person} AND reader = ${reader} AND what = 'open' AND at > now() - make_interval(mins => ${minutes}) ORDER BY at DESC LIMIT 1`.execute(
    db,
  );
  return rows[0];
}

/** Newest first. */
export async function listReadings(
  db: Database,
  options: { person?: string; page?: number; perPage?: number } = {},
): Promise<{ rows: Reading[]; total: number }> {
  const { person = null, page = 1, perPage = 50 } = options;
  const { rows } = await sql<Reading & { total: number }>`
    SELECT r.id, r.at, r.reader, r.reader_name, r.person, p.pseudonym, r.what, r.reason, r.words, r.follows, count(*) OVER ()::int AS total
    FROM protected.reading r JOIN protected.person p ON p.id = r.person WHERE ${person}::uuid IS NULL OR r.person = ${person}
    ORDER BY r.at DESC, r.id LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

export async function insertChange(
  trx: Database,
  row: Pick<Change, "about" | "act"> & { person: string; id: string; state?: string },
  by: Pick<Actor, "id" | "name">,
): Promise<void> {
  await sql`INSERT INTO protected.change (by_id, by_name, person, about, about_id, act, state)
    VALUES (${by.id}, ${by.name}, ${row.person}, ${row.about}, ${row.id}, ${row.act}, ${row.state ?? null})`.execute(trx);
}
export async function changesOf(db: Database, person: string): Promise<Change[]> {
  const { rows } =
    await sql<Change>`SELECT at, by_name, about, act, state FROM protected.change WHERE person = ${person} ORDER BY at DESC, id DESC LIMIT 200`.execute(
      db,
    );
  return rows;
}

export interface RoleChange {
  at: Date;
  byName: string | null;
  userName: string;
  act: "given" | "taken";
}
export async function roleChanges(db: Database): Promise<RoleChange[]> {
  const { rows } =
    await sql<RoleChange>`SELECT at, by_name, user_name, act FROM protected.role_change ORDER BY at DESC, id DESC LIMIT 100`.execute(db);
  return rows;
}
