import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";

/** About what the erasure is: the entry that explains it is written under this kind and identifier. */
export interface Explained {
  kind: "retention" | "data_request";
  id: string;
}

/**
 * Takes the names of actors out of the log, and out of the ledger and the publications that carry them too. Who acted stays
 * known by the identifier of the account alone. Returns how many entries lost a name.
 */
export async function forgetActors(trx: Database, actors: readonly string[], why: Explained, by: Actor): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`SELECT id FROM event WHERE actor = ANY (${actors}) AND name_salt IS NOT NULL ORDER BY id`.execute(trx);
  const names = rows.map(({ id }) => id);
  if (names.length > 0) {
    const entry = await explain(trx, why, { names }, by);
    await sql`UPDATE event SET actor_name = gone(), name_salt = NULL, name_redacted_by = ${entry} WHERE id = ANY (${names}::bigint[])`.execute(
      trx,
    );
  }
  for (const table of ["movement", "publication"])
    await sql`UPDATE ${sql.raw(table)} SET actor_name = gone() WHERE actor = ANY (${actors}) AND actor_name <> gone()`.execute(trx);
  return names.length;
}

/**
 * Takes words out of the documents of entries of the log: `blanks` are put in the place of the fields of their names.
 * `records`: all entries of these, or those of one action.
 */
export async function forgetWords(
  trx: Database,
  of: { kind: string; records: readonly string[]; action?: string; blanks: Record<string, unknown> },
  why: Explained,
  by: Actor,
): Promise<number> {
  const fields = Object.keys(of.blanks);
  const left = sql`document || (SELECT jsonb_object_agg(b.key, b.value) FROM jsonb_each(${JSON.stringify(of.blanks)}::jsonb) b WHERE event.document ? b.key)`;
  const { rows } = await sql<{ id: number; left: string }>`SELECT id, event_left(${left}) AS left FROM event
    WHERE kind = ${of.kind} AND record = ANY (${of.records})
    AND (${of.action ?? null}::text IS NULL OR action = ${of.action ?? null}) AND document_salt IS NOT NULL AND document ?| ${fields} ORDER BY id`.execute(
    trx,
  );
  if (rows.length === 0) return 0;
  const entry = await explain(trx, why, { documents: Object.fromEntries(rows.map((one) => [one.id, one.left])) }, by);
  await sql`UPDATE event SET document_salt = NULL, document_redacted_by = ${entry}, document = ${left}
    WHERE id = ANY (${rows.map(({ id }) => id)}::bigint[])`.execute(trx);
  return rows.length;
}

/** Entries that lost a name; those that lost words, each with the digest of what is left of it (event_left). */
interface Lost {
  names?: number[];
  documents?: Record<string, string>;
}

// The log itself says which entries lost something: no other erasure passes for one (event_unexplained).
async function explain(trx: Database, why: Explained, document: Lost, by: Actor): Promise<number> {
  await logEvent(trx, { kind: why.kind, id: why.id, document: { ...document } }, "redacted", by);
  const { rows } = await sql<{
    id: number;
  }>`SELECT max(id) AS id FROM event WHERE kind = ${why.kind} AND record = ${why.id} AND action = 'redacted'`.execute(trx);
  return rows[0]!.id;
}
