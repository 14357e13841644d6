import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { openSession } from "../platform/accounts/session.ts";
import { requestSignInLink, SIGN_IN_LINK_MINUTES, signInLink, takeSignInLink } from "../platform/accounts/sign-in-link.ts";
import { findOwnerById } from "../platform/accounts/store.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { ownCookie, setOwnCookie } from "../platform/web/cookies.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { TextField } from "../ui/forms/plain.tsx";
import { type Door, deskOf, type IdentityContext, rememberDevice, safeReturn } from "./door.ts";
import { AskForAddress, Problem } from "./parts.tsx";
import { welcome } from "./sign-in.tsx";

const BROWSER = "lien";
/** In milliseconds: an answer that would come sooner waits, so that its delay does not tell whether there is such an account. */
const EVEN_MS = 300;

/** The answer of a form that must not tell who has an account: no sooner than a moment. */
export const evenly = async <T,>(work: Promise<T>): Promise<T> => (await Promise.all([work, sleep(EVEN_MS)]))[0];

/** Sign-in by a mailed link: asked for here, opened by a button, as programs follow the links of mails too. */
export function linkPages(app: Hono<any>, door: Door): void {
  app.get("/connexion/lien", async (c) => {
    const token = c.req.query("jeton");
    if (token === undefined) return c.html(<Ask c={c} door={door} back={safeReturn(door, c.req.query("retour"))} />);
    const link = await signInLink(deskOf(c).db, token, ownCookie(c, BROWSER));
    return link ? c.html(<Open c={c} door={door} token={token} here={link.here} />) : over(c, door);
  });

  app.post("/connexion/lien", async (c) => {
    const { values } = await readForm(c);
    const [email, back] = [oneOf(values, "email"), safeReturn(door, oneOf(values, "retour"))];
    const browser = ownCookie(c, BROWSER) ?? randomBytes(24).toString("base64url");
    const sent = await evenly(requestSignInLink(deskOf(c), email, browser, clientAddress(c)));
    if (!sent) return c.html(<Ask c={c} door={door} back={back} email={email} problem="identity.signIn.wait" />, 429);
    setOwnCookie(c, BROWSER, browser, { maxAge: SIGN_IN_LINK_MINUTES * 60 });
    return c.html(<Sent c={c} door={door} email={email.trim()} />);
  });

  app.post("/connexion/lien/ouvrir", async (c) => {
    const { values } = await readForm(c);
    const { db, auth } = deskOf(c);
    const [token, email, from] = [oneOf(values, "jeton"), oneOf(values, "email"), clientAddress(c)];
    const taken = await takeSignInLink(deskOf(c), token, { browser: ownCookie(c, BROWSER), email, from });
    if (!taken.ok) {
      if (taken.reason === "link") return over(c, door);
      const [problem, status] =
        taken.reason === "wait" ? (["identity.signIn.wait", 429] as const) : (["identity.link.address", 422] as const);
      return c.html(<Open c={c} door={door} token={token} here={false} email={email} problem={problem} />, status);
    }
    const cookies = await openSession(auth, c.req.raw.headers, from, { userId: taken.userId, method: "link" });
    if (!cookies) return over(c, door);
    rememberDevice(c, (await findOwnerById(db, taken.userId))!.email);
    setOwnCookie(c, BROWSER, "", { maxAge: 0 });
    return welcome(c, door, cookies, door.root);
  });
}

const over = (c: IdentityContext, door: Door) => c.html(<Ask c={c} door={door} back={door.root} problem="identity.link.over" />, 410);

const Ask: FC<{ c: IdentityContext; door: Door; back: string; email?: string; problem?: string }> = ({ c, door, back, email, problem }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("identity.link.title")}>
      <h1>{t("identity.link.title")}</h1>
      <Problem c={c} of={problem} />
      <p>{t("identity.link.text", { minutes: SIGN_IN_LINK_MINUTES })}</p>
      <AskForAddress c={c} door={door} action="/connexion/lien" submit={t("identity.link.ask")} email={email}>
        <input type="hidden" name="retour" value={back} />
      </AskForAddress>
    </door.Frame>
  );
};

const Sent: FC<{ c: IdentityContext; door: Door; email: string }> = ({ c, door, email }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("identity.link.sent")}>
      <h1>{t("identity.link.sent")}</h1>
      <p class="lede">{t("identity.link.sentText", { email, minutes: SIGN_IN_LINK_MINUTES })}</p>
      <p>{t("identity.link.help")}</p>
    </door.Frame>
  );
};

const Open: FC<{ c: IdentityContext; door: Door; token: string; here: boolean; email?: string; problem?: string }> = ({
  c,
  door,
  token,
  here,
  email,
  problem,
}) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("identity.link.open")}>
      <h1>{t("identity.link.open")}</h1>
      <Problem c={c} of={problem} />
      <form method="post" action={`${door.root}/connexion/lien/ouvrir`} class="narrow-form">
        <input type="hidden" name="jeton" value={token} />
        {here ? (
          <p>{t("identity.link.here")}</p>
        ) : (
          <>
            <p>{t("identity.link.elsewhere")}</p>
            <TextField
              required
              name="email"
              label={t("identity.email")}
              type="email"
              value={email ?? ""}
              autocomplete="username"
              wrong={!!problem}
            />
          </>
        )}
        <p>
          <button type="submit">{t("identity.signIn.do")}</button>
        </p>
      </form>
    </door.Frame>
  );
};
