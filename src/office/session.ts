import type { MiddlewareHandler } from "hono";
import { sessionActor } from "../platform/accounts/session.ts";
import { languageCookie } from "../platform/web/language-cookie.ts";
import type { OfficeContext, OfficeEnv, Officer } from "./env.ts";

/** The language chosen in the office. */
export const officeLanguage = languageCookie("/bureau") as MiddlewareHandler<any>;

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
