import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { type EntryHead, recordsAbout } from "../journal/store.ts";

/** An entry as a history tells it. */
export interface Told extends EntryHead {
  document: Record<string, unknown>;
}

const entries = sql`SELECT e.id, e.at, e.actor, e.actor_name, e.actor_role, e.action, e.kind, e.record, e.version, e.document, encode(e.hash, 'hex') AS hash FROM event e`;

/** All entries of a record of the register, in their order. */
export async function entriesOfRecord(db: Database, kind: string, record: string): Promise<Told[]> {
  return (await sql<Told>`${entries} WHERE e.kind = ${kind} AND e.record = ${record} ORDER BY e.id`.execute(db)).rows;
}

/** All entries about an application: its own, its assessment, its deliberation, its grant, payments and reports. */
export async function entriesOfApplication(db: Database, application: string): Promise<Told[]> {
  const about: RawBuilder<unknown> = sql`${recordsAbout([application])}
    UNION SELECT 'deliberation', d.id::text FROM deliberation d WHERE d.id = (SELECT a.deliberation FROM application a WHERE a.id = ${application})
    UNION SELECT 'deliberation', g.deliberation::text FROM "grant" g WHERE g.application = ${application}`;
  return (await sql<Told>`${entries} JOIN (${about}) h ON h.kind = e.kind AND h.record = e.record ORDER BY e.id`.execute(db)).rows;
}

export interface Subject {
  application: string;
  number: string | null;
  title: string;
  state: string;
  currency: string;
}
/** What a history of an application says at its head. */
export async function subjectOf(db: Database, application: string): Promise<Subject | undefined> {
  const { rows } = await sql<Subject>`
    SELECT a.id AS application, a.number, coalesce(g.object, a.title, '') AS title, coalesce(g.state, a.state) AS state, coalesce(g.currency, 'EUR') AS currency
    FROM application a LEFT JOIN "grant" g ON g.application = a.id WHERE a.id = ${application}`.execute(db);
  return rows[0];
}

export interface Paper {
  name: string;
  at: Date;
  sha256: string;
  /** sent: with the file or a report; made: by the city, or signed. */
  origin: "sent" | "made";
}
/** The documents of an application and of its grant, in the order in which they came. */
export async function papersOf(db: Database, application: string): Promise<Paper[]> {
  const { rows } = await sql<Paper>`
    SELECT f.name, f.sent_at AS at, f.file AS sha256, 'sent' AS origin FROM application_file f WHERE f.application = ${application}
    UNION ALL SELECT f.name, f.sent_at, f.file, 'sent' FROM report_file f JOIN report r ON r.id = f.report JOIN "grant" g ON g.id = r."grant" WHERE g.application = ${application}
    UNION ALL SELECT k.name, k.created_at, d.sha256, 'made' FROM (
        SELECT a.receipt AS sha256 FROM application a WHERE a.id = ${application}
        UNION SELECT unnest(ARRAY[c.document, c.beneficiary_file, c.city_file]) FROM convention c JOIN "grant" g ON g.id = c."grant" WHERE g.application = ${application}
        UNION SELECT d.document FROM deliberation d JOIN "grant" g ON g.deliberation = d.id WHERE g.application = ${application}) d
      JOIN file k ON k.sha256 = d.sha256
    ORDER BY at, sha256`.execute(db);
  return rows;
}
/** Names of files of the register, by their SHA-256. */
export async function filesNamed(db: Database, digests: readonly string[]): Promise<Paper[]> {
  const { rows } = await sql<Paper>`
    SELECT name, created_at AS at, sha256, 'made' AS origin FROM file WHERE sha256 = ANY (${digests}::text[]) ORDER BY created_at, sha256`.execute(
    db,
  );
  return rows;
}

/** The application of a grant; undefined when there is no such grant. */
export async function applicationOfGrant(db: Database, grant: string): Promise<string | undefined> {
  return (await sql<{ application: string }>`SELECT application FROM "grant" WHERE id = ${grant}`.execute(db)).rows[0]?.application;
}

export interface Covering {
  number: number;
  head: number;
  madeAt: Date;
  sha256: string;
}
/** All anchors, by what they cover. */
export async function anchorsByHead(db: Database): Promise<Covering[]> {
  return (await sql<Covering>`SELECT number, head, made_at, sha256 FROM audit_anchor ORDER BY number`.execute(db)).rows;
}
