import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "./env.ts";

const isSecure = (c: Context<any>): boolean => (c as Context<AppEnv>).get("services").baseUrl.startsWith("https:");

/**
 * Sets a cookie that no script reads and no other site's form brings along. Over https its name begins with `__Host-`
 * (RFC 6265bis, section 4.1.3.2): the browser then takes it from this very host alone, so that a neighbour under the same
 * domain can put none in its place. `maxAge` in seconds; 0 takes it back.
 */
export function setOwnCookie(c: Context<any>, name: string, value: string, { maxAge }: { maxAge: number }): void {
  const secure = isSecure(c);
  setCookie(c, name, value, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge, ...(secure ? { prefix: "host" } : {}) });
}

/** What setOwnCookie kept in the browser; undefined when it sends none. */
export function ownCookie(c: Context<any>, name: string): string | undefined {
  return isSecure(c) ? getCookie(c, name, "host") : getCookie(c, name);
}
