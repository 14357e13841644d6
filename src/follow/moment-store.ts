import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Localised } from "../platform/localised.ts";
import { followsOf, relationRows, topicsAmong } from "./relation-store.ts";
import { CLOSING_DAYS, type Moment, TOLD_WITHIN_DAYS, topicTypes } from "./rules.ts";

/** A moment of an edition, of news to someone. */
export interface CallMoment {
  edition: string;
  moment: Moment;
}

/**
 * The moments of the public editions. `at`: when it is news; `of_hour`: the hour of which it speaks, another when a
 * deadline is moved. The deadline comes along: to join the edition again is what a planner of PostgreSQL 18 stumbles on
 * ("no relation entry"). Results are there when the first grant of the edition is public, whatever the timetable said.
 */
const momentRows = sql.raw(`
  SELECT e.id AS edition, e.closes_at, m.moment, m.at, m.of_hour FROM published.edition e
  CROSS JOIN LATERAL (
    SELECT 'opens' AS moment, e.opens_at::timestamptz AS at, e.opens_at::timestamptz AS of_hour
    UNION ALL SELECT 'closing', greatest(e.closes_at::timestamptz - interval '${CLOSING_DAYS} days', e.opens_at::timestamptz), e.closes_at::timestamptz
    UNION ALL SELECT 'results', min(w.published_at), e.closes_at::timestamptz FROM published."grant" g JOIN published.award w ON w.id = g.award WHERE g.edition = e.id
  ) m
  WHERE m.at IS NOT NULL AND e.cancelled_on IS NULL`);
/** A call that has closed neither opens nor closes soon. */
const stillNews = sql.raw("m.moment = 'results' OR m.closes_at::timestamptz > now.at");

/**
 * Notes, for everyone who wants to be told at once, the moments that have come and were not told yet: once each, whatever
 * else does the same meanwhile. What is returned is to be mailed in the same transaction.
 */
export async function takeMoments(trx: Database, now: Date): Promise<Map<string, CallMoment[]>> {
  const { rows: people } = await sql<{ id: string }>`SELECT id FROM public.subscription WHERE alerts`.execute(trx);
  if (people.length === 0) return new Map();
  const { rows } = await sql<CallMoment & { subscription: string }>`
    WITH RECURSIVE now(at) AS (SELECT ${now}::timestamptz),
    moment AS MATERIALIZED (
      SELECT m.*, 'edition' AS kind, m.edition AS record FROM (${momentRows}) m CROSS JOIN now
      WHERE m.at <= now.at AND m.at > now.at - make_interval(days => ${TOLD_WITHIN_DAYS}) AND (${stillNews})
    ),
    ${followsOf(people.map(({ id }) => id))},
    ${relationRows(topicTypes, ["edition"])},
    related AS MATERIALIZED (${topicsAmong("moment")})
    INSERT INTO public.subscription_alert (subscription, edition, moment, of_hour, told_at)
    SELECT DISTINCT s.id, m.edition, m.moment, m.of_hour, now.at
    FROM public.subscription s JOIN follows f ON f.subscription = s.id
    JOIN related r ON r.type = f.type AND r.value = f.stands
    JOIN moment m ON m.edition = r.record CROSS JOIN now
    WHERE s.alerts AND m.at > s.created_at
    ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING
    RETURNING subscription, edition, moment`.execute(trx);
  return grouped(rows);
}

/** The moments that came since each of these people were last told, for those who are told of calls in their digest. */
export async function momentsFor(db: Database, people: readonly string[], now: Date): Promise<Map<string, CallMoment[]>> {
  const { rows } = await sql<CallMoment & { subscription: string }>`
    WITH RECURSIVE now(at) AS (SELECT ${now}::timestamptz),
    person AS (SELECT id, seen_at FROM public.subscription WHERE id = ANY(${people}::uuid[]) AND NOT alerts),
    moment AS MATERIALIZED (
      SELECT m.*, 'edition' AS kind, m.edition AS record FROM (${momentRows}) m CROSS JOIN now
      WHERE m.at <= now.at AND m.at > (SELECT min(seen_at) FROM person) AND (${stillNews})
    ),
    ${followsOf(people)},
    ${relationRows(topicTypes, ["edition"])},
    related AS MATERIALIZED (${topicsAmong("moment")})
    SELECT DISTINCT ON (p.id, m.edition) p.id AS subscription, m.edition, m.moment
    FROM person p JOIN follows f ON f.subscription = p.id
    JOIN related r ON r.type = f.type AND r.value = f.stands
    JOIN moment m ON m.edition = r.record AND m.at > p.seen_at
    ORDER BY p.id, m.edition, m.at DESC, m.moment`.execute(db);
  return grouped(rows);
}

function grouped(rows: (CallMoment & { subscription: string })[]): Map<string, CallMoment[]> {
  const groups = Map.groupBy(rows, ({ subscription }) => subscription);
  return new Map([...groups].map(([id, of]) => [id, of.map(({ edition, moment }) => ({ edition, moment }))]));
}

/** What a mail says of an edition. */
export interface EditionTold {
  id: string;
  name: Localised;
  opensAt: string;
  closesAt: string;
  demo: boolean;
}

/** Those of these editions that are public now and not cancelled. */
export async function editionsTold(db: Database, ids: readonly string[]): Promise<Map<string, EditionTold>> {
  const { rows } = await sql<EditionTold>`
    SELECT id::text, name, opens_at, closes_at, demo FROM published.edition WHERE id = ANY(${ids}::text[]) AND cancelled_on IS NULL`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
