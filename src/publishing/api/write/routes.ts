import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { actorOf, keyOf } from "../../../platform/api-keys/actions.ts";
import type { Key } from "../../../platform/api-keys/store.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { clientAddress } from "../../../platform/web/client-address.ts";
import type { AppEnv } from "../../../platform/web/env.ts";
import { type Limit, limitHeaders, limits } from "../../../platform/web/limits/rules.ts";
import { takeOne } from "../../../platform/web/limits/share.ts";
import { readQuery } from "../query.ts";
import { readJson } from "./body.ts";
import { once } from "./once.ts";
import type { Given, Handled, KeyedOperation } from "./operation.ts";
import { keyedOperations } from "./operations.ts";
import { type Refused, respondRefusal } from "./problem.ts";

/**
 * The operations that ask for a key. No cookie is read or set; no other site may have a browser send them. `db`: the whole
 * register, which they alone of all under /api are given.
 */
export function keyedApi(app: Hono<AppEnv>, db: Database): void {
  for (const operation of keyedOperations) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(operation.method.toUpperCase(), path, (c) => answer(c, operation, db, limits.key));
  }
}

async function answer(c: Context<AppEnv>, operation: KeyedOperation, db: Database, limit: Limit): Promise<Response> {
  const known = await keyOf(db, c.req.header("authorization"), clientAddress(c));
  if (!known.ok) return respondRefusal(c, refusedKey(known.reason));
  const share = await takeOne(c.get("services"), limit, known.key.id);
  const headers = limitHeaders(limit, share, "key");
  if (!share.ok) return respondRefusal(c, { ok: false, code: "too_many_requests", headers });
  if (!known.key.scopes.includes(operation.scope))
    return respondRefusal(c, {
      ok: false,
      code: "key_scope",
      values: { scope: operation.scope },
      headers: { ...headers, "WWW-Authenticate": `Bearer realm="api", error="insufficient_scope", scope="${operation.scope}"` },
    });
  const result = await handle(c, operation, db, known.key);
  if (!result.ok) return respondRefusal(c, { ...result, headers: { ...headers, ...result.headers } });
  return c.body(result.text, result.status as 200, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...headers,
    ...result.headers,
  });
}

type Sent = { ok: true; status: number; text: string; headers: Record<string, string> } | Refused;

async function handle(c: Context<AppEnv>, operation: KeyedOperation, db: Database, key: Key): Promise<Sent> {
  const services = c.get("services");
  const path = pathOf(c, operation);
  if (!path) return { ok: false, code: "nothing_there" };
  const query = readQuery(operation.params, c.req.queries());
  if (!query.ok)
    return {
      ok: false,
      code: query.refusal.code as "invalid_parameter",
      values: { field: query.refusal.field ?? "", ...query.refusal.values },
    };
  const given: Given = {
    db,
    by: actorOf(key, operation.scope),
    services,
    t: c.get("t"),
    path,
    query: query.values,
    body: undefined,
    version: versionIn(c.req.header("if-match")),
    scopes: key.scopes,
    request: c.req.raw,
    now: new Date(),
  };
  if (operation.method === "get") return sent(await operation.handle(given));
  if (operation.raw) {
    const handled = await operation.handle(given);
    if (handled.ok) await services.content.touch();
    return sent(handled);
  }
  if (operation.versioned && given.version === undefined) return { ok: false, code: "version_missing" };
  const name = nameOf(c.req.header("idempotency-key"));
  if (name === null) return { ok: false, code: "idempotency_form" };
  if (name === undefined && operation.idempotency === "required") return { ok: false, code: "idempotency_missing" };
  const body = await readJson(c.req.raw);
  if (!body.ok) return body;
  const digest = createHash("sha256")
    .update(JSON.stringify([c.req.method, c.req.path, given.version ?? null, body.text]))
    .digest("hex");
  const done = await once(
    db,
    { apiKey: key.id, idempotencyKey: name, requestSha256: digest },
    (trx) => operation.handle({ ...given, db: trx, body: body.value }),
    (error) => operation.explain?.(error, given),
  );
  if (!done.ok) return done;
  if (!done.repeated) await services.content.touch();
  const { status, headers, body: text } = done.answer;
  return { ok: true, status, text, headers: { ...headers, ...(done.repeated ? { "Idempotent-Replayed": "true" } : {}) } };
}

const sent = (handled: Handled): Sent =>
  handled.ok ? { ok: true, status: handled.status, text: `${JSON.stringify(handled.body)}\n`, headers: handled.headers ?? {} } : handled;

/** The parts of the address, each in the form that its parameter asks for. */
function pathOf(c: Context<AppEnv>, operation: KeyedOperation): Record<string, string> | undefined {
  const path: Record<string, string> = {};
  for (const param of operation.params.filter((one) => one.in === "path")) {
    const value = (c.req.param(param.name as never) as string | undefined) ?? "";
    if (!param.schema.safeParse(value).success) return undefined;
    path[param.name] = value;
  }
  return path;
}

/** If-Match: "7" is version 7. "*" names none: a change says which version it was made on. */
const versionIn = (header: string | undefined): number | undefined => {
  const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(header ?? "")?.[1];
  return version === undefined ? undefined : Number(version);
};

/** The name in Idempotency-Key, with or without the quotes of a structured field; null when it is none. */
function nameOf(header: string | undefined): string | undefined | null {
  if (header === undefined) return undefined;
  const name = header.trim().replace(/^"(.*)"$/, "$1");
  return /^[\x21-\x7e]{8,255}$/.test(name) ? name : null;
}

function refusedKey(reason: "no_key" | "bad_key" | "address"): Refused {
  if (reason === "address") return { ok: false, code: "key_address" };
  return {
    ok: false,
    code: reason === "no_key" ? "key_missing" : "key_unknown",
    headers: { "WWW-Authenticate": `Bearer realm="api"${reason === "bad_key" ? ', error="invalid_token"' : ""}` },
  };
}
