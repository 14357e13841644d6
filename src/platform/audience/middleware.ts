import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import { dayOf } from "../instants.ts";
import type { AppEnv } from "../web/env.ts";
import { counts, deviceClass, referrerClass, type Seen } from "./rules.ts";

const MINUTE_MS = 60_000;

/**
 * Counts a reading once it is answered, also from memory: no cookie, no script, and neither the address nor the browser of
 * the reader is kept. `seenAt` says what a path shows; undefined is not counted.
 */
export function countReadings(seenAt: (path: string) => Seen | undefined): MiddlewareHandler<AppEnv> {
  // What it costs to tell a path and a day is more than to answer from memory.
  const known = new LRUCache<string, Seen>({ max: 5_000 });
  let [today, until] = ["", 0];
  const day = (now: number) => {
    if (now >= until) [today, until] = [dayOf(new Date(now)), now - (now % MINUTE_MS) + MINUTE_MS];
    return today;
  };
  return async (c, next) => {
    await next();
    const { audience, baseUrl } = c.get("services");
    if (!audience || c.req.method !== "GET") return;
    const { status } = c.res;
    // A page that the browser holds already is read again; a file is not taken again.
    if (status !== 200 && status !== 304) return;
    const header = (name: string) => c.req.header(name);
    if (!counts(header)) return;
    const seen = known.get(c.req.path) ?? seenAt(c.req.path);
    if (!seen || (seen.page === "file" && status !== 200)) return;
    known.set(c.req.path, seen);
    audience.count({
      ...seen,
      day: day(Date.now()),
      referrer: referrerClass(header("referer"), baseUrl),
      device: deviceClass(header("sec-ch-ua-mobile")),
    });
  };
}
