import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv } from "./env.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Takes what changes something from this site's own pages alone. A browser says where a request comes from
 * (Sec-Fetch-Site, else Origin); whoever says neither is refused too. `open`: the addresses that take no cookie, or that
 * mail programs call by themselves (RFC 8058).
 */
export function fromOwnPages(open: (path: string) => boolean): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (SAFE.has(c.req.method) || open(c.req.path)) return next();
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const own = site === undefined ? origin === c.get("services").baseUrl || origin === new URL(c.req.url).origin : site === "same-origin";
    if (!own) throw new HTTPException(403, { message: "foreign" });
    return next();
  };
}
