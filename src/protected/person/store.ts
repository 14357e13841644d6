import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { ResidencyState } from "../residency/states.ts";
import type { SealedKey } from "../vault/vault.ts";
import type { PersonKind } from "./rules.ts";

/** What stands in clear of a file. */
export interface PersonRow {
  id: string;
  /** None: erased. */
  pseudonym: string | null;
  kind: PersonKind;
  demo: boolean;
  reviewOn: string | null;
  eraseOn: string | null;
  erasedAt: Date | null;
  version: number;
  createdAt: Date;
}
export interface PersonListed extends PersonRow {
  residencies: ResidencyState[];
  testimonies: number;
}
/** The same with what is sealed of it. */
export type SealedPerson = PersonRow & { keyId: string | null; dataKey: Buffer | null; content: Buffer | null };

const clear = sql`p.id, p.pseudonym, p.kind, p.demo, p.review_on, p.erase_on, p.erased_at, p.version, p.created_at`;

export async function listPersons(db: Database, filter: { state?: ResidencyState | undefined; erased: boolean }): Promise<PersonListed[]> {
  const { rows } = await sql<PersonListed>`
    SELECT ${clear}, coalesce(r.states, '{}') AS residencies, coalesce(t.n, 0)::int AS testimonies
    FROM protected.person p
    LEFT JOIN (SELECT person, array_agg(state ORDER BY created_at DESC) AS states FROM protected.residency GROUP BY person) r ON r.person = p.id
    LEFT JOIN (SELECT person, count(*) AS n FROM protected.testimony WHERE state = 'published' GROUP BY person) t ON t.person = p.id
    WHERE (p.erased_at IS NOT NULL) = ${filter.erased} AND (${filter.state ?? null}::text IS NULL OR ${filter.state ?? null} = ANY (r.states))
    ORDER BY p.review_on, p.pseudonym, p.id LIMIT 500`.execute(db);
  return rows;
}

export async function findPerson(db: Database, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`SELECT ${clear} FROM protected.person p WHERE p.id = ${id}`.execute(db);
  return rows[0];
}

/** With its key, and held until the end of the transaction: every act on a file takes its turn here. */
export async function lockPerson(trx: Database, id: string): Promise<SealedPerson | undefined> {
  const { rows } =
    await sql<SealedPerson>`SELECT ${clear}, p.key_id, p.data_key, p.content FROM protected.person p WHERE p.id = ${id} FOR UPDATE`.execute(
      trx,
    );
  return rows[0];
}

/** False when another file has the pseudonym. */
export async function insertPerson(
  trx: Database,
  row: SealedKey & { pseudonym: string; kind: PersonKind; demo: boolean; content: Buffer; reviewOn: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`INSERT INTO protected.person (id, pseudonym, kind, demo, key_id, data_key, content, review_on)
    VALUES (${row.id}, ${row.pseudonym}, ${row.kind}, ${row.demo}, ${row.keyId}, ${row.dataKey}, ${row.content}, ${row.reviewOn})
    ON CONFLICT (pseudonym) DO NOTHING`.execute(trx);
  return numAffectedRows === 1n;
}

export async function updatePerson(trx: Database, id: string, content: Buffer): Promise<void> {
  await sql`UPDATE protected.person SET content = ${content}, version = version + 1 WHERE id = ${id}`.execute(trx);
}

export async function setReview(trx: Database, id: string, reviewOn: string): Promise<void> {
  await sql`UPDATE protected.person SET review_on = ${reviewOn} WHERE id = ${id}`.execute(trx);
}

export async function setErasure(trx: Database, id: string, eraseOn: string | null): Promise<void> {
  await sql`UPDATE protected.person SET erase_on = ${eraseOn}::date WHERE id = ${id}`.execute(trx);
}

/** Destroys the key of a person and all that it sealed; what was published goes with it. Residencies stay as a state and two years. */
export async function erasePerson(trx: Database, id: string): Promise<void> {
  await sql`DELETE FROM protected.testimony WHERE person = ${id}`.execute(trx);
  await sql`DELETE FROM protected.consent WHERE person = ${id}`.execute(trx);
  await sql`DELETE FROM protected.paper WHERE person = ${id}`.execute(trx);
  await sql`UPDATE protected.residency SET content = NULL WHERE person = ${id}`.execute(trx);
  await sql`UPDATE protected.person SET pseudonym = NULL, key_id = NULL, data_key = NULL, content = NULL, review_on = NULL, erase_on = NULL,
    erased_at = now(), version = version + 1 WHERE id = ${id}`.execute(trx);
}

/** The files whose contents are to go, and how many wait for a guardian's eyes. */
export async function dueOn(db: Database, day: string): Promise<{ erase: string[]; review: number; soon: number }> {
  const { rows } = await sql<{ erase: string[]; review: number; soon: number }>`
    SELECT coalesce(array_agg(id) FILTER (WHERE erase_on <= ${day}::date), '{}') AS erase, count(*) FILTER (WHERE review_on <= ${day}::date)::int AS review,
           count(*) FILTER (WHERE erase_on > ${day}::date AND erase_on <= ${day}::date + 30)::int AS soon
    FROM protected.person WHERE erased_at IS NULL`.execute(db);
  return rows[0]!;
}

/** How many contents are to go on a day, and the next day on which some will be. */
export async function erasures(db: Database, day: string): Promise<{ due: number; next: string | null }> {
  const { rows } = await sql<{ due: number; next: string | null }>`
    SELECT count(*) FILTER (WHERE erase_on <= ${day}::date)::int AS due, min(erase_on) FILTER (WHERE erase_on > ${day}::date) AS next
    FROM protected.person WHERE erased_at IS NULL`.execute(db);
  return rows[0]!;
}

/** Every key, held: nobody makes or changes a file while keys are replaced. */
export async function lockKeys(trx: Database): Promise<SealedKey[]> {
  await sql`LOCK TABLE protected.person IN EXCLUSIVE MODE`.execute(trx);
  const { rows } = await sql<SealedKey>`SELECT id, key_id, data_key FROM protected.person WHERE erased_at IS NULL`.execute(trx);
  return rows;
}
export async function putKeys(trx: Database, keys: readonly SealedKey[]): Promise<void> {
  await sql`UPDATE protected.person p SET key_id = k.key_id, data_key = k.data_key
    FROM unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ keyId }) => keyId)}::text[], ${keys.map(({ dataKey }) => dataKey)}::bytea[]) AS k(id, key_id, data_key)
    WHERE p.id = k.id`.execute(trx);
}
