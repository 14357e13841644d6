import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { isDatabaseDown } from "../../platform/database/down.ts";
import { localeOf } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { pageCache } from "../../platform/web/page-cache.ts";
import { isKnown, type Mark, markOf, stateHeaders } from "./answer.ts";
import { accepted } from "./ask.ts";
import { respondChanges, respondVocabularies } from "./changes.ts";
import { limited } from "./limits.ts";
import { respondMap } from "./map/map.ts";
import { respondMoney } from "./money/money.ts";
import { nearest } from "./nearest.ts";
import { openapi } from "./openapi.ts";
import { operations } from "./operations.ts";
import { respondProblem } from "./problem.ts";
import { resourceOf, resources } from "./resources.ts";
import { respondList, respondRow } from "./rows.ts";

const EXPOSED = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After, Content-Disposition";

type Handle = (c: Context<AppEnv>, mark: Mark) => Promise<Response>;

/** What the API reads, under /api/v1: the same rows as the pages, for any site. */
export function api(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.options(
    "/api/*",
    cors({
      origin: "*",
      allowMethods: ["GET", "HEAD"],
      allowHeaders: ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since"],
      maxAge: 86_400,
    }),
  );
  app.use("/api/*", async (c, next) => {
    if (!c.get("locale")) c.set("locale", localeOf(c.req.header("accept-language")?.slice(0, 2)));
    await next();
    // Last of all: an answer from memory knows nothing of who asks.
    c.res.headers.set("Access-Control-Allow-Origin", "*");
    c.res.headers.set("Access-Control-Expose-Headers", EXPOSED);
  });
  app.use("/api/v1/*", limited());
  const get = keptGet(app);

  for (const resource of resources.filter(({ table }) => table !== "term")) {
    // What is open today closes by itself: such an answer is of its moment.
    const timely = resource.table === "edition" ? (c: Context<AppEnv>) => c.req.query("state") !== undefined : undefined;
    get(`/api/v1/${resource.name}`, (c, mark) => respondList(c, resource, mark), timely);
    get(`/api/v1/${resource.name}/:id`, (c) => respondRow(c, resource, c.req.param("id")!));
  }
  const terms = resourceOf("terms");
  get("/api/v1/vocabularies", respondVocabularies);
  get("/api/v1/vocabularies/:vocabulary", (c, mark) => respondList(c, terms, mark, { vocabulary: c.req.param("vocabulary")! }));
  get("/api/v1/changes", respondChanges);
  get("/api/v1/money", respondMoney);
  get("/api/v1/map", respondMap);
  get("/api/openapi.json", async (c) => c.json(openapi(c.get("services"), localeOf(c.req.query("lang") ?? "en"))));

  app.all("/api/v1/*", unknown);
  app.all("/api/v1", unknown);
  app.onError((error, c) => {
    if (error instanceof HTTPException) return respondProblem(c, { code: "unknown_path", values: { meant: "none" } });
    const offline = isDatabaseDown(error);
    c.get("services").log.error?.({ requestId: c.get("requestId"), error: error.stack }, "request failed");
    return respondProblem(c, { code: offline ? "offline" : "failed" }, offline ? { "Retry-After": "10" } : {});
  });
  return app;
}

/** Registers what is read: answered from memory until what is public changes, and not at all to who has it already. */
function keptGet(app: Hono<AppEnv>) {
  const keep = pageCache();
  return (path: string, handle: Handle, timely: (c: Context<AppEnv>) => boolean = () => false) =>
    app.get(path, async (c) => {
      const mark = await markOf(c);
      if (timely(c)) {
        await keep(c, async () => {
          c.res = await handle(c, mark);
          c.res.headers.set("Cache-Control", "no-store");
        });
        c.res.headers.delete("ETag");
        return c.res;
      }
      if (isKnown(c, mark)) return c.body(null, 304, stateHeaders(mark, null));
      // Rows that are streamed are not held in memory.
      if ((c.req.query("format") ?? accepted(c.req.header("accept"))) !== "json") return handle(c, mark);
      const given = await keep(c, async () => {
        c.res = await handle(c, mark);
      });
      const response = given ?? c.res;
      if (response.status === 200)
        for (const [name, value] of Object.entries(stateHeaders(mark, response.headers.get("content-encoding"))))
          response.headers.set(name, value);
      return response;
    });
}

const pattern = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);

/** Nothing answers there: says what does, or by which method. */
function unknown(c: Context<AppEnv>): Response {
  const methods = operations.filter(({ path }) => pattern(path).test(c.req.path)).map(({ method }) => method.toUpperCase());
  if (methods.length > 0) {
    const allow = [...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"])].join(", ");
    return respondProblem(c, { code: "method_not_allowed", values: { method: c.req.method.slice(0, 20), allow } }, { Allow: allow });
  }
  const paths = operations.map(({ path }) => path).filter((path) => !path.includes("{"));
  return respondProblem(c, { code: "unknown_path", values: { meant: nearest(c.req.path, paths) ?? "none" } });
}
