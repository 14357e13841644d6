import type { Context } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { type Mark, stream } from "./answer.ts";
import { type Ask, accepted, listParams, readAsk, rowParams } from "./ask.ts";
import { seconds } from "./changes.ts";
import { writeCursor } from "./cursor.ts";
import { csv, mediaTypes, ndjson } from "./formats.ts";
import { countRows, MOST_COUNTED, type Row, readRow, readRows } from "./list-store.ts";
import { USUAL_LIMIT } from "./params.ts";
import { respondProblem } from "./problem.ts";
import type { Values } from "./query.ts";
import type { Resource } from "./resources.ts";

/** How many rows a stream reads at once. */
const BATCH = 250;

/** Answers with a page of a list, or with the whole of it as it is read. `fixed`: what the address itself narrows by. */
export async function respondList(c: Context<AppEnv>, resource: Resource, mark: Mark, fixed: Values = {}): Promise<Response> {
  const read = readAsk(c, resource, listParams(resource));
  if (!read.ok) return respondProblem(c, read.refusal);
  const { ask } = read;
  ask.values = { ...ask.values, ...fixed };
  if (ask.format !== "json") {
    const rows = batches(c, resource, ask);
    const name = `${resource.name}-${mark.state.at.toISOString().slice(0, 10)}.${ask.format}`;
    return stream(c, mediaTypes[ask.format], name, ask.format === "csv" ? csv(resource, ask.shape, rows) : ndjson(rows), mark);
  }
  const { published } = c.get("services");
  const limit = ask.limit ?? USUAL_LIMIT;
  const [rows, total] = await Promise.all([
    page(c, resource, ask, ask.after, limit + 1),
    ask.count ? countRows(published, resource, ask.values, ask.locale) : undefined,
  ]).catch(asBadCursor(ask));
  if (rows === undefined) return respondProblem(c, { code: "bad_cursor", field: "cursor" });
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? nextAddress(c, ask, shown.at(-1)!) : null;
  const rest = {
    ...(total === undefined ? {} : { count: Math.min(total, MOST_COUNTED), countIsCapped: total > MOST_COUNTED }),
    next,
    updatedAt: seconds(mark.state.at),
  };
  return c.body(`{"data":[${written(shown).join(",\n")}],${JSON.stringify(rest).slice(1)}\n`, 200, {
    "Content-Type": mediaTypes.json,
    ...(next ? { Link: `<${next}>; rel="next"` } : {}),
  });
}

/** Answers with one record. */
export async function respondRow(c: Context<AppEnv>, resource: Resource, id: string): Promise<Response> {
  if (accepted(c.req.header("accept")) !== "json" && !/json/.test(c.req.header("accept") ?? ""))
    return respondProblem(c, { code: "not_acceptable", values: { known: mediaTypes.json } });
  const read = readAsk(c, resource, rowParams(resource));
  if (!read.ok) return respondProblem(c, read.refusal);
  const json = await readRow(c.get("services").published, resource, id, read.ask.shape);
  if (json === undefined)
    return respondProblem(c, { code: "not_found", field: resource.id, values: { id: id.slice(0, 120), list: `/api/v1/${resource.name}` } });
  return c.body(`${json}\n`, 200, { "Content-Type": mediaTypes.json });
}

const page = (c: Context<AppEnv>, resource: Resource, ask: Ask, after: Ask["after"], size: number): Promise<Row[]> =>
  readRows(c.get("services").published, resource, {
    values: ask.values,
    shape: ask.shape,
    locale: ask.locale,
    sort: ask.sort,
    after,
    size,
  });

const written = (rows: Row[]) => rows.flatMap(({ json }) => json ?? []);

/** The rest of the selection, some rows at a time; no more than `limit` rows where one is asked for. */
async function* batches(c: Context<AppEnv>, resource: Resource, ask: Ask): AsyncGenerator<string[]> {
  let left = ask.limit ?? Number.POSITIVE_INFINITY;
  for (let { after } = ask; left > 0; ) {
    const size = Math.min(BATCH, left);
    const rows = await page(c, resource, ask, after, size);
    if (rows.length > 0) yield written(rows);
    if (rows.length < size) return;
    left -= rows.length;
    const { id, key } = rows.at(-1)!;
    after = { sort: ask.sort, id, key };
  }
}

/** The address of the next page: the same, with where this one ends. */
function nextAddress(c: Context<AppEnv>, ask: Ask, last: Row): string {
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set("cursor", writeCursor({ sort: ask.sort, id: last.id, key: last.key }));
  return `${c.get("services").baseUrl}${pathname}?${searchParams}`;
}

/** A key that is no value of its column was made up: the database says so (class 22, data exception). */
function asBadCursor(ask: Ask) {
  return (error: unknown): [undefined, undefined] => {
    if (ask.after && /^22/.test(String((error as { code?: string }).code))) return [undefined, undefined];
    throw error;
  };
}
