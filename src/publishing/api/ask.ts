import type { Context } from "hono";
import { isLocale, type Locale, mainLanguage } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { type Cursor, readCursor } from "./cursor.ts";
import { mediaTypes } from "./formats.ts";
import type { Param } from "./operation.ts";
import * as p from "./params.ts";
import type { Refusal } from "./problem.ts";
import { readQuery, type Values } from "./query.ts";
import { type Resource, relationsOf } from "./resources.ts";
import { fieldNames, type Shape } from "./rows-store.ts";

/** The parameters of a list of rows. */
export function listParams(resource: Resource): Param[] {
  const relations = relationsOf(resource);
  return [
    ...resource.filters,
    p.sortOf([resource.id, ...resource.sorts]),
    p.fieldsOf(fieldNames(resource)),
    ...(relations.length > 0 ? [p.includeOf(relations)] : []),
    p.limit,
    p.cursor,
    p.count,
    p.lang,
    p.format,
  ];
}

/** The parameters of one row. */
export function rowParams(resource: Resource): Param[] {
  const relations = relationsOf(resource);
  return [p.fieldsOf(fieldNames(resource)), ...(relations.length > 0 ? [p.includeOf(relations)] : []), p.lang];
}

/** What is asked for, read. */
export interface Ask {
  values: Values;
  shape: Shape;
  locale: Locale;
  sort: string;
  limit: number | undefined;
  after: Cursor | undefined;
  count: boolean;
  format: p.Format;
}

export type Asked = { ok: true; ask: Ask } | { ok: false; refusal: Refusal };

/** Reads an address, and in what form the answer is wanted: the address says, else the header Accept. */
export function readAsk(c: Context<AppEnv>, resource: Resource, params: readonly Param[]): Asked {
  const read = readQuery(params, c.req.queries());
  if (!read.ok) return read;
  const { fields, include, lang, limit, cursor, count, format, sort, ...values } = read.values;
  const locale = typeof lang === "string" && isLocale(lang) ? lang : undefined;
  const wanted = (format as p.Format | undefined) ?? accepted(c.req.header("accept"));
  if (!wanted)
    return {
      ok: false,
      refusal: {
        code: "not_acceptable",
        values: {
          known: Object.values(mediaTypes)
            .map((one) => one.split(";")[0])
            .join(", "),
        },
      },
    };
  const after = cursor === undefined ? undefined : readCursor(cursor as string);
  const order = (sort as string | undefined) ?? after?.sort ?? resource.id;
  // A place in one order says nothing of another.
  if (cursor !== undefined && after?.sort !== order) return { ok: false, refusal: { code: "bad_cursor", field: "cursor" } };
  const all = fieldNames(resource);
  const chosen = fields as string[] | undefined;
  return {
    ok: true,
    ask: {
      values,
      shape: {
        fields: chosen ? all.filter((name) => name === resource.id || chosen.includes(name)) : all,
        include: (include as string[] | undefined) ?? [],
        lang: locale,
        baseUrl: c.get("services").baseUrl,
      },
      locale: locale ?? mainLanguage(),
      sort: order,
      limit: limit as number | undefined,
      after,
      count: count === true,
      format: wanted,
    },
  };
}

/** The first form that the header takes; JSON where it says nothing. Undefined: none of ours. */
export function accepted(header: string | undefined): p.Format | undefined {
  if (!header) return "json";
  const ranges = header
    .split(",")
    .map((part, i) => {
      const [type = "", ...rest] = part.trim().toLowerCase().split(";");
      const q = Number(/^\s*q=([\d.]+)/.exec(rest.find((one) => /^\s*q=/.test(one)) ?? "")?.[1] ?? 1);
      return { type: type.trim(), q: Number.isNaN(q) ? 1 : q, i };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q || a.i - b.i);
  for (const { type } of ranges) {
    if (["application/json", "*/*", "application/*", "text/html", "text/json"].includes(type)) return "json";
    if (["application/x-ndjson", "application/ndjson", "application/jsonl"].includes(type)) return "ndjson";
    if (type === "text/csv" || type === "text/*") return "csv";
  }
  return undefined;
}
