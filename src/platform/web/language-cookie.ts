import type { MiddlewareHandler } from "hono";
import { isLocale } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import { ownCookie, setOwnCookie } from "./cookies.ts";
import type { AppEnv } from "./env.ts";

const YEAR_S = 31_536_000;

/** The language chosen where addresses name none: asked for once with ?langue=, then kept in a cookie. */
export const chosenLanguage: MiddlewareHandler<AppEnv> = async (c, next) => {
  const asked = c.req.query("langue");
  const locale = [asked, ownCookie(c, "langue")].find((one) => one !== undefined && isLocale(one));
  if (locale && isLocale(locale)) {
    c.set("locale", locale);
    c.set("t", translator(locale));
    if (asked === locale) setOwnCookie(c, "langue", locale, { maxAge: YEAR_S });
  }
  await next();
};
