import { type RawBuilder, sql } from "kysely";
import type { KindName } from "../register/kinds.ts";
import { followedKinds } from "./followed.ts";
import { type Relation, relations } from "./relations.ts";
import { isWhole, type TopicType } from "./rules.ts";

const one = ({ type, kind, from, record, value }: Relation) =>
  `SELECT '${type}' AS type, '${kind}' AS kind, (${record})::text AS record, (${value})::text AS value FROM ${from}`;

/** Rows (type, kind, record, value): which records belong to which topics. Its words are those of our own fields. */
export function relationRows(types: readonly TopicType[], kinds: readonly KindName[] = followedKinds): RawBuilder<unknown> {
  const found = relations(kinds, types);
  if (found.length === 0)
    return sql.raw("SELECT NULL::text AS type, NULL::text AS kind, NULL::text AS record, NULL::text AS value WHERE false");
  return sql.raw(found.map(one).join("\nUNION ALL\n"));
}

/**
 * Rows (type, value, kind, record) of the topics of some records. `among` names rows (kind, record) made before; every
 * record belongs to "everything", calls and their editions to "calls".
 */
export function topicsAmong(among: string, types: readonly TopicType[], kinds: readonly KindName[] = followedKinds): RawBuilder<unknown> {
  const valued = types.filter((type) => !isWhole(type));
  return sql`
    SELECT DISTINCT r.type, r.value, c.kind, c.record FROM ${sql.raw(among)} c JOIN (${relationRows(valued, kinds)}) r ON r.kind = c.kind AND r.record = c.record
    UNION ALL SELECT 'everything', '', kind, record FROM ${sql.raw(among)}
    UNION ALL SELECT 'calls', '', kind, record FROM ${sql.raw(among)} WHERE kind IN ('call', 'edition')`;
}

/** The topics of some people, each with all that it stands for: a programme stands for those under it too. Named "follows". */
export function followsOf(people: readonly string[]): RawBuilder<unknown> {
  return sql`follows AS (
    SELECT subscription, type, value, value AS stands FROM public.subscription_topic WHERE subscription = ANY(${people}::uuid[])
    UNION
    SELECT f.subscription, f.type, f.value, p.id FROM follows f JOIN published.programme p ON p.parent = f.stands WHERE f.type = 'programme'
  )`;
}
