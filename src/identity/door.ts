import type { Context } from "hono";
import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { type Session, sessionActor } from "../platform/accounts/session.ts";
import { DEVICE_S, deviceMark } from "../platform/accounts/throttle.ts";
import { ownCookie, setOwnCookie } from "../platform/web/cookies.ts";
import type { AppEnv } from "../platform/web/env.ts";

/** A door behind which one signs in, and the frame of its pages: the office, the space of applicants. */
export interface Door {
  root: "/bureau" | "/espace";
  Frame: FC<PropsWithChildren<{ c: IdentityContext; title: string; notice?: Child; islands?: string[] }>>;
  /** A form that a dead session was sending is given back to be sent again; else the browser keeps it. */
  givesBack: boolean;
}

export interface IdentityEnv {
  Variables: AppEnv["Variables"] & {
    /** Who is signed in; read only behind the door. */
    session: Session;
  };
}
/** The context of either door: each adds its own words to it. */
export type IdentityContext = Context<any>;

/** What the actions of accounts need of the services. */
export const deskOf = (c: IdentityContext) => {
  const { db, auth, mail } = c.get("services") as AppEnv["Variables"]["services"];
  return { db, auth, mail };
};

export function passOn(c: IdentityContext, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}

/** Who is signed in; a session in use is prolonged. It may be half open: see gate.tsx. */
export async function readSession(c: IdentityContext): Promise<Session | undefined> {
  const { db, auth } = deskOf(c);
  const session = await sessionActor(db, auth, c.req.raw.headers);
  if (session) passOn(c, session.cookies);
  return session;
}

/** A path behind the door to come back to; anything else becomes its front page. */
export function safeReturn(door: Pick<Door, "root">, path: string | undefined): string {
  const within = new RegExp(`^${door.root}(/[\\w\\-./%]*)?(\\?[\\w\\-.~%=&+*]*)?$`);
  return path && path.length < 2_000 && within.test(path) && !path.includes("..") ? path : door.root;
}

const DEVICE = "appareil";
/** By which a device on which someone signed in before is known again. */
export const deviceOf = (c: IdentityContext): string | undefined => ownCookie(c, DEVICE);
export const rememberDevice = (c: IdentityContext, email: string): void =>
  setOwnCookie(c, DEVICE, deviceMark(deskOf(c).auth.site.secret, email), { maxAge: DEVICE_S });
