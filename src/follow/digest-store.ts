import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Locale } from "../platform/i18n/languages.ts";
import type { Rhythm } from "./rules.ts";

export interface Due {
  id: string;
  email: string;
  locale: Locale;
  rhythm: Rhythm;
  seenEvent: number;
}

/** Some people whose digest is due, held until the transaction ends: another process takes others. */
export async function takeDue(trx: Database, now: Date, most: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    SELECT id, email, locale, rhythm, seen_event FROM subscription WHERE next_at <= ${now} ORDER BY next_at, id LIMIT ${most} FOR UPDATE SKIP LOCKED`.execute(
    trx,
  );
  return rows;
}

/** All of them have been told up to `event`; each is due again at the hour of its rhythm. */
export async function markTold(
  trx: Database,
  people: readonly Due[],
  event: number,
  now: Date,
  nextAt: (rhythm: Rhythm) => Date,
): Promise<void> {
  await sql`UPDATE subscription s SET seen_event = greatest(s.seen_event, ${event}), seen_at = ${now}, next_at = d.next_at
    FROM unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ rhythm }) => nextAt(rhythm))}::timestamptz[]) AS d(id, next_at)
    WHERE s.id = d.id`.execute(trx);
}

/** The address and the language of people, for what is told at once. */
export async function addressesOf(db: Database, ids: readonly string[]): Promise<Map<string, { email: string; locale: Locale }>> {
  const { rows } = await sql<{ id: string; email: string; locale: Locale }>`
    SELECT id, email, locale FROM subscription WHERE id = ANY(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
