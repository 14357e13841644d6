import { type Locale, languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { kindOf } from "../../register/kinds.ts";
import { publicFields, type Widget } from "../../register/record/fields.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { derivedFields } from "./derived-store.ts";
import { isBrief, type Resource } from "./resources.ts";

/**
 * A row as PostgreSQL writes it in JSON, ready to be sent: nothing is read into objects and written again, so that a list
 * costs its bytes. Every name below comes from the fields of the kinds, never from an address.
 */
export interface Shape {
  /** Names of the fields, in the order of the resource. */
  fields: readonly string[];
  include: readonly string[];
  /** One text for each name instead of one per language. */
  lang: Locale | undefined;
  baseUrl: string;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const as = (sql: string, name: string) => `${sql} AS "${name}"`;
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
/** How many records that name another an answer brings along. */
export const MOST_INCLUDED = 100;

/** What every record says of itself after its fields. */
const metaFields = ["demo", "version", "publishedAt", "updatedAt", "url"] as const;

/** Every field of a row, in the order in which it is sent. */
export function fieldNames(resource: Resource): string[] {
  const own = Object.keys(resource.fields);
  if (!resource.kind) return [resource.id, ...own];
  return [resource.id, ...own, ...Object.keys(derivedFields[resource.kind] ?? {}), ...metaFields];
}

/** The row of `alias`, as an expression of type json. */
export function rowSql(resource: Resource, alias: string, shape: Shape): string {
  const columns = shape.fields.map((name) => as(columnSql(resource, alias, name, shape), name));
  const included = shape.include.map((name) => as(relationSql(resource, alias, name, shape), name));
  if (included.length > 0) columns.push(as(`(SELECT row_to_json(i) FROM (SELECT ${included.join(", ")}) i)`, "included"));
  return `(SELECT row_to_json(x) FROM (SELECT ${columns.join(", ")}) x)`;
}

function columnSql(resource: Resource, alias: string, name: string, shape: Shape): string {
  const field = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
  if (field) return valueSql(resource.table, alias, name, field.widget, shape);
  switch (name) {
    case "publishedAt":
    case "updatedAt":
      return instant(`${alias}.${snake(name)}`);
    case "url":
      return addressSql(resource, alias, shape);
    default: {
      const derived = resource.kind ? derivedFields[resource.kind]?.[name] : undefined;
      return derived ? derived.sql(alias) : `${alias}.${snake(name)}`;
    }
  }
}

/** The page of a record for readers, in the language asked for; null for a kind without pages. */
function addressSql({ table }: Resource, alias: string, { baseUrl, lang }: Shape): string {
  const address = hrefOfRecord(lang ?? mainLanguage(), table, "~");
  return address ? `${quote(baseUrl + address.replace(/~$/, ""))} || ${alias}.id` : "NULL::text";
}

function valueSql(table: string, alias: string, name: string, widget: Widget, shape: Shape): string {
  const column = `${alias}.${snake(name)}`;
  switch (widget.type) {
    case "text":
      return widget.localised && shape.lang ? inLanguage(column, shape.lang) : column;
    case "file":
      return `(SELECT row_to_json(f) FROM (SELECT f.sha256, f.name, f.media_type AS "mediaType", f.bytes, f.width, f.height, ${quote(`${shape.baseUrl}/files/`)} || f.sha256 || '/file' AS url FROM published.file f WHERE f.sha256 = ${column}) f)`;
    case "list": {
      const lines = Object.entries(widget.fields).map(([line, { widget: part }]) =>
        as(valueSql(widget.table, "l", line, part, shape), line),
      );
      return `coalesce((SELECT json_agg(row_to_json(y)) FROM (SELECT ${lines.join(", ")} FROM published.${widget.table} l WHERE l.${snake(table)} = ${alias}.id ORDER BY l.position) y), '[]'::json)`;
    }
    default:
      return column;
  }
}

/** The text in a language, else in the first that has one. */
function inLanguage(column: string, lang: Locale): string {
  const order = [lang, ...languages.filter((one) => one !== lang)];
  return `coalesce(${order.map((one) => `${column} ->> '${one}'`).join(", ")}, (SELECT e.value FROM jsonb_each_text(${column}) e LIMIT 1))`;
}

/** What a record names, or what names it: their short form, an object or a list. */
function relationSql(resource: Resource, alias: string, name: string, shape: Shape): string {
  const widget = resource.fields[name]?.widget;
  if (widget?.type === "reference")
    return `(SELECT row_to_json(z) FROM (SELECT ${briefSql(widget.to, "n", shape)} FROM published.${snake(widget.to)} n WHERE n.id = ${alias}.${snake(name)}) z)`;
  const referrer = resource.referrers.find((one) => one.name === name)!;
  return `coalesce((SELECT json_agg(row_to_json(z)) FROM (SELECT ${briefSql(referrer.table, "n", shape)} FROM published.${referrer.table} n WHERE n.${snake(referrer.by)} = ${alias}.id ORDER BY n.id LIMIT ${MOST_INCLUDED}) z), '[]'::json)`;
}

/** The columns of a record that is brought along: those that are no list and no file. */
function briefSql(table: string, alias: string, shape: Shape): string {
  const fields = publicFields(kindOf(table as never).fields);
  const own = Object.entries(fields)
    .filter(([, { widget }]) => isBrief(widget))
    .map(([name, { widget }]) => as(valueSql(table, alias, name, widget, shape), name));
  return [as(`${alias}.id`, "id"), ...own].join(", ");
}
