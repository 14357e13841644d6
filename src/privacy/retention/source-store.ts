import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Term } from "../../platform/retention/rules.ts";

export type HoldKind = "application" | "applicant" | "account" | "story" | "expert" | "advice";

/** Where the things of a rule are: SQL of one query. */
export interface Source {
  /** The tables, with their joins. */
  from: RawBuilder<unknown>;
  /** What `apply` is given, as text; `ctid` where a table has no identifier of one column. */
  key: RawBuilder<unknown>;
  /** From when the term is counted: an instant. NULL: not yet. */
  since: RawBuilder<unknown>;
  where?: RawBuilder<unknown>;
  /** What a legal hold on it would name; its record is the key. */
  hold?: HoldKind;
  /** The term, as an interval of SQL, where it is set case by case. */
  term?: RawBuilder<unknown>;
  /** The key says nothing of a person and may be shown. */
  shown?: true;
}

/** What is due under a rule at an instant. */
export interface Due {
  /** To be erased now. */
  due: number;
  /** Due, and stopped by a legal hold. */
  held: number;
  /** When the next of them will be. */
  next: Date | null;
  /** The oldest: since when, and which where that names nobody. */
  examples: { since: Date; key: string | null }[];
}

const interval = ({ unit, count }: Term) =>
  sql`make_interval(${sql.raw(unit === "months" ? "months" : unit === "days" ? "days" : "hours")} => ${count}::int)`;
const until = (source: Source, term: Term) => sql`(${source.since}) + ${source.term ?? interval(term)}`;
const condition = (source: Source) => source.where ?? sql`true`;
const held = (source: Source) => (source.hold ? sql`held(${source.hold}, (${source.key})::text)` : sql`false`);

/** Counts what is due, and looks for what will be. */
export async function dueOf(db: Database, source: Source, term: Term, now: Date): Promise<Due> {
  const { rows } = await sql<{ due: number; held: number; next: Date | null; examples: { since: string; key: string | null }[] | null }>`
    SELECT count(*) FILTER (WHERE due AND NOT held)::int AS due, count(*) FILTER (WHERE due AND held)::int AS held, min(until) FILTER (WHERE NOT due) AS next,
           (jsonb_agg(jsonb_build_object('since', since, 'key', key) ORDER BY since) FILTER (WHERE due AND NOT held AND place <= 5)) AS examples
    FROM (SELECT *, row_number() OVER (PARTITION BY due AND NOT held ORDER BY since) AS place
          FROM (SELECT (${source.since})::timestamptz AS since, ${until(source, term)} AS until, ${source.shown ? sql`(${source.key})::text` : sql`NULL`} AS key,
                       ${until(source, term)} <= ${now} AS due, CASE WHEN ${until(source, term)} <= ${now} THEN ${held(source)} ELSE false END AS held
                FROM ${source.from} WHERE (${condition(source)}) AND (${source.since}) IS NOT NULL) one) placed`.execute(db);
  const { examples, ...counts } = rows[0]!;
  return { ...counts, examples: (examples ?? []).map(({ since, key }) => ({ since: new Date(since), key })) };
}

/** The first of what is due and not held, in the caller's transaction. */
export async function keysDue(trx: Database, source: Source, term: Term, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`SELECT (${source.key})::text AS key FROM ${source.from}
    WHERE (${condition(source)}) AND ${until(source, term)} <= ${now} AND NOT ${held(source)} ORDER BY ${source.since} LIMIT ${limit}`.execute(
    trx,
  );
  return rows.map(({ key }) => key);
}

/** One eraser at a time, whichever node or command: what one has taken, the other no longer sees. */
export async function lockRetention(trx: Database): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.retention'))`.execute(trx);
}

/** Rows of one table that simply go. `table` and `since` are names of the schema, never input. */
export function rowsOf(
  table: string,
  since: string,
  where?: string,
): { source: Source; remove(trx: Database, keys: readonly string[]): Promise<void> } {
  const from = sql.raw(table);
  return {
    source: { from, key: sql`ctid`, since: sql.raw(since), ...(where ? { where: sql.raw(where) } : {}) },
    async remove(trx, keys) {
      await sql`DELETE FROM ${from} WHERE ctid = ANY (${keys}::tid[])`.execute(trx);
    },
  };
}
