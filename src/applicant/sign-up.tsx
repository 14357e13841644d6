import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { deskOf, readSession, safeReturn } from "../identity/door.ts";
import { evenly } from "../identity/link.tsx";
import { NewPassword } from "../identity/parts.tsx";
import { showSignIn, WAY_BACK } from "../identity/sign-in.tsx";
import { sendVerificationAgain, signUp, verificationOwner, verifyAddress } from "../platform/accounts/sign-up.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { setOwnCookie } from "../platform/web/cookies.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { href } from "../ui/paths.ts";
import { spaceDoor } from "./door.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { type Form, Refused, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";

const DAY_S = 86_400;

/** Sign-up, and the proof of an address: for those who have no account yet. */
export function signUpPages(app: Hono<SpaceEnv>): void {
  app.get("/inscription", async (c) => {
    const back = safeReturn(spaceDoor, c.req.query("retour"));
    return (await readSession(c)) ? c.redirect(back) : c.html(<SignUp c={c} back={back} />);
  });
  app.post("/inscription", async (c) => {
    const { values } = await readForm(c);
    const input = {
      email: oneOf(values, "email"),
      name: oneOf(values, "name"),
      password: oneOf(values, "password"),
      locale: c.get("locale"),
    };
    const back = safeReturn(spaceDoor, oneOf(values, "retour"));
    const made = await signUp(deskOf(c), input, clientAddress(c));
    if (!made.ok)
      return c.html(
        <SignUp c={c} back={back} input={input} field={made.field} problem={made.problem} />,
        made.problem === "wait" ? 429 : 422,
      );
    // What brought them here (a call, an invitation) is waiting when they come back from their mail.
    if (back !== "/espace") setOwnCookie(c, WAY_BACK, back, { maxAge: 2 * DAY_S });
    return c.html(<LookInYourMail c={c} email={input.email.trim()} />);
  });

  app.get("/confirmer", async (c) => {
    const token = c.req.query("jeton") ?? "";
    const owner = await verificationOwner(c.get("services").db, token);
    return c.html(<Confirm c={c} token={token} email={owner?.email} />, owner ? 200 : 410);
  });
  app.post("/confirmer", async (c) => {
    const token = oneOf((await readForm(c)).values, "jeton");
    const verified = await verifyAddress(deskOf(c), token);
    return verified.ok
      ? showSignIn(c, spaceDoor, { back: "/espace", notice: "space.confirm.done" })
      : c.html(<Confirm c={c} token={token} />, 410);
  });
  app.post("/confirmer/renvoyer", async (c) => {
    const email = oneOf((await readForm(c)).values, "email");
    const sent = await evenly(sendVerificationAgain(deskOf(c), email, c.get("locale"), clientAddress(c)));
    return sent
      ? c.html(<LookInYourMail c={c} email={email} />)
      : showSignIn(c, spaceDoor, { back: "/espace", email, problem: "identity.signIn.wait" }, 429);
  });
}

const formOf = (c: SpaceContext, field?: string, problem?: string): Form => ({
  t: c.get("t"),
  problems: field && problem ? [{ path: field, code: `account_${problem}` }] : [],
});

const SignUp: FC<{
  c: SpaceContext;
  back: string;
  input?: { email: string; name: string };
  field?: string | undefined;
  problem?: string;
}> = ({ c, back, input, field, problem }) => {
  const t = c.get("t");
  const form = formOf(c, field, problem);
  return (
    <SpaceLayout c={c} title={t("space.signUp.title")}>
      <h1>{t("space.signUp.title")}</h1>
      <p>{t("space.signUp.text")}</p>
      {problem && <Refused words={t.dynamic(problem === "wait" ? "identity.signIn.wait" : `identity.problem.${problem}`)} />}
      <form method="post" action="/espace/inscription" class="narrow-form">
        <input type="hidden" name="retour" value={back} />
        <TextField form={form} path="name" label={t("space.name")} value={input?.name ?? ""} autocomplete="name" maxlength={120} must />
        <TextField form={form} path="email" label={t("space.email")} value={input?.email ?? ""} type="email" autocomplete="username" must />
        <NewPassword c={c} label={t("identity.password")} wrong={field === "password"} />
        <p>
          <button type="submit">{t("space.signUp.do")}</button>
        </p>
      </form>
      <p>
        {t("space.signUp.privacy")} <a href={href(c.get("locale"), "privacy")}>{t("nav.privacy")}</a>
      </p>
    </SpaceLayout>
  );
};

const LookInYourMail: FC<{ c: SpaceContext; email: string }> = ({ c, email }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("space.mail.title")}>
      <h1>{t("space.mail.title")}</h1>
      <p class="lede">{t("space.mail.text", { email })}</p>
      <p>{t("space.mail.help")}</p>
    </SpaceLayout>
  );
};

const Confirm: FC<{ c: SpaceContext; token: string; email?: string | undefined }> = ({ c, token, email }) => {
  const t = c.get("t");
  const title = t(email ? "space.confirm.title" : "space.confirm.over");
  return (
    <SpaceLayout c={c} title={title}>
      <h1>{title}</h1>
      {email ? (
        <form method="post" action="/espace/confirmer">
          <p>{t("space.confirm.text", { email })}</p>
          <input type="hidden" name="jeton" value={token} />
          <button type="submit">{t("space.confirm.do")}</button>
        </form>
      ) : (
        <>
          <p>{t("space.confirm.overText")}</p>
          <p>
            <a href="/espace/connexion">{t("space.signIn.title")}</a>
          </p>
        </>
      )}
    </SpaceLayout>
  );
};
