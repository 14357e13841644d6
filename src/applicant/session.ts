import type { MiddlewareHandler } from "hono";
import type { Person } from "../funding/applicant/actions.ts";
import { sessionActor } from "../platform/accounts/session.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";

export function passOn(c: SpaceContext, cookies: string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}

/** Who is signed in; a session in use is prolonged. */
export async function readPerson(c: SpaceContext): Promise<Person | undefined> {
  const session = await sessionActor(c.get("services").auth, c.req.raw.headers);
  if (!session) return undefined;
  passOn(c, session.cookies);
  return { ...session.actor, email: session.email };
}

/** Lets only those signed in through; others are asked to sign in, and brought back. */
export function signedIn(ask: (c: SpaceContext) => Response | Promise<Response>): MiddlewareHandler<SpaceEnv> {
  return async (c, next) => {
    const person = await readPerson(c);
    if (!person) return ask(c);
    c.set("person", person);
    return next();
  };
}

/** A path of the space to come back to; anything else becomes its front page. */
export function safeReturn(path: string | undefined): string {
  return path && /^\/espace(\/[\w\-./%]*)?(\?[\w\-.~%=&+*]*)?$/.test(path) && !path.includes("..") ? path : "/espace";
}
