import type { Hono } from "hono";
import { ownAccountPages } from "./account.tsx";
import type { Door } from "./door.ts";
import { externalPages } from "./external.tsx";
import { forgottenPages } from "./forgotten.tsx";
import { linkPages } from "./link.tsx";
import { secondFactorPages } from "./second-factor.tsx";
import { signInPages } from "./sign-in.tsx";
import { verificationPages } from "./verification.tsx";

/** The pages for those who have no session: every way in. */
export function waysIn(app: Hono<any>, door: Door): void {
  signInPages(app, door);
  linkPages(app, door);
  forgottenPages(app, door);
  if (door.root === "/bureau") externalPages(app, door);
}

/** The pages about oneself, for those who are signed in. */
export function ownPages(app: Hono<any>, door: Door): void {
  verificationPages(app, door);
  secondFactorPages(app, door);
  ownAccountPages(app, door);
}
