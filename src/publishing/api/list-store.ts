import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Cursor } from "./cursor.ts";
import { matching, sortKey } from "./matching-store.ts";
import type { Values } from "./query.ts";
import type { Resource } from "./resources.ts";
import { fieldNames, rowSql, type Shape } from "./rows-store.ts";

/** A row ready to be sent, with where it stands in the order. */
export interface Row {
  id: string;
  key: string | null;
  /** Undefined when it was withdrawn while the page was read. */
  json: string | undefined;
}

export interface Page {
  values: Values;
  shape: Shape;
  /** Of the words searched. */
  locale: Locale;
  /** A name of `sorts`, or that of the identifier; "-" before it for the other way round. */
  sort: string;
  after: Cursor | undefined;
  size: number;
}

/**
 * The rows after a place in the order. The page is cut before its rows are dressed. What is inserted meanwhile moves
 * no row of what was read: the place is a key, not a number of rows.
 */
export async function readRows(db: Database, resource: Resource, page: Page): Promise<Row[]> {
  const { sort, after, size, values, locale, shape } = page;
  const { table, id } = resource;
  const descending = sort.startsWith("-");
  const name = sort.replace(/^-/, "");
  const [ref, direction, past] = [sql.ref(`${table}.${id}`), descending ? sql`DESC` : sql`ASC`, descending ? sql`<` : sql`>`];
  const key = name === id ? undefined : sortKey(resource, name);
  let query = matching(db, resource, values, locale).select(sql`${ref}`.as("id") as never);
  query = query.select((key ? sql`${key.expression}::text` : sql`NULL::text`).as("key") as never);
  if (after) {
    const beyondId = sql<boolean>`${ref} ${past} ${after.id}`;
    query = query.where(key ? beyond(key, after, ref, past) : beyondId);
  }
  if (key) query = query.orderBy(sql`${key.expression} ${direction}${key.nullable ? sql` NULLS LAST` : sql``}`);
  const cut = await query.orderBy(sql`${ref} ${direction}`).limit(size).execute();
  const places = cut as unknown as { id: string; key: string | null }[];
  const ids = places.map((one) => one.id);
  const dressed = await dressRows(db, resource, shape, ids, values);
  return places.map((place) => ({ ...place, json: dressed.get(place.id) }));
}

function beyond(
  key: { expression: RawBuilder<unknown>; type: string; nullable?: boolean },
  after: Cursor,
  ref: RawBuilder<unknown>,
  past: RawBuilder<unknown>,
) {
  const { expression } = key;
  if (after.key === null) return sql<boolean>`${expression} IS NULL AND ${ref} ${past} ${after.id}`;
  const value = sql`${after.key}::${sql.raw(key.type)}`;
  const further = sql<boolean>`(${expression}, ${ref}) ${past} (${value}, ${after.id})`;
  return key.nullable ? sql<boolean>`(${further} OR ${expression} IS NULL)` : further;
}

type Dress = (db: Database, ids: readonly string[]) => Promise<{ id: string; json: string }[]>;
const dresses = new Map<string, Dress>();

/**
 * The rows that have these identifiers, as they are sent. Planning such a query takes longer than running it: the shapes
 * that are asked for without `fields` or `include` keep their plan.
 */
async function dressRows(
  db: Database,
  resource: Resource,
  shape: Shape,
  ids: readonly string[],
  values: Values,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { table, id } = resource;
  const build = (_handle: Database, wanted: readonly string[]) =>
    sql<{
      id: string;
      json: string;
    }>`SELECT r.${sql.raw(id)} AS id, ${sql.raw(rowSql(resource, "r", shape))}::text AS json FROM ${sql.raw(`published.${table}`)} r WHERE r.${sql.raw(id)} = ANY (${wanted}::text[])${
      table === "term" ? sql` AND r.vocabulary = ${values.vocabulary}` : sql``
    }`;
  const usual = table !== "term" && shape.include.length === 0 && shape.fields.length === fieldNames(resource).length;
  const name = `${table} ${shape.lang ?? ""} ${shape.baseUrl}`;
  let dress = usual ? dresses.get(name) : undefined;
  if (!dress) {
    dress = usual ? prepared(build) : async (handle, wanted) => (await build(handle, wanted).execute(handle)).rows;
    if (usual) dresses.set(name, dress);
  }
  return new Map((await dress(db, ids)).map((row) => [row.id, row.json]));
}

/** One row; undefined when nothing public has this identifier. */
export async function readRow(db: Database, resource: Resource, id: string, shape: Shape): Promise<string | undefined> {
  return (await dressRows(db, resource, shape, [id], {})).get(id);
}

export const MOST_COUNTED = 10_000;

/** How many rows match, counted no further than `MOST_COUNTED` and one. */
export async function countRows(db: Database, resource: Resource, values: Values, locale: Locale): Promise<number> {
  const some = matching(db, resource, values, locale)
    .select(sql`1`.as("one") as never)
    .limit(MOST_COUNTED + 1);
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${some} x`.execute(db);
  return rows[0]!.n;
}
