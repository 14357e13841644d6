import type { Context } from "hono";
import { z } from "zod";
import type { AppEnv } from "../../platform/web/env.ts";
import { kindNames } from "../../register/kinds.ts";
import type { Mark } from "./answer.ts";
import { readChanges, readVocabularies } from "./changes-store.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Param } from "./operation.ts";
import * as p from "./params.ts";
import { respondProblem } from "./problem.ts";
import { readQuery } from "./query.ts";
import { resourceOfKind } from "./resources.ts";
import * as s from "./schemas.ts";

const USUAL_CHANGES = 200;

export const changesParams: readonly Param[] = [p.anyOf("kind", kindNames), p.instant("updatedSince"), p.cursor, p.limit];
export const changesSchema = z
  .object({
    data: z.array(
      z.object({
        kind: z.string(),
        id: z.string(),
        change: z.enum(["created", "changed", "withdrawn"]),
        at: s.instant,
        url: z.url().nullable(),
      }),
    ),
    cursor: z.string().nullable(),
    next: z.url().nullable(),
    updatedAt: s.instant,
  })
  .meta({ id: "Changes" });

/**
 * What a mirror asks: every record that became public, changed or was withdrawn since a place, once, by its last change.
 * The place (`cursor`) is given even when nothing follows: it is what the mirror comes back with.
 */
export async function respondChanges(c: Context<AppEnv>, mark: Mark): Promise<Response> {
  const read = readQuery(changesParams, c.req.queries());
  if (!read.ok) return respondProblem(c, read.refusal);
  const { kind, updatedSince, cursor, limit } = read.values;
  const after = cursor === undefined ? undefined : readCursor(cursor as string);
  if (cursor !== undefined && !(after?.sort === "event" && /^\d{1,18}$/.test(after.key ?? "")))
    return respondProblem(c, { code: "bad_cursor", field: "cursor" });
  const size = (limit as number | undefined) ?? USUAL_CHANGES;
  const { published, baseUrl } = c.get("services");
  const rows = await readChanges(published, {
    after: after && { event: after.key!, record: after.id },
    kinds: (kind as string[] | undefined) ?? [],
    since: updatedSince === undefined ? undefined : new Date(updatedSince as string),
    size: size + 1,
  });
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const place = last
    ? writeCursor({ sort: "event", key: String(last.event), id: `${last.kind} ${last.id}` })
    : ((cursor as string | undefined) ?? null);
  const address = new URL(c.req.url);
  if (place) address.searchParams.set("cursor", place);
  const next = rows.length > size ? `${baseUrl}${address.pathname}${address.search}` : null;
  const data = shown.map(({ kind: of, id, change, at }) => {
    const resource = resourceOfKind(of);
    return {
      kind: of,
      id,
      change,
      at: seconds(at),
      url: resource && change !== "withdrawn" ? `${baseUrl}/api/v1/${resource.name}/${id}` : null,
    };
  });
  return c.json({ data, cursor: place, next, updatedAt: seconds(mark.state.at) }, 200, next ? { Link: `<${next}>; rel="next"` } : {});
}

export const seconds = (at: Date) => at.toISOString().replace(/\.\d+/, "");

export const vocabulariesSchema = z
  .object({ data: z.array(z.object({ code: z.string(), terms: z.int(), url: z.url() })), updatedAt: s.instant })
  .meta({ id: "Vocabularies" });

export async function respondVocabularies(c: Context<AppEnv>, mark: Mark): Promise<Response> {
  const read = readQuery([], c.req.queries());
  if (!read.ok) return respondProblem(c, read.refusal);
  const { published, baseUrl } = c.get("services");
  const rows = await readVocabularies(published);
  return c.json({
    data: rows.map((one) => ({ ...one, url: `${baseUrl}/api/v1/vocabularies/${one.code}` })),
    updatedAt: seconds(mark.state.at),
  });
}
