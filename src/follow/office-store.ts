import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Topic } from "./rules.ts";

/** What the office may know: numbers, and never an address. */
export interface FollowCounts {
  people: number;
  waiting: number;
  topics: (Topic & { count: number })[];
  mailings: { day: string; template: string; queued: number; sent: number; kept: number; failed: number }[];
  failures: { at: Date; template: string; error: string }[];
}

export async function followCounts(db: Database): Promise<FollowCounts> {
  const { rows } = await sql<Omit<FollowCounts, "failures">>`
    SELECT (SELECT count(*)::integer FROM subscription) AS people,
      (SELECT count(*)::integer FROM subscription_request WHERE expires_at > now()) AS waiting,
      (SELECT coalesce(jsonb_agg(t ORDER BY t.count DESC, t.type, t.value), '[]') FROM (
        SELECT type, value, count(*)::integer AS count FROM subscription_topic GROUP BY type, value ORDER BY 3 DESC, 1, 2 LIMIT 100) t) AS topics,
      (SELECT coalesce(jsonb_agg(m ORDER BY m.day DESC, m.template), '[]') FROM (
        SELECT to_char(created_at, 'YYYY-MM-DD') AS day, template,
          count(*) FILTER (WHERE state = 'queued')::integer AS queued, count(*) FILTER (WHERE state = 'sent')::integer AS sent,
          count(*) FILTER (WHERE state = 'kept')::integer AS kept, count(*) FILTER (WHERE state = 'failed')::integer AS failed
        FROM outgoing_mail WHERE template LIKE 'follow\\_%' GROUP BY 1, 2 ORDER BY 1 DESC, 2 LIMIT 60) m) AS mailings`.execute(db);
  // What a server answers often repeats the address that it refuses.
  const { rows: failures } = await sql<FollowCounts["failures"][number]>`
    SELECT created_at AS at, template, regexp_replace(coalesce(last_error, ''), '[^\\s<>()"'':;,]+@[^\\s<>()"'':;,]+', '…', 'g') AS error
    FROM outgoing_mail WHERE template LIKE 'follow\\_%' AND state = 'failed' ORDER BY id DESC LIMIT 20`.execute(db);
  return { ...rows[0]!, failures };
}
