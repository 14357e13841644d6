import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isLocale } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import type { AppEnv } from "./env.ts";

const YEAR_S = 31_536_000;

/**
 * The language chosen under `path` ("/bureau"), where addresses name none: asked for once with ?langue=, then kept in a
 * cookie. Nothing under the path is kept by a cache.
 */
export function languageCookie(path: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const asked = c.req.query("langue");
    const locale = [asked, getCookie(c, "langue")].find((one) => one !== undefined && isLocale(one));
    if (locale && isLocale(locale)) {
      c.set("locale", locale);
      c.set("t", translator(locale));
      if (asked === locale)
        setCookie(c, "langue", locale, {
          path,
          httpOnly: true,
          sameSite: "Lax",
          maxAge: YEAR_S,
          secure: c.get("services").baseUrl.startsWith("https:"),
        });
    }
    await next();
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  };
}
