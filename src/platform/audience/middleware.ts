import type { MiddlewareHandler } from "hono";
import { dayOf } from "../instants.ts";
import type { AppEnv } from "../web/env.ts";
import { counts, deviceClass, referrerClass, type Seen } from "./rules.ts";

/**
 * Counts a reading once it is answered, also from memory: no cookie, no script, and neither the address nor the browser of
 * the reader is kept. `seenAt` says what a path shows; undefined is not counted.
 */
export function countReadings(seenAt: (path: string) => Seen | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const { audience, baseUrl } = c.get("services");
    if (!audience || c.req.method !== "GET") return;
    const { status } = c.res;
    // A page that the browser holds already is read again; a file is not taken again.
    if (status !== 200 && status !== 304) return;
    const header = (name: string) => c.req.header(name);
    if (!counts(header)) return;
    const seen = seenAt(c.req.path);
    if (!seen || (seen.page === "file" && status !== 200)) return;
    audience.count({
      ...seen,
      day: dayOf(new Date()),
      referrer: referrerClass(header("referer"), baseUrl),
      device: deviceClass(header("sec-ch-ua-mobile")),
    });
  };
}
