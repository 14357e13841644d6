import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Localised } from "../platform/localised.ts";
import { type KindName, publicKindNames } from "../register/kinds.ts";
import { followedKinds } from "./followed.ts";
import { followsOf, relationRows, topicsAmong } from "./relation-store.ts";
import { isWhole, type Topic, type TopicType, topicTypes } from "./rules.ts";

/** A change of what is public, under the one topic by which it is told. */
export interface Item extends Topic {
  kind: KindName;
  record: string;
  event: number;
}
export interface ItemsOf {
  items: Item[];
  /** How many each topic has in all, by `topicKey`. */
  totals: { type: TopicType; value: string; total: number }[];
}

/** The last number of the log. */
export async function lastEvent(db: Database): Promise<number> {
  const { rows } = await sql<{ last: number }>`SELECT coalesce(max(id), 0)::bigint AS last FROM public.event`.execute(db);
  return rows[0]!.last;
}

/** What others report is not the city's news. */
const ownNews = sql`NOT (c.kind = 'project' AND EXISTS (SELECT FROM published.project p WHERE p.id = c.record AND p.reported_by IS NOT NULL))`;

/**
 * What changed of what these people follow since they were last told and up to `upto` in the log: each record once, under
 * the topic that says the most, the newest first and `cap` at most of a topic. Calls of which someone was told at once are
 * not told again.
 */
export async function changesFor(db: Database, people: readonly string[], upto: number, cap: number): Promise<Map<string, ItemsOf>> {
  const kinds = await changedKinds(db, people, upto);
  if (kinds.length === 0) return new Map();
  const { rows } = await sql<Item & { subscription: string; total: number }>`
    WITH RECURSIVE person AS (SELECT id, seen_event, seen_at FROM public.subscription WHERE id = ANY(${people}::uuid[])),
    ${followsOf(people)},
    changed AS MATERIALIZED (
      SELECT c.kind, c.record, c.event FROM published.change c
      WHERE c.event > (SELECT min(seen_event) FROM person) AND c.event <= ${upto} AND c.change <> 'withdrawn' AND c.kind = ANY(${followedKinds}::text[]) AND ${ownNews}
    ),
    ${relationRows(topicTypes, kinds)},
    related AS MATERIALIZED (${topicsAmong("changed")}),
    item AS (
      SELECT DISTINCT ON (p.id, c.kind, c.record) p.id AS subscription, f.type, f.value, c.kind, c.record, c.event
      FROM follows f
      JOIN person p ON p.id = f.subscription
      JOIN related r ON r.type = f.type AND r.value = f.stands
      JOIN changed c ON c.kind = r.kind AND c.record = r.record AND c.event > p.seen_event
      WHERE NOT (c.kind = 'edition' AND EXISTS (
        SELECT FROM public.subscription_alert a WHERE a.subscription = p.id AND a.edition = c.record AND a.told_at > p.seen_at))
      ORDER BY p.id, c.kind, c.record, f.type = 'everything', f.type = 'calls', array_position(${topicTypes}::text[], f.type) DESC, f.value
    ),
    placed AS (
      SELECT *, row_number() OVER (PARTITION BY subscription, type, value ORDER BY event DESC) AS place,
             count(*) OVER (PARTITION BY subscription, type, value)::integer AS total FROM item
    )
    SELECT subscription, type, value, kind, record, event, total FROM placed WHERE place <= ${cap} ORDER BY event DESC`.execute(db);
  const found = new Map<string, ItemsOf>();
  for (const { subscription, total, ...item } of rows) {
    const of = found.get(subscription) ?? { items: [], totals: [] };
    found.set(subscription, of);
    of.items.push(item);
    if (!of.totals.some(({ type, value }) => type === item.type && value === item.value))
      of.totals.push({ type: item.type, value: item.value, total });
  }
  return found;
}

/** The kinds of which anything changed since the first of these people was told. */
async function changedKinds(db: Database, people: readonly string[], upto: number): Promise<KindName[]> {
  const { rows } = await sql<{ kind: KindName }>`
    SELECT DISTINCT kind FROM published.change WHERE event <= ${upto} AND kind = ANY(${followedKinds}::text[])
      AND event > (SELECT min(seen_event) FROM public.subscription WHERE id = ANY(${people}::uuid[]))`.execute(db);
  return rows.map(({ kind }) => kind);
}

/** The last public changes of one topic, the newest first. */
export async function changesOfTopic(
  db: Database,
  { type, value }: Topic,
  most: number,
): Promise<{ kind: KindName; record: string; at: Date }[]> {
  const kinds = type === "calls" ? ["call", "edition"] : followedKinds;
  const belongs = isWhole(type) ? sql`true` : sql`(c.kind, c.record) IN (SELECT kind, record FROM relation)`;
  const { rows } = await sql<{ kind: KindName; record: string; at: Date }>`
    WITH RECURSIVE stands(id) AS (
      SELECT ${value}::text UNION SELECT p.id::text FROM stands s JOIN published.programme p ON p.parent = s.id WHERE ${type} = 'programme'
    ),
    wanted(type, value) AS MATERIALIZED (SELECT ${type}::text, id FROM stands),
    ${relationRows([type])}
    SELECT c.kind, c.record, c.at FROM published.change c
    WHERE c.change <> 'withdrawn' AND c.kind = ANY(${kinds}::text[]) AND ${ownNews} AND ${belongs}
    ORDER BY c.event DESC, c.kind, c.record LIMIT ${most}`.execute(db);
  return rows;
}

/** What a mail or a feed says of a record. */
export interface Told {
  kind: KindName;
  id: string;
  name: Localised;
  description: Localised;
  demo: boolean;
  publishedAt: Date | null;
}

/** The records that are public now, by "kind id"; the others are absent. */
export async function toldOf(db: Database, records: readonly { kind: KindName; record: string }[]): Promise<Map<string, Told>> {
  const groups = [...Map.groupBy(records, ({ kind }) => kind)].filter(([kind]) => publicKindNames.includes(kind));
  if (groups.length === 0) return new Map();
  const parts = groups.map(
    ([kind, of]) =>
      sql`SELECT ${kind}::text AS kind, id::text, name, description, demo, published_at FROM published.${sql.raw(kind)} WHERE id = ANY(${of.map(({ record }) => record)}::text[])`,
  );
  const { rows } = await sql<Told>`${sql.join(parts, sql` UNION ALL `)}`.execute(db);
  return new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
}
