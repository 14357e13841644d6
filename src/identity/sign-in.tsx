import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { provePasskey, requestOptions } from "../platform/accounts/passkey/actions.ts";
import { openSession, signIn } from "../platform/accounts/session.ts";
import { findOwnerById } from "../platform/accounts/store.ts";
import { attempt, forgetAttempts, maySignIn } from "../platform/accounts/throttle.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { ownCookie, setOwnCookie } from "../platform/web/cookies.ts";
import { type FormTexts, oneOf, readForm } from "../platform/web/form-data.ts";
import { ErrorPage } from "../ui/error-page.tsx";
import { TextField } from "../ui/forms/plain.tsx";
import { type Door, deskOf, deviceOf, type IdentityContext, passOn, readSession, rememberDevice, safeReturn } from "./door.ts";
import { Kept, SendAgain, sentBefore, unmarked } from "./given-back.tsx";
import { PASSKEY_ISLAND, PasskeyForm, Problem } from "./parts.tsx";

/** Sign-in by a password or a passkey; the page leads to the other ways. */
export function signInPages(app: Hono<any>, door: Door): void {
  app.get("/connexion", async (c) => {
    const back = safeReturn(door, c.req.query("retour"));
    return (await readSession(c)) ? c.redirect(back) : showSignIn(c, door, { back });
  });

  app.post("/connexion", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = deskOf(c);
    const [email, password, back] = [oneOf(values, "email"), oneOf(values, "password"), safeReturn(door, oneOf(values, "retour"))];
    const [address, device] = [clientAddress(c), deviceOf(c)];
    const again = (problem: string, status: 401 | 429) => showSignIn(c, door, { back, email, problem, kept: values }, status);
    if (!(await maySignIn(db, { secret: auth.site.secret, address, email, device }))) return again("identity.signIn.wait", 429);
    const result = await signIn(auth, c.req.raw.headers, email, password, address);
    if (!result.ok) return again(`identity.signIn.${result.reason}`, 401);
    await forgetAttempts(db, address, email, auth.site.secret, device);
    rememberDevice(c, email);
    return welcome(c, door, result.cookies, back, values);
  });

  app.post("/connexion/cle", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = deskOf(c);
    const [back, address] = [safeReturn(door, oneOf(values, "retour")), clientAddress(c)];
    const again = (problem: string, status: 401 | 429) => showSignIn(c, door, { back, problem, kept: values }, status);
    if (!(await attempt(db, address, "passkey"))) return again("identity.signIn.wait", 429);
    const userId = await provePasskey(deskOf(c), oneOf(values, "credential"));
    const owner = userId && (await findOwnerById(db, userId));
    // A passkey asks who holds it: it is both factors.
    const who = owner && { userId: owner.id, method: "passkey" as const, secondAt: new Date() };
    const cookies = who && (await openSession(auth, c.req.raw.headers, address, who));
    if (!owner || !cookies) return again("identity.passkey.unknown", 401);
    await forgetAttempts(db, address, "passkey");
    rememberDevice(c, owner.email);
    return welcome(c, door, cookies, back, values);
  });
}

/** Where someone was going when they made their account, once: the space keeps it in a cookie. */
export const WAY_BACK = "retour";

/** Lets someone in who has just signed in: on to where they were going, or back to what they were sending. */
export function welcome(
  c: IdentityContext,
  door: Door,
  cookies: readonly string[],
  back: string,
  values: FormTexts = {},
): Response | Promise<Response> {
  passOn(c, cookies);
  const sent = unmarked(values);
  if (sent) return c.html(<SendAgain c={c} door={door} to={back} values={sent} />);
  const before = back === door.root ? safeReturn(door, ownCookie(c, WAY_BACK)) : back;
  if (before !== back) setOwnCookie(c, WAY_BACK, "", { maxAge: 0 });
  return c.redirect(before, 303);
}

/** What to answer to who is not signed in: a page is asked for again after; what was being sent is given back, or stays in the browser. */
export async function askToSignIn(c: IdentityContext, door: Door): Promise<Response> {
  const url = new URL(c.req.url);
  if (c.req.method === "GET" || c.req.method === "HEAD")
    return c.redirect(`${door.root}/connexion?retour=${encodeURIComponent(url.pathname + url.search)}`, 302);
  if (door.givesBack && c.req.method !== "POST") return c.html(<ErrorPage c={c as never} kind="badRequest" />, 400);
  if (!door.givesBack && !c.req.header("accept")?.includes("text/html")) return c.json({ ok: false, reason: "signed_out" }, 401);
  const kept = door.givesBack ? await sentBefore(c) : {};
  const problem = door.givesBack ? "identity.signIn.ended" : "space.signIn.ended";
  return showSignIn(c, door, { back: safeReturn(door, url.pathname), problem, kept }, 401);
}

interface Asked {
  back: string;
  email?: string;
  problem?: string;
  notice?: string;
  kept?: FormTexts;
}

export async function showSignIn(c: IdentityContext, door: Door, asked: Asked, status: 200 | 401 | 410 | 429 = 200): Promise<Response> {
  const options = await requestOptions(deskOf(c));
  return c.html(<SignIn c={c} door={door} asked={asked} options={options} />, status);
}

const SignIn: FC<{ c: IdentityContext; door: Door; asked: Asked; options: object }> = ({ c, door, asked, options }) => {
  const t = c.get("t");
  const { back, email = "", problem, notice, kept = {} } = asked;
  const provider = door.root === "/bureau" ? c.get("services").provider : undefined;
  const retour = encodeURIComponent(back);
  const hidden = (
    <>
      <input type="hidden" name="retour" value={back} />
      <Kept values={kept} />
    </>
  );
  return (
    <door.Frame c={c} title={t("identity.signIn.title")} notice={notice && t.dynamic(notice)} islands={[PASSKEY_ISLAND]}>
      <h1>{t("identity.signIn.title")}</h1>
      <Problem c={c} of={problem} />
      {problem === "identity.signIn.unverified" && door.root === "/espace" && (
        <form method="post" action="/espace/confirmer/renvoyer">
          <input type="hidden" name="email" value={email} />
          <button type="submit" class="quiet">
            {t("space.confirm.again")}
          </button>
        </form>
      )}
      {provider && (
        <p>
          <a class="button" href={`${door.root}/connexion/externe?retour=${retour}`}>
            {t("identity.external.do", { name: provider.settings.name })}
          </a>
        </p>
      )}
      <form method="post" action={`${door.root}/connexion`} class="narrow-form">
        {hidden}
        <TextField
          required
          name="email"
          label={t("identity.email")}
          type="email"
          value={email}
          autocomplete="username webauthn"
          wrong={!!problem}
        />
        <TextField
          required
          name="password"
          label={t("identity.password")}
          type="password"
          autocomplete="current-password"
          wrong={!!problem}
        />
        <p>
          <button type="submit">{t("identity.signIn.do")}</button>
        </p>
      </form>
      <PasskeyForm c={c} action={`${door.root}/connexion/cle`} ceremony="get" options={options} label={t("identity.passkey.signIn")}>
        {hidden}
      </PasskeyForm>
      <ul class="plain other-ways">
        <li>
          <a href={`${door.root}/connexion/lien?retour=${retour}`}>{t("identity.link.link")}</a>
        </li>
        <li>
          <a href={`${door.root}/mot-de-passe`}>{t("space.password.link")}</a>
        </li>
        {door.root === "/espace" && (
          <li>
            <a href={`/espace/inscription?retour=${retour}`}>{t("space.signUp.link")}</a>
          </li>
        )}
      </ul>
    </door.Frame>
  );
};
