import type { Hono } from "hono";
import { admit } from "../platform/accounts/external/actions.ts";
import { openSession } from "../platform/accounts/session.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { ownCookie, setOwnCookie } from "../platform/web/cookies.ts";
import { type Door, deskOf, safeReturn } from "./door.ts";
import { showSignIn, welcome } from "./sign-in.tsx";

const VISIT = "visite";
const VISIT_S = 15 * 60;

/** Sign-in by the outer provider of identities: there, and back. */
export function externalPages(app: Hono<any>, door: Door): void {
  app.get("/connexion/externe", async (c) => {
    const { provider, log } = c.get("services");
    if (!provider) return c.notFound();
    const back = safeReturn(door, c.req.query("retour"));
    const left = await provider.leave().catch((error: Error) => {
      log.warn({ error: error.name }, "the provider of identities does not answer");
    });
    if (!left) return showSignIn(c, door, { back, problem: "identity.external.failed" });
    // A link of one's own site comes back from another: Lax sends the cookie along with that, and with no form.
    setOwnCookie(c, VISIT, `${left.state}.${Buffer.from(back).toString("base64url")}`, { maxAge: VISIT_S });
    return c.redirect(left.url, 302);
  });

  app.get("/connexion/externe/retour", async (c) => {
    const { provider, log } = c.get("services");
    if (!provider) return c.notFound();
    const { db, auth } = deskOf(c);
    const [state = "", kept = ""] = (ownCookie(c, VISIT) ?? "").split(".");
    setOwnCookie(c, VISIT, "", { maxAge: 0 });
    const back = safeReturn(door, Buffer.from(kept, "base64url").toString());
    const refuse = (reason: string) => showSignIn(c, door, { back, problem: `identity.external.${reason}` }, 401);
    const found = await provider.comeBack(db, new URL(c.req.url).search.slice(1), state);
    if (!found.ok) {
      if (found.fault) log.warn({ fault: found.fault }, "a visit to the provider of identities came to nothing");
      return refuse(found.reason);
    }
    const admitted = await admit(db, provider.settings, found.who, c.get("locale"));
    if (!admitted.ok) return refuse(admitted.reason);
    const secondAt = found.who.secondFactor ? new Date() : null;
    const who = { userId: admitted.userId, method: "oidc" as const, secondAt, idToken: found.idToken };
    const cookies = await openSession(auth, c.req.raw.headers, clientAddress(c), who);
    return cookies ? welcome(c, door, cookies, back) : refuse("closed");
  });
}
