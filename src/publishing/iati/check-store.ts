import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Fault } from "./context.ts";
import type { Finding } from "./validate.ts";

/** The numbers of a check. */
export interface Summary {
  activities: number;
  programmes: number;
  projects: number;
  /** Of them, those that go out as they came in. */
  asReported: number;
  transactions: number;
  /** Published projects that partners report: not in the file. */
  byOthers: number;
  /** How many findings of each severity, and how many remarks: a report holds at most `KEPT` of either. */
  counts: Record<Finding["severity"], number> & { remarks: number };
}
export interface Check {
  id: string;
  mark: string;
  at: Date;
  summary: Summary;
}
export const severities = ["critical", "error", "warning", "remark"] as const;
export type Severity = (typeof severities)[number];

export interface Line {
  kind: Fault["kind"] | null;
  record: string | null;
  identifier: string | null;
  severity: Severity;
  rule: string;
  message: string;
}

/** Keeps what a check found, instead of what the last one had. */
export async function putCheck(db: Database, mark: string, summary: Summary, lines: readonly Line[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom("iatiCheck").execute();
    const { id } = await trx
      .insertInto("iatiCheck")
      .values({ mark, summary: JSON.stringify(summary) as never })
      .returning("id")
      .executeTakeFirstOrThrow();
    await sql`
      INSERT INTO iati_finding (checked, position, kind, record, identifier, severity, rule, message)
      SELECT ${id}::uuid, n, l->>'kind', l->>'record', l->>'identifier', l->>'severity', l->>'rule', l->>'message'
      FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) WITH ORDINALITY AS x(l, n)`.execute(trx);
  });
}

export async function lastCheck(db: Database): Promise<Check | undefined> {
  const row = await db.selectFrom("iatiCheck").selectAll().orderBy("at", "desc").limit(1).executeTakeFirst();
  return row as unknown as Check | undefined;
}

/** A record with something to mend; without kind and record, the file itself. */
export interface Faulty {
  kind: Fault["kind"] | null;
  record: string | null;
  total: number;
  lines: Line[];
}

/** The records with something of a severity (or of any), the gravest first, some at a time; and how many there are. */
export async function faultyRecords(
  db: Database,
  check: string,
  { severity, limit, offset }: { severity: Severity | undefined; limit: number; offset: number },
): Promise<{ total: number; records: Faulty[] }> {
  const { rows } = await sql<Faulty & { all: number }>`
    WITH gravity AS (
      SELECT f.*, array_position(${severities as unknown as string[]}::text[], f.severity) AS rank FROM iati_finding f
      WHERE f.checked = ${check}::uuid ${severity ? sql`AND f.severity = ${severity}` : sql``})
    SELECT kind, record, count(*)::integer AS total, (count(*) OVER ())::integer AS "all",
           (array_agg(jsonb_build_object('kind', kind, 'record', record, 'identifier', identifier, 'severity', severity, 'rule', rule, 'message', message)
             ORDER BY rank, position))[1:20] AS lines
    FROM gravity GROUP BY kind, record ORDER BY min(rank), kind NULLS FIRST, record LIMIT ${limit} OFFSET ${offset}`.execute(db);
  return { total: rows[0]?.all ?? 0, records: rows };
}

/** True while a check waits for its turn, or is under way. */
export async function isCheckAsked(db: Database): Promise<boolean> {
  const { rows } =
    await sql`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'check_iati' AND attempts < max_attempts LIMIT 1`.execute(db);
  return rows.length > 0;
}
