import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Kind } from "./kind.ts";
import type { Status } from "./states.ts";

export const RECORDS_PER_PAGE = 50;
export const recordSorts = ["updated", "name", "created"] as const;

/** What a list of the office is narrowed by. `where`: columns of the kind and the value each must have. */
export interface RecordFilter {
  q?: string | undefined;
  status?: Status | undefined;
  where: Record<string, string>;
  sort: (typeof recordSorts)[number];
  page: number;
}

export interface RecordRow {
  id: string;
  name: Localised;
  status: Status;
  demo: boolean;
  version: number;
  updatedAt: Date;
  type: string | null;
  state: string | null;
  /** ISO codes. */
  countries: string[];
}

type AnyDb = Kysely<Record<string, Record<string, unknown>>>;
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function conditions(kind: Kind, filter: Pick<RecordFilter, "q" | "status" | "where">, withStatus = true): RawBuilder<boolean> {
  const all: RawBuilder<boolean>[] = [sql<boolean>`true`];
  if (withStatus && filter.status) all.push(sql<boolean>`status = ${filter.status}`);
  for (const [column, value] of Object.entries(filter.where)) {
    const countries = column === "country" ? kind.fields.countries?.widget : undefined;
    if (column in kind.fields) all.push(sql<boolean>`${sql.ref(snake(column))} = ${value}`);
    else if (countries?.type === "list")
      all.push(sql<boolean>`id IN (SELECT ${sql.ref(kind.name)} FROM ${sql.table(countries.table)} WHERE country = ${value})`);
  }
  if (filter.q) {
    const reference = kind.fields.reference ? sql`coalesce(reference, '')` : sql`''`;
    all.push(
      sql<boolean>`fold(coalesce(name ->> 'fr', '') || ' ' || coalesce(name ->> 'en', '') || ' ' || id || ' ' || ${reference}) LIKE '%' || trim(fold(${filter.q})) || '%'`,
    );
  }
  return sql<boolean>`${sql.join(all, sql` AND `)}`;
}

function countriesOf(kind: Kind): RawBuilder<string[]> {
  const list = kind.fields.countries?.widget;
  if (list?.type === "list")
    return sql<
      string[]
    >`ARRAY(SELECT country FROM ${sql.table(list.table)} WHERE ${sql.ref(`${list.table}.${kind.name}`)} = ${sql.ref(`${kind.name}.id`)} ORDER BY position)`;
  return kind.fields.country ? sql<string[]>`array_remove(ARRAY[country], NULL)` : sql<string[]>`ARRAY[]::text[]`;
}

/** One page of the records of a kind, and how many there are in each state under the same filter: two queries. */
export async function listRecords(
  db: Database,
  kind: Kind,
  filter: RecordFilter,
): Promise<{ rows: RecordRow[]; total: number; byStatus: Record<Status, number> }> {
  const has = (field: string) => kind.fields[field]?.widget.type === "choice";
  const order = { updated: sql`updated_at DESC`, name: sql`fold(coalesce(name ->> 'fr', name ->> 'en'))`, created: sql`created_at DESC` }[
    filter.sort
  ];
  const [{ rows }, { rows: counts }] = await Promise.all([
    sql<RecordRow>`
      SELECT id, name, status, demo, version, updated_at, ${has("type") ? sql.ref("type") : sql`NULL`} AS type, ${has("state") ? sql.ref("state") : sql`NULL`} AS state, ${countriesOf(kind)} AS countries
      FROM ${sql.table(kind.name)} WHERE ${conditions(kind, filter)} ORDER BY ${order}, id LIMIT ${RECORDS_PER_PAGE} OFFSET ${(filter.page - 1) * RECORDS_PER_PAGE}`.execute(
      db,
    ),
    sql<{
      status: Status;
      n: number;
    }>`SELECT status, count(*)::int AS n FROM ${sql.table(kind.name)} WHERE ${conditions(kind, filter, false)} GROUP BY status`.execute(db),
  ]);
  const byStatus = { draft: 0, published: 0, archived: 0, ...Object.fromEntries(counts.map(({ status, n }) => [status, n])) };
  const total = filter.status ? byStatus[filter.status] : byStatus.draft + byStatus.published + byStatus.archived;
  return { rows, total, byStatus };
}

/** How many records of each kind are in each state: the first thing the office shows. */
export async function countByStatus(db: Database, kinds: readonly string[]): Promise<Record<string, Record<Status, number>>> {
  const parts = kinds.map((kind) => sql`SELECT ${kind}::text AS kind, status, count(*)::int AS n FROM ${sql.table(kind)} GROUP BY status`);
  const { rows } = await sql<{ kind: string; status: Status; n: number }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db);
  const counts = Object.fromEntries(kinds.map((kind) => [kind, { draft: 0, published: 0, archived: 0 }]));
  for (const { kind, status, n } of rows) counts[kind]![status] = n;
  return counts;
}

export interface Choice {
  id: string;
  name: Localised;
  status: Status;
}

/** The records that a reference may name, by name: at most `limit`, to be offered in a form. */
export async function choicesOf(db: Database, kind: string, limit: number): Promise<Choice[]> {
  const rows = await (db as unknown as AnyDb)
    .selectFrom(kind)
    .select(["id", "name", "status"])
    .where("status", "<>", "archived")
    .orderBy(sql`fold(coalesce(name ->> 'fr', name ->> 'en'))`)
    .limit(limit)
    .execute();
  return rows as unknown as Choice[];
}

/** The records of a kind that have these identifiers or, failing that, are called so in any language: case, accents and punctuation aside. */
export async function idsByName(db: Database, kind: string, names: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (names.length === 0) return found;
  const own = await (db as unknown as AnyDb)
    .selectFrom(kind)
    .select("id")
    .where("id", "in", names)
    .where("status", "<>", "archived")
    .execute();
  for (const { id } of own as { id: string }[]) found.set(id, [id]);
  const words = names.filter((name) => !found.has(name));
  if (words.length === 0) return found;
  const { rows } = await sql<{ wanted: string; id: string }>`
    SELECT w.wanted, n.id FROM (SELECT wanted, trim(fold(wanted)) AS word FROM unnest(${sql.val(words)}::text[]) AS u (wanted)) w
    JOIN (SELECT DISTINCT r.id, trim(fold(e.value)) AS word FROM ${sql.table(kind)} r, jsonb_each_text(r.name) e WHERE r.status <> 'archived') n ON n.word = w.word
    WHERE w.word <> '' ORDER BY n.id`.execute(db);
  for (const { wanted, id } of rows) found.set(wanted, [...(found.get(wanted) ?? []), id]);
  return found;
}

/** The drafts of a selection, at most `limit`: to be published together. */
export async function draftIds(db: Database, kind: Kind, filter: Pick<RecordFilter, "q" | "where">, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM ${sql.table(kind.name)} WHERE ${conditions(kind, { ...filter, status: "draft" })} ORDER BY id LIMIT ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

export interface Activity {
  id: number;
  at: Date;
  actorName: string;
  action: string;
  kind: string;
  record: string;
  name: Localised;
  version: number;
}

/** The last changes of the register, newest first. */
export async function latestEvents(db: Database, kinds: readonly string[], limit = 15): Promise<Activity[]> {
  const { rows } =
    await sql<Activity>`SELECT id, at, actor_name, action, kind, record, version, document -> 'name' AS name FROM event WHERE kind = ANY (${kinds}) ORDER BY id DESC LIMIT ${limit}`.execute(
      db,
    );
  return rows;
}

export interface Named {
  code: string;
  name: Localised;
}
export async function termsOfVocabulary(db: Database, vocabulary: string): Promise<Named[]> {
  return db
    .selectFrom("term")
    .select(["code", "name"])
    .where("vocabulary", "=", vocabulary)
    .where("withdrawn", "=", false)
    .orderBy("position")
    .orderBy("code")
    .execute();
}
export async function allCountries(db: Database, locale: string): Promise<Named[]> {
  return db.selectFrom("country").select(["code", "name"]).orderBy(sql`fold(coalesce(name ->> ${locale}, name ->> 'fr'))`).execute();
}
