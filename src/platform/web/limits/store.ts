import { createHmac } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../../database/connect.ts";
import type { Granted, Limit } from "./rules.ts";

/** Of a name under a limit: what the table knows it by. */
export const keyOf = (secret: string, limit: Limit, name: string): string =>
  createHmac("sha256", secret).update(`rate limit\0${limit.name}\0${limit.size}\0${name}`).digest("base64url").slice(0, 22);

/**
 * Takes up to `want` of what a name has left, for all nodes, in one statement: the generic cell rate algorithm, on the
 * clock of the database. The row is locked by it, so that two nodes are never given the same.
 */
export async function takeShare(db: Database, key: string, limit: Limit, want: number): Promise<Granted> {
  const most = Math.min(want, limit.size);
  const step = 1 / limit.perSecond;
  const behind = sql`greatest(0, extract(epoch FROM r.full_at - now()))`;
  // A thousandth, for what the sums of floating numbers lose.
  const given = sql`least(${most}::int, greatest(0, floor((${limit.size * step}::float8 - ${behind}) / ${step}::float8 + 0.001)))::int`;
  const { rows } = await sql<Granted>`
    INSERT INTO rate_limit AS r (key, full_at, granted) VALUES (${key}, now() + make_interval(secs => ${most * step}::float8), ${most}::int)
    ON CONFLICT (key) DO UPDATE SET granted = ${given}, full_at = greatest(r.full_at, now()) + ${given} * make_interval(secs => ${step}::float8)
    RETURNING granted, extract(epoch FROM full_at - now())::float8 AS seconds`.execute(db);
  return rows[0]!;
}

/** Forgets the names that have all of their share again. */
export async function sweepLimits(db: Database): Promise<void> {
  await sql`DELETE FROM rate_limit WHERE full_at < now()`.execute(db);
}
