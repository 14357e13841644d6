import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { RuleId } from "../../platform/retention/rules.ts";

export type Occasion = "nightly" | "hourly" | "command" | "office";
export interface Result {
  rule: RuleId;
  term: string;
  done: number;
  held: number;
  fault: string | null;
}

export async function insertRun(db: Database, occasion: Occasion, by: Actor): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`INSERT INTO retention_run (actor, actor_name, occasion) VALUES (${by.id}, ${by.name}, ${occasion}) RETURNING id`.execute(db);
  return rows[0]!.id;
}

export async function insertResult(trx: Database, run: number, result: Result): Promise<void> {
  await sql`INSERT INTO retention_result (run, rule, term, done, held, fault)
    VALUES (${run}, ${result.rule}, ${result.term}, ${result.done}, ${result.held}, ${result.fault})`.execute(trx);
}

export interface RunListed {
  id: number;
  at: Date;
  actorName: string;
  occasion: Occasion;
  results: Result[];
}

/** The last runs that did something, were stopped or failed, newest first, and the last one whatever it did. */
export async function listRuns(db: Database, limit: number): Promise<RunListed[]> {
  const { rows } = await sql<RunListed>`
    SELECT r.id, r.at, r.actor_name, r.occasion, coalesce(x.results, '[]') AS results FROM retention_run r
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('rule', s.rule, 'term', s.term, 'done', s.done, 'held', s.held, 'fault', s.fault) ORDER BY s.rule) AS results
      FROM retention_result s WHERE s.run = r.id AND (s.done > 0 OR s.held > 0 OR s.fault IS NOT NULL)) x ON true
    WHERE x.results IS NOT NULL OR r.id = (SELECT max(id) FROM retention_run) ORDER BY r.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** When each rule was last carried out, and how many went then. */
export async function lastResults(db: Database): Promise<Map<string, { at: Date; done: number; fault: string | null }>> {
  const { rows } = await sql<{ rule: string; at: Date; done: number; fault: string | null }>`
    SELECT DISTINCT ON (s.rule) s.rule, r.at, s.done, s.fault FROM retention_result s JOIN retention_run r ON r.id = s.run ORDER BY s.rule, s.run DESC`.execute(
    db,
  );
  return new Map(rows.map(({ rule, ...last }) => [rule, last]));
}
