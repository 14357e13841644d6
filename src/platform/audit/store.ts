import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

/** An entry as the one after it knows it. */
export interface Head {
  id: number;
  /** SHA-256, in hexadecimal. */
  hash: string;
}
/** What stands before the first entry. */
export const beforeAll: Head = { id: 0, hash: "00" };

/**
 * altered: it does not say what was sealed. unexplained: something of it went, and no entry says by whose order.
 * removed_before: an entry before it is gone. inserted: it does not follow the one before. gone: the entry from which the
 * walk starts is no longer there; rewritten: or is another. unguarded: the entries hold, and the database no longer
 * refuses to change them.
 */
export type ChainFault = "altered" | "unexplained" | "removed_before" | "inserted" | "gone" | "rewritten" | "unguarded";
export interface ChainReport {
  /** How many entries were read. */
  entries: number;
  /** The last that holds. */
  head: Head;
  /** The first entry that does not fit, and what is wrong with it; undefined when all hold. */
  broken?: { id: number; fault: ChainFault };
}

const BATCH = 10_000;

// What the functions event_digest and event_unexplained of the schema say, said here once more: who can replace a
// function of the database cannot make these agree. A name or a document that was erased is known by its seal alone.
const sealOf = (salt: string, seal: string, value: string) =>
  sql.raw(`to_jsonb(encode(coalesce(e.${seal}, pg_catalog.sha256(e.${salt} || pg_catalog.convert_to(${value}, 'UTF8'))), 'hex'))`);
const digest = sql`pg_catalog.sha256(e.previous_hash || pg_catalog.convert_to((pg_catalog.jsonb_build_array(
  e.id, extract(epoch FROM e.at), e.actor,
  CASE WHEN e.name_salt IS NULL AND e.name_seal IS NULL THEN to_jsonb(e.actor_name) ELSE ${sealOf("name_salt", "name_seal", "e.actor_name")} END,
  e.action, e.kind, e.record, e.version, e.changed,
  CASE WHEN e.document_salt IS NULL AND e.document_seal IS NULL THEN e.document ELSE ${sealOf("document_salt", "document_seal", "e.document::text")} END)
  || CASE WHEN e.actor_role IS NULL THEN '[]'::jsonb ELSE pg_catalog.jsonb_build_array(e.actor_role) END)::text, 'UTF8'))`;
const redactedBy = (seal: string, by: string, holds: string) =>
  sql.raw(`(e.${seal} IS NULL OR EXISTS (SELECT FROM event r WHERE r.id = e.${by} AND r.action = 'redacted' AND ${holds}))`);
// Where a name went, the mark alone stands; of a document, what the entry that took words out of it says is left.
const explained = sql`(${redactedBy("name_seal", "name_redacted_by", "r.document -> 'names' @> to_jsonb(e.id) AND e.actor_name = '[…]'")}
  AND ${redactedBy(
    "document_seal",
    "document_redacted_by",
    "r.document -> 'documents' ->> e.id::text = pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(e.document::text, 'UTF8')), 'hex')",
  )})`;

interface Part {
  n: number;
  lastId: number | null;
  lastHash: string | null;
  bad: number | null;
}

/**
 * Walks the log from its first entry, or from the one after `from`: each must carry the digest of what it says, and the
 * digest of the one before. A batch at a time, computed by the database: neither side holds more than that. `onProgress`
 * is told how many entries of how many have been read.
 */
export async function verifyChain(
  db: Database,
  { from = beforeAll, onProgress = () => {} }: { from?: Head; onProgress?: (done: number, total: number) => void } = {},
): Promise<ChainReport> {
  const total = Math.max(0, ((await lastEntry(db))?.id ?? 0) - from.id);
  let [entries, head] = [0, from];
  if (from.id > 0) {
    const there = await entryHash(db, from.id);
    if (there !== from.hash) return { entries, head, broken: { id: from.id, fault: there === undefined ? "gone" : "rewritten" } };
  }
  for (;;) {
    // Nothing stands before the first: not one numbered 0 either.
    const after = head.id === 0 ? sql`true` : sql`e.id > ${head.id}`;
    const { rows } = await sql<Part>`
      WITH part AS MATERIALIZED (
        SELECT e.id, e.hash, e.previous_hash, e.hash = ${digest} AND ${explained} AS sealed FROM event e WHERE ${after} ORDER BY e.id LIMIT ${BATCH}),
      told AS (
        SELECT *, lag(id, 1, ${head.id}::bigint) OVER w AS before_id, lag(hash, 1, decode(${head.hash}, 'hex')) OVER w AS before_hash
        FROM part WINDOW w AS (ORDER BY id)),
      bad AS (SELECT id FROM told WHERE sealed IS NOT TRUE OR id <> before_id + 1 OR previous_hash IS DISTINCT FROM before_hash ORDER BY id LIMIT 1)
      SELECT count(*)::int AS n, max(id) AS last_id, (SELECT encode(hash, 'hex') FROM part ORDER BY id DESC LIMIT 1) AS last_hash,
        (SELECT id FROM bad) AS bad FROM part`.execute(db);
    const part = rows[0]!;
    if (part.bad !== null) {
      const found = await faultOf(db, part.bad, head);
      return {
        entries: entries + Math.max(0, found.before.id - head.id),
        head: found.before,
        broken: { id: part.bad, fault: found.fault },
      };
    }
    if (part.n > 0) head = { id: part.lastId!, hash: part.lastHash! };
    entries += part.n;
    onProgress(entries, total);
    if (part.n < BATCH) break;
  }
  return { entries, head, ...((await isGuarded(db)) ? {} : { broken: { id: head.id, fault: "unguarded" } }) };
}

/** What is wrong with the first entry that does not fit, and the last that does. */
async function faultOf(db: Database, id: number, known: Head): Promise<{ fault: ChainFault; before: Head }> {
  const { rows } = await sql<{ sealed: boolean; explained: boolean }>`
    SELECT e.hash = ${digest} AS sealed, ${explained} AS explained FROM event e WHERE e.id = ${id}`.execute(db);
  const { rows: earlier } = await sql<Head>`
    SELECT id, encode(hash, 'hex') AS hash FROM event WHERE id < ${id} AND id > ${known.id} ORDER BY id DESC LIMIT 1`.execute(db);
  const before = earlier[0] ?? known;
  const row = rows[0]!;
  if (!row.sealed) return { fault: "altered", before };
  if (!row.explained) return { fault: "unexplained", before };
  return { fault: id > before.id + 1 ? "removed_before" : "inserted", before };
}

/** The digest of an entry, in hexadecimal; undefined when there is none of that number. */
export async function entryHash(db: Database, id: number): Promise<string | undefined> {
  return (await entryHashes(db, [id])).get(id);
}
export async function entryHashes(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<Head>`SELECT id, encode(hash, 'hex') AS hash FROM event WHERE id = ANY (${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, hash }) => [id, hash]));
}

/** The last entry; undefined while nothing was written. */
export async function lastEntry(db: Database): Promise<(Head & { at: Date }) | undefined> {
  const { rows } = await sql<Head & { at: Date }>`SELECT id, at, encode(hash, 'hex') AS hash FROM event ORDER BY id DESC LIMIT 1`.execute(
    db,
  );
  return rows[0];
}

/** True while the database itself numbers and seals each entry, and refuses to change one. */
async function isGuarded(db: Database): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_trigger
    WHERE tgrelid = 'public.event'::regclass AND tgname IN ('event_salt', 'event_seal', 'event_append_only', 'event_no_truncate') AND tgenabled IN ('O', 'A')`.execute(
    db,
  );
  return rows[0]!.n === 4;
}
