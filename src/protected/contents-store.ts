import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Localised } from "../platform/localised.ts";
import type { Scope } from "./consent/rules.ts";
import type { ResidencyKind } from "./residency/rules.ts";
import type { ResidencyState } from "./residency/states.ts";

/** The parts of a file, sealed, with what stands in clear of each. */
export interface SealedResidency {
  id: string;
  person: string;
  kind: ResidencyKind;
  state: ResidencyState;
  firstYear: number | null;
  lastYear: number | null;
  content: Buffer;
  version: number;
}
export interface SealedConsent {
  id: string;
  person: string;
  scopes: Scope[];
  givenOn: string;
  validUntil: string;
  withdrawnAt: Date | null;
  content: Buffer;
  inForce: boolean;
}
export interface SealedTestimony {
  id: string;
  person: string;
  state: "draft" | "published" | "withdrawn";
  content: Buffer;
  consent: string | null;
  signature: string | null;
  publishedOn: string | null;
  version: number;
}
export interface SealedPaper {
  id: string;
  person: string;
  content: Buffer;
  createdAt: Date;
}

export async function residenciesOf(db: Database, person: string): Promise<SealedResidency[]> {
  const { rows } =
    await sql<SealedResidency>`SELECT id, person, kind, state, first_year, last_year, content, version FROM protected.residency
    WHERE person = ${person} AND content IS NOT NULL ORDER BY created_at DESC, id`.execute(db);
  return rows;
}
export async function consentsOf(db: Database, person: string): Promise<SealedConsent[]> {
  const { rows } =
    await sql<SealedConsent>`SELECT id, person, scopes, given_on, valid_until, withdrawn_at, content, protected.consent_in_force(c) AS in_force
    FROM protected.consent c WHERE person = ${person} ORDER BY given_on DESC, id`.execute(db);
  return rows;
}
export async function testimoniesOf(db: Database, person: string): Promise<SealedTestimony[]> {
  const { rows } =
    await sql<SealedTestimony>`SELECT id, person, state, content, consent, signature, published_on, version FROM protected.testimony
    WHERE person = ${person} ORDER BY created_at DESC, id`.execute(db);
  return rows;
}
export async function papersOf(db: Database, person: string): Promise<SealedPaper[]> {
  const { rows } =
    await sql<SealedPaper>`SELECT id, person, content, created_at FROM protected.paper WHERE person = ${person} ORDER BY created_at, id`.execute(
      db,
    );
  return rows;
}
export async function paperBytes(db: Database, person: string, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`SELECT bytes FROM protected.paper WHERE id = ${id} AND person = ${person}`.execute(db);
  return rows[0]?.bytes;
}

export async function insertResidency(
  trx: Database,
  row: { id: string; person: string; kind: ResidencyKind; content: Buffer },
): Promise<void> {
  await sql`INSERT INTO protected.residency (id, person, kind, content) VALUES (${row.id}, ${row.person}, ${row.kind}, ${row.content})`.execute(
    trx,
  );
}
/** Of the version that was read; false when it was saved by someone else since. */
export async function updateResidency(
  trx: Database,
  row: { id: string; version: number; content: Buffer; state: ResidencyState; firstYear: number | null; lastYear: number | null },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE protected.residency SET content = ${row.content}, state = ${row.state}, first_year = ${row.firstYear},
    last_year = ${row.lastYear}, version = version + 1 WHERE id = ${row.id} AND version = ${row.version}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function insertConsent(
  trx: Database,
  row: { id: string; person: string; scopes: Scope[]; givenOn: string; validUntil: string; content: Buffer },
): Promise<void> {
  await sql`INSERT INTO protected.consent (id, person, scopes, given_on, valid_until, content)
    VALUES (${row.id}, ${row.person}, ${row.scopes}, ${row.givenOn}, ${row.validUntil}, ${row.content})`.execute(trx);
}
/** False when there is none, or it was withdrawn before. */
export async function withdrawConsent(trx: Database, person: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE protected.consent SET withdrawn_at = now() WHERE id = ${id} AND person = ${person} AND withdrawn_at IS NULL`.execute(
      trx,
    );
  return numAffectedRows === 1n;
}

export async function insertTestimony(trx: Database, row: { id: string; person: string; content: Buffer }): Promise<void> {
  await sql`INSERT INTO protected.testimony (id, person, content) VALUES (${row.id}, ${row.person}, ${row.content})`.execute(trx);
}
/** Of the version that was read, and of none that is published. */
export async function updateTestimony(trx: Database, row: { id: string; version: number; content: Buffer }): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE protected.testimony SET content = ${row.content}, state = 'draft', version = version + 1
    WHERE id = ${row.id} AND version = ${row.version} AND state <> 'published'`.execute(trx);
  return numAffectedRows === 1n;
}
/** What goes out in clear. */
export interface Published {
  consent: string;
  signature: string;
  body: Localised;
  language: string;
  country: string | null;
}
/** The database asks for the consent again. */
export async function publishTestimony(trx: Database, id: string, out: Published): Promise<void> {
  await sql`UPDATE protected.testimony SET state = 'published', consent = ${out.consent}, signature = ${out.signature}, body = ${JSON.stringify(out.body)}::jsonb,
    language = ${out.language}, country = ${out.country}, published_on = current_date, version = version + 1 WHERE id = ${id}`.execute(trx);
}
export async function unpublishTestimony(trx: Database, person: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE protected.testimony SET state = 'withdrawn', consent = NULL, signature = NULL, body = '{}', language = NULL, country = NULL,
    published_on = NULL, version = version + 1 WHERE id = ${id} AND person = ${person} AND state = 'published'`.execute(trx);
  return numAffectedRows === 1n;
}

export async function insertPaper(trx: Database, row: { id: string; person: string; content: Buffer; bytes: Buffer }): Promise<void> {
  await sql`INSERT INTO protected.paper (id, person, content, bytes) VALUES (${row.id}, ${row.person}, ${row.content}, ${row.bytes})`.execute(
    trx,
  );
}
export async function deletePaper(trx: Database, person: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM protected.paper WHERE id = ${id} AND person = ${person}`.execute(trx);
  return numAffectedRows === 1n;
}
