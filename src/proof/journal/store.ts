import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

/** What the journal is asked; every part may be left out. `from` and `to` are instants, the second not included. */
export interface JournalFilter {
  actors?: string[] | undefined;
  kind?: string | undefined;
  record?: string | undefined;
  action?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** The number of the last entry of the page before. */
  after?: number | undefined;
}
/** An entry, without what it keeps of its record. `hash` in hexadecimal. */
export interface EntryHead {
  id: number;
  at: Date;
  actor: string;
  actorName: string;
  actorRole: string | null;
  action: string;
  kind: string;
  record: string;
  version: number;
  hash: string;
}
export interface JournalEntry extends EntryHead {
  changed: string[];
}
export const ENTRIES_PER_PAGE = 50;

/**
 * The entries that were asked for, the newest first, one more than a page when there are more. `hidden`: applications in
 * which the reader has declared an interest: nothing of them, of their grants and of what hangs on those is shown.
 */
export async function searchJournal(db: Database, filter: JournalFilter, hidden: readonly string[]): Promise<JournalEntry[]> {
  const { rows } = await journalQuery(filter, hidden).execute(db);
  return rows;
}

/** Read with an index whatever is asked: a test asks PostgreSQL. */
export function journalQuery({ actors, kind, record, action, from, to, after }: JournalFilter, hidden: readonly string[] = []) {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (actors) wanted.push(sql`e.actor = ANY (${actors}::text[])`);
  if (action) wanted.push(sql`e.action = ${action}`);
  if (kind) wanted.push(sql`e.kind = ${kind}`);
  // The index of records begins with the kind.
  else if (record) wanted.push(sql`e.kind = ANY (array(${kinds}))`);
  if (record) wanted.push(sql`e.record = ${record}`);
  if (from) wanted.push(sql`e.at >= ${from}`);
  if (to) wanted.push(sql`e.at < ${to}`);
  if (after) wanted.push(sql`(e.at, e.id) < ((SELECT a.at FROM event a WHERE a.id = ${after}), ${after}::bigint)`);
  if (hidden.length > 0)
    wanted.push(sql`NOT EXISTS (SELECT FROM (${recordsAbout(hidden)}) h WHERE h.kind = e.kind AND h.record = e.record)`);
  return sql<JournalEntry>`SELECT e.id, e.at, e.actor, e.actor_name, e.actor_role, e.action, e.kind, e.record, e.version, e.changed, encode(e.hash, 'hex') AS hash
    FROM event e WHERE ${sql.join(wanted, sql` AND `)} ORDER BY e.at DESC, e.id DESC LIMIT ${ENTRIES_PER_PAGE + 1}`;
}

// The values of a column that an index begins with, one step of the index each.
const distinct = (column: "actor" | "kind" | "action") =>
  sql.raw(`WITH RECURSIVE step AS ((SELECT ${column} AS one FROM event ORDER BY ${column} LIMIT 1)
    UNION ALL SELECT (SELECT e.${column} FROM event e WHERE e.${column} > s.one ORDER BY e.${column} LIMIT 1) FROM step s WHERE s.one IS NOT NULL)
    SELECT one FROM step WHERE one IS NOT NULL`);
const kinds = distinct("kind");

/** The kinds and the actions that the log knows. */
export async function journalWords(db: Database): Promise<{ kinds: string[]; actions: string[] }> {
  const { rows } = await sql<{
    kinds: string[];
    actions: string[];
  }>`SELECT array(${kinds}) AS kinds, array(${distinct("action")}) AS actions`.execute(db);
  return rows[0]!;
}

const MAX_ACTORS = 100;
/** Those whose name, as last written, holds some words; or whose identifier it is. */
export async function actorsNamed(db: Database, words: string): Promise<string[]> {
  const pattern = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<{ actor: string }>`
    WITH actor AS MATERIALIZED (${distinct("actor")})
    SELECT a.one AS actor FROM actor a CROSS JOIN LATERAL (SELECT e.actor_name FROM event e WHERE e.actor = a.one ORDER BY e.at DESC, e.id DESC LIMIT 1) l
    WHERE a.one = ${words} OR l.actor_name ILIKE ${pattern} ORDER BY a.one LIMIT ${MAX_ACTORS}`.execute(db);
  return rows.map(({ actor }) => actor);
}

/** Every record whose entries are about one of these applications. */
export function recordsAbout(applications: readonly string[]): RawBuilder<unknown> {
  return sql`SELECT k.kind, a.id::text AS record FROM application a CROSS JOIN (VALUES ('application'), ('assessment')) k (kind) WHERE a.id = ANY (${applications}::uuid[])
    UNION ALL SELECT 'grant', g.id::text FROM "grant" g WHERE g.application = ANY (${applications}::uuid[])
    UNION ALL SELECT 'payment', p.id::text FROM payment p JOIN "grant" g ON g.id = p."grant" WHERE g.application = ANY (${applications}::uuid[])
    UNION ALL SELECT 'payment', r.id::text FROM recovery r JOIN "grant" g ON g.id = r."grant" WHERE g.application = ANY (${applications}::uuid[])
    UNION ALL SELECT 'report', r.id::text FROM report r JOIN "grant" g ON g.id = r."grant" WHERE g.application = ANY (${applications}::uuid[])`;
}

export interface WholeEntry extends JournalEntry {
  previousHash: string;
  document: Record<string, unknown>;
}
/** One entry, all of it; undefined when there is none, or when it is not for this reader. */
export async function findEntry(db: Database, id: number, hidden: readonly string[]): Promise<WholeEntry | undefined> {
  const { rows } = await sql<WholeEntry>`
    SELECT e.id, e.at, e.actor, e.actor_name, e.actor_role, e.action, e.kind, e.record, e.version, e.changed, e.document,
      encode(e.hash, 'hex') AS hash, encode(e.previous_hash, 'hex') AS previous_hash FROM event e
    WHERE e.id = ${id} AND NOT EXISTS (SELECT FROM (${recordsAbout(hidden)}) h WHERE h.kind = e.kind AND h.record = e.record)`.execute(db);
  return rows[0];
}
