import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { noteRefusal } from "../refusals/counter.ts";
import type { AppEnv } from "./env.ts";

/** The part of the site, and no more of the address: the rest is what whoever asked wrote. */
const partOf = (path: string): string => ["bureau", "espace"].find((one) => path.split("/")[1] === one) ?? "portail";

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
    if (!own) {
      noteRefusal(c.get("services").db, { sort: "foreign", detail: partOf(c.req.path) });
      throw new HTTPException(403, { message: "foreign" });
    }
    return next();
  };
}
