import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { CLOSING_DAYS, MOST_NAMED } from "./rules.ts";

/** What one transaction did that the public may know, of one type. */
export interface Fact {
  type: string;
  at: Date;
  count: number;
  /** The first of the records, in the order of the log. */
  records: { kind: string; id: string }[];
}

/**
 * Takes what a transaction left in the outbox, and says what of it is public. A record is judged by what is noted of its
 * publication (public_change): a draft is not noted there. The acts of a grant count once its award is public.
 */
export async function takeFacts(trx: Database, transaction: string): Promise<Fact[]> {
  const { rows } = await sql<Fact>`
    WITH taken AS (DELETE FROM webhook_outbox WHERE transaction = ${transaction}::xid8 RETURNING *),
    fact AS (
      SELECT t.kind || '.' || CASE
               WHEN c.change = 'withdrawn' THEN 'withdrawn'
               WHEN bool_or(t.action IN ('created', 'published')) THEN 'published'
               ELSE 'changed' END AS type,
             t.kind, t.record AS id, max(t.at) AS at, min(t.id) AS place
      FROM taken t JOIN public_change c ON c.kind = t.kind AND c.record = t.record
      GROUP BY t.kind, t.record, c.change HAVING c.change <> 'withdrawn' OR bool_or(t.event = c.event)
      UNION ALL
      SELECT 'grant.' || t.action, 'award', g.award, t.at, t.id
      FROM taken t JOIN published."grant" g ON g.id::text = t.record WHERE t.kind = 'grant' AND t.action IN ('voted', 'signed')
      UNION ALL
      SELECT 'payment.paid', 'award', p.award, t.at, t.id
      FROM taken t JOIN published.payment p ON p.id::text = t.record WHERE t.kind = 'payment' AND t.action = 'paid'
      UNION ALL
      SELECT 'publication.made', 'publication', t.record, t.at, t.id
      FROM taken t JOIN published.publication p ON p.number::text = t.record WHERE t.kind = 'publication' AND t.action = 'made'
      UNION ALL
      SELECT 'import.done', 'import', t.record, t.at, t.id FROM taken t WHERE t.kind = 'import'
    )
    SELECT type, max(at) AS at, count(*)::int AS count,
           to_jsonb((array_agg(jsonb_build_object('kind', kind, 'id', id) ORDER BY place))[1:${sql.lit(MOST_NAMED)}]) AS records
    FROM fact GROUP BY type ORDER BY min(place)`.execute(trx);
  return rows;
}

export interface CallHour {
  type: "call.opened" | "call.closing";
  edition: string;
  at: Date;
}

/** The public editions that have opened within a day, and those that close within a week. */
export async function callHours(db: Database): Promise<CallHour[]> {
  const { rows } = await sql<CallHour>`
    SELECT 'call.opened' AS type, id AS edition, opens_at::timestamptz AS at FROM published.edition
    WHERE cancelled_on IS NULL AND opens_at::timestamptz BETWEEN now() - interval '1 day' AND now()
    UNION ALL
    SELECT 'call.closing', id, closes_at::timestamptz FROM published.edition
    WHERE cancelled_on IS NULL AND opens_at::timestamptz <= now() AND closes_at::timestamptz BETWEEN now() AND now() + make_interval(days => ${CLOSING_DAYS})
    ORDER BY 3, 2`.execute(db);
  return rows;
}
