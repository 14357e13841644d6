import { type RawBuilder, sql } from "kysely";
import type { KindName } from "../register/kinds.ts";
import { followedKinds } from "./followed.ts";
import { type Hub, hubs, relationsOf } from "./relations.ts";
import { isWhole, type TopicType } from "./rules.ts";

const relations = new Map([...new Set([...followedKinds, ...hubs])].map((kind) => [kind, relationsOf(kind)]));

/** The rows of one kind, of some types; undefined when there are none. Its words are those of our own fields. */
function rowsOf(kind: KindName, types: readonly TopicType[]): string | undefined {
  const { own, through } = relations.get(kind)!;
  const parts = [
    ...own
      .filter(({ type }) => types.includes(type))
      .map(
        ({ type, from, record, value }) =>
          `SELECT '${type}' AS type, '${kind}' AS kind, (${record})::text AS record, (${value})::text AS value FROM ${from} WHERE (${value})::text IN (SELECT value FROM wanted WHERE type = '${type}')`,
      ),
    ...through.flatMap(({ hub, types: over, from, record, to }) => {
      const taken = over.filter((type) => types.includes(type));
      if (taken.length === 0) return [];
      const among = taken.map((type) => `'${type}'`).join(", ");
      return `SELECT h.type, '${kind}' AS kind, (${record})::text AS record, h.value FROM ${from} JOIN hub_${hub} h ON h.record = ${to} WHERE h.type IN (${among})`;
    }),
  ];
  return parts.length > 0 ? parts.join("\nUNION ALL ") : undefined;
}

/** The hubs by which these kinds take over topics, and those by which the hubs do, in the order in which they are read. */
function hubsOf(kinds: readonly KindName[]): Hub[] {
  const needed = new Set<Hub>();
  const add = (kind: KindName) => {
    for (const { hub } of relations.get(kind)!.through)
      if (!needed.has(hub)) {
        needed.add(hub);
        add(hub);
      }
  };
  kinds.forEach(add);
  return hubs.filter((hub) => needed.has(hub));
}

/**
 * The rows "relation" (type, kind, record, value): which records of some kinds belong to which of the topics that are
 * "wanted", rows (type, value) made before. Parts of a WITH.
 */
export function relationRows(types: readonly TopicType[], kinds: readonly KindName[] = followedKinds): RawBuilder<unknown> {
  const valued = types.filter((type) => !isWhole(type));
  const none = "SELECT NULL::text AS type, NULL::text AS kind, NULL::text AS record, NULL::text AS value WHERE false";
  return sql.raw(
    [
      ...hubsOf(kinds).map((hub) => `hub_${hub} AS MATERIALIZED (SELECT DISTINCT * FROM (${rowsOf(hub, valued) ?? none}) d)`),
      `relation AS MATERIALIZED (SELECT DISTINCT * FROM (${kinds.flatMap((kind) => rowsOf(kind, valued) ?? []).join("\nUNION ALL ") || none}) d)`,
    ].join(",\n"),
  );
}

/** The same with the topics that need no relation: every record belongs to "everything", calls and their editions to "calls". */
export function topicsAmong(among: string): RawBuilder<unknown> {
  return sql.raw(`
    SELECT r.type, r.value, c.kind, c.record FROM ${among} c JOIN relation r ON r.kind = c.kind AND r.record = c.record
    UNION ALL SELECT 'everything', '', kind, record FROM ${among}
    UNION ALL SELECT 'calls', '', kind, record FROM ${among} WHERE kind IN ('call', 'edition')`);
}

/** The rows "follows": the topics of some people, each with all that it stands for: a programme stands for those under it too. */
export function followsOf(people: readonly string[]): RawBuilder<unknown> {
  return sql`follows AS (
      SELECT subscription, type, value, value AS stands FROM public.subscription_topic WHERE subscription = ANY(${people}::uuid[])
      UNION
      SELECT f.subscription, f.type, f.value, p.id FROM follows f JOIN published.programme p ON p.parent = f.stands WHERE f.type = 'programme'
    ),
    wanted(type, value) AS MATERIALIZED (SELECT DISTINCT type, stands FROM follows)`;
}
