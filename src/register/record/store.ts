import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Fields, Widget } from "./fields.ts";
import type { Kind, Problem } from "./kind.ts";
import { type Link, linksOf } from "./links.ts";
import type { Status } from "./states.ts";

/** A record as it stands: its document, its state, and the version that an edit must name. */
export interface StoredRecord<D = Record<string, unknown>> {
  kind: string;
  id: string;
  status: Status;
  version: number;
  demo: boolean;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  document: D;
}

// The kinds' tables share their first columns, so one untyped handle serves all; the kind's own schema is the type.
type AnyDb = Kysely<Record<string, Record<string, unknown>>>;
const any = (db: Database) => db as unknown as AnyDb;

export type ListWidget = Extract<Widget, { type: "list" }>;
export function listsOf(kind: Kind): [string, ListWidget][] {
  return Object.entries(kind.fields).flatMap(([name, { widget }]) =>
    widget.type === "list" ? [[name, widget] as [string, ListWidget]] : [],
  );
}
const pick = (fields: Fields, row: Record<string, unknown>) => Object.fromEntries(Object.keys(fields).map((name) => [name, row[name]]));

function recordOf(kind: Kind, row: Record<string, any>): StoredRecord {
  const document = pick(kind.fields, row);
  for (const [name, widget] of listsOf(kind)) document[name] = row[name].map((line: Record<string, unknown>) => pick(widget.fields, line));
  const { id, status, version, demo, createdAt, updatedAt, publishedAt } = row;
  return { kind: kind.name, id, status, version, demo, createdAt, updatedAt, publishedAt, document };
}

function selectRecords(db: Database, kind: Kind) {
  return any(db)
    .selectFrom(kind.name)
    .selectAll()
    .select((eb) =>
      listsOf(kind).map(([name, widget]) =>
        jsonArrayFrom(
          eb.selectFrom(widget.table).selectAll().whereRef(`${widget.table}.${kind.name}`, "=", `${kind.name}.id`).orderBy("position"),
        ).as(name),
      ),
    );
}

export async function findRecord(db: Database, kind: Kind, id: string): Promise<StoredRecord | undefined> {
  const row = await selectRecords(db, kind).where("id", "=", id).executeTakeFirst();
  return row && recordOf(kind, row);
}

/** The records of a kind that have these identifiers, in no order. */
export async function findRecords(db: Database, kind: Kind, ids: readonly string[]): Promise<StoredRecord[]> {
  if (ids.length === 0) return [];
  return (await selectRecords(db, kind).where("id", "in", ids).execute()).map((row) => recordOf(kind, row));
}

/** All records of a kind in the order of their identifiers, `size` at a time: constant memory at any number. */
export async function* eachRecord(db: Database, kind: Kind, size = 500): AsyncGenerator<StoredRecord> {
  for (let after = ""; ; ) {
    const rows = await selectRecords(db, kind).where("id", ">", after).orderBy("id").limit(size).execute();
    for (const row of rows) yield recordOf(kind, row);
    if (rows.length < size) return;
    after = (rows.at(-1) as unknown as { id: string }).id;
  }
}

/** The state and version of a record, locked against other writers until the transaction ends. */
export async function lockRecord(trx: Database, kind: Kind, id: string): Promise<{ status: Status; version: number } | undefined> {
  const row = await any(trx).selectFrom(kind.name).select(["status", "version"]).where("id", "=", id).forUpdate().executeTakeFirst();
  return row as { status: Status; version: number } | undefined;
}

export async function insertRecord(
  trx: Database,
  kind: Kind,
  id: string,
  document: Record<string, unknown>,
  options: { status: Status; demo: boolean },
): Promise<void> {
  const { status, demo } = options;
  const row = { ...columnsOf(kind, document), id, status, demo, publishedAt: status === "published" ? sql`now()` : null };
  await any(trx).insertInto(kind.name).values(row).execute();
  await insertLines(trx, kind, id, document);
}

/** Replaces what the record says. The version goes up by one. */
export async function updateRecord(trx: Database, kind: Kind, id: string, document: Record<string, unknown>): Promise<void> {
  await any(trx)
    .updateTable(kind.name)
    .set({ ...columnsOf(kind, document), version: sql`version + 1`, updatedAt: sql`now()` })
    .where("id", "=", id)
    .execute();
  for (const [, widget] of listsOf(kind)) await any(trx).deleteFrom(widget.table).where(kind.name, "=", id).execute();
  await insertLines(trx, kind, id, document);
}

export async function updateStatus(trx: Database, kind: Kind, id: string, status: Status): Promise<void> {
  await any(trx)
    .updateTable(kind.name)
    .set({ status, version: sql`version + 1`, updatedAt: sql`now()`, ...(status === "published" ? { publishedAt: sql`now()` } : {}) })
    .where("id", "=", id)
    .execute();
}

function columnsOf(kind: Kind, document: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kind.fields).flatMap(([name, { widget }]) => (widget.type === "list" ? [] : [[name, document[name]]])),
  );
}

async function insertLines(trx: Database, kind: Kind, id: string, document: Record<string, unknown>): Promise<void> {
  for (const [name, widget] of listsOf(kind)) {
    const lines = document[name] as Record<string, unknown>[];
    if (lines.length === 0) continue;
    await any(trx)
      .insertInto(widget.table)
      .values(lines.map((line, position) => ({ ...line, [kind.name]: id, position })))
      .execute();
  }
}

/** What the links of a document lead to: the problems of those that lead nowhere, the names of the others (sources apart). */
export interface ResolvedLinks {
  problems: Problem[];
  names: Localised[];
  unpublished: { kind: string; id: string }[];
}

export async function resolveLinks(db: Database, kind: Kind, document: Record<string, unknown>): Promise<ResolvedLinks> {
  return (await resolveAllLinks(db, kind, [document]))[0]!;
}

/** The same for many documents at once: a query for each kind of target, however many documents there are. */
export async function resolveAllLinks(db: Database, kind: Kind, documents: readonly Record<string, unknown>[]): Promise<ResolvedLinks[]> {
  const all = documents.map((document) => linksOf(kind.fields, document));
  const found = await targetsOf(db, all.flat());
  return all.map((links) => ({
    problems: links
      .filter((link) => !found.has(targetKey(link)))
      .map((link) => ({ path: link.path, code: "unknown_reference", values: { key: link.key } })),
    // A source names what hundreds of records were read from: a search for its words is not a search for each of them.
    names: [...new Set(links.filter(({ internal }) => !internal).map(targetKey))].flatMap((key) => {
      const name = found.get(key)?.name;
      return name && !key.startsWith("record source ") ? [name] : [];
    }),
    unpublished: links.flatMap((link) =>
      !link.internal && link.to.type === "record" && found.has(targetKey(link)) && found.get(targetKey(link))!.status !== "published"
        ? [{ kind: link.to.kind, id: link.key }]
        : [],
    ),
  }));
}

const targetKey = ({ to, key }: Link) => `${to.type} ${to.type === "record" ? to.kind : to.type === "term" ? to.vocabulary : ""} ${key}`;

async function targetsOf(db: Database, links: readonly Link[]): Promise<Map<string, { name: Localised; status?: Status }>> {
  const found = new Map<string, { name: Localised; status?: Status }>();
  for (const group of Map.groupBy(links, (link) => targetKey({ ...link, key: "" })).values()) {
    const { to } = group[0]!;
    const keys = [...new Set(group.map((link) => link.key))];
    const rows =
      to.type === "record"
        ? await any(db).selectFrom(to.kind).select(["id as key", "name", "status"]).where("id", "in", keys).execute()
        : to.type === "country"
          ? await any(db).selectFrom("country").select(["code as key", "name"]).where("code", "in", keys).execute()
          : to.type === "file"
            ? await any(db).selectFrom("file").select(["sha256 as key"]).where("sha256", "in", keys).execute()
            : await any(db)
                .selectFrom("term")
                .select(["code as key", "name"])
                .where("vocabulary", "=", to.vocabulary)
                .where("code", "in", keys)
                .execute();
    for (const row of rows) found.set(targetKey({ to, key: row.key as string, path: "" }), row as never);
  }
  return found;
}

/** The published records that refer to this one: what would be left dangling without it. */
export async function publishedReferrers(db: Database, kind: Kind, id: string): Promise<{ kind: string; id: string }[]> {
  const columns = await db.selectFrom("referenceColumn").selectAll().where("toTable", "=", kind.name).execute();
  const referrers: { kind: string; id: string }[] = [];
  for (const column of columns) {
    const { rows } = await sql<{ id: string }>`
      SELECT DISTINCT o.id FROM ${sql.table(column.fromTable)} f JOIN ${sql.table(column.ownerTable)} o ON o.id = f.${sql.ref(column.ownerColumn)}
      WHERE f.${sql.ref(column.fromColumn)} = ${id} AND o.status = 'published' ORDER BY o.id LIMIT 20`.execute(db);
    referrers.push(...rows.map((row) => ({ kind: column.ownerTable, id: row.id })));
  }
  return referrers;
}

/** A free identifier that starts with `stem`: stem, stem-2, stem-3… */
export async function freeId(db: Database, kind: Kind, stem: string): Promise<string> {
  const rows = await any(db)
    .selectFrom(kind.name)
    .select("id")
    .where((eb) => eb.or([eb("id", "=", stem), eb("id", "like", `${stem}-%`)]))
    .execute();
  const taken = new Set(rows.map((row) => row.id));
  if (!taken.has(stem)) return stem;
  for (let i = 2; ; i++) if (!taken.has(`${stem}-${i}`)) return `${stem}-${i}`;
}
