import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { sessionActor } from "../platform/accounts/session.ts";
import { isLocale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import type { OfficeContext, OfficeEnv, Officer } from "./env.ts";

const YEAR_S = 31_536_000;

/** The language chosen in the office, kept in a cookie of its own; nothing of the office is kept by a cache. */
export const officeLanguage: MiddlewareHandler<OfficeEnv> = async (c, next) => {
  const asked = c.req.query("langue");
  const locale = [asked, getCookie(c, "langue")].find((one) => one !== undefined && isLocale(one));
  if (locale && isLocale(locale)) {
    c.set("locale", locale);
    c.set("t", translator(locale));
    if (asked === locale)
      setCookie(c, "langue", locale, {
        path: "/bureau",
        httpOnly: true,
        sameSite: "Lax",
        maxAge: YEAR_S,
        secure: c.get("services").baseUrl.startsWith("https:"),
      });
  }
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

export function passOn(c: OfficeContext, cookies: string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}

/** Who is signed in; a session in use is prolonged. */
export async function readOfficer(c: OfficeContext): Promise<Officer | undefined> {
  const session = await sessionActor(c.get("services").auth, c.req.raw.headers);
  if (!session) return undefined;
  passOn(c, session.cookies);
  return { ...session.actor, email: session.email };
}

/**
 * Lets only those signed in through. Others are asked to sign in and brought back; what a dead session was sending is
 * given back to them to send again.
 */
export function signedIn(askToSignIn: (c: OfficeContext) => Response | Promise<Response>): MiddlewareHandler<OfficeEnv> {
  return async (c, next) => {
    const officer = await readOfficer(c);
    if (!officer) return askToSignIn(c);
    c.set("officer", officer);
    return next();
  };
}

/** A path of the office to come back to; anything else becomes its front page. */
export function safeReturn(path: string | undefined): string {
  return path && /^\/bureau(\/[\w\-./%]*)?(\?[\w\-.~%=&+*]*)?$/.test(path) && !path.includes("..") ? path : "/bureau";
}
