import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Localised } from "../platform/localised.ts";
import { isWhole, type Topic, topicKey, type ValuedType } from "./rules.ts";

/** A topic that exists, by its name. */
export interface NamedTopic {
  type: ValuedType;
  value: string;
  name: Localised;
}

/** More partners than a person reads through: those beyond are followed from their own pages. */
const MOST_OFFERED = 400;

const rows = sql`
  SELECT 'theme' AS type, code AS value, name, position AS place FROM published.term WHERE vocabulary = 'theme' AND NOT withdrawn
  UNION ALL SELECT 'country', code, name, 0 FROM published.country
  UNION ALL SELECT 'partner', id, name, 0 FROM published.partner
  UNION ALL SELECT 'programme', id, name, 0 FROM published.programme
  UNION ALL SELECT 'network', id, name, 0 FROM published.network
  UNION ALL SELECT 'call', id, name, 0 FROM published.call`;

/** What the form offers: of countries, those in which something is; the first of each type only. */
export async function offeredTopics(db: Database): Promise<NamedTopic[]> {
  const { rows: found } = await sql<NamedTopic>`
    SELECT type, value, name FROM (
      SELECT t.*, row_number() OVER (PARTITION BY type ORDER BY place, public.fold(coalesce(name ->> 'fr', name ->> 'en', value)), value) AS nth FROM (${rows}) t
      WHERE t.type <> 'country' OR t.value IN (SELECT country FROM published.project_country UNION SELECT country FROM published.partner WHERE country IS NOT NULL)
    ) o WHERE nth <= ${MOST_OFFERED} ORDER BY type, nth`.execute(db);
  return found;
}

/** The names of topics that are public now, by `topicKey`; the others are absent. */
export async function namesOfTopics(db: Database, topics: readonly Topic[]): Promise<Map<string, Localised>> {
  const valued = topics.filter(({ type }) => !isWhole(type));
  if (valued.length === 0) return new Map();
  const { rows: found } = await sql<NamedTopic>`
    SELECT type, value, name FROM (${rows}) t WHERE (type, value) IN (SELECT * FROM unnest(${valued.map(({ type }) => type)}::text[], ${valued.map(({ value }) => value)}::text[]))`.execute(
    db,
  );
  return new Map(found.map((topic) => [topicKey(topic), topic.name]));
}
