import type { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { FC } from "hono/jsx";
import { MIN_PASSWORD } from "../platform/accounts/auth.ts";
import { passwordProblem } from "../platform/accounts/passwords.ts";
import { changePassword, signIn, signOut } from "../platform/accounts/session.ts";
import {
  requestPasswordReset,
  resetOwner,
  resetPassword,
  sendVerificationAgain,
  signUp,
  verificationOwner,
  verifyAddress,
} from "../platform/accounts/sign-up.ts";
import { attempt, forgetAttempts } from "../platform/accounts/store.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { href } from "../ui/paths.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { type Form, Refused, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";
import { passOn, readPerson, safeReturn } from "./session.ts";

const deskOf = (c: SpaceContext) => {
  const { db, auth, mail } = c.get("services");
  return { db, auth, mail };
};

const DAY_S = 86_400;
const WAY_BACK = "retour";
const cookieOf = (c: SpaceContext) => ({
  path: "/espace",
  httpOnly: true,
  sameSite: "Lax" as const,
  secure: c.get("services").baseUrl.startsWith("https:"),
});

/** Where someone was going when they made their account, once. */
function wayBack(c: SpaceContext): string {
  const back = safeReturn(getCookie(c, WAY_BACK));
  if (back !== "/espace") deleteCookie(c, WAY_BACK, cookieOf(c));
  return back;
}

/** Sign-up, the proof of an address, sign-in, a forgotten password: for those who have no session. */
export function accountPages(app: Hono<SpaceEnv>): void {
  app.get("/connexion", async (c) => {
    const back = safeReturn(c.req.query("retour"));
    return (await readPerson(c)) ? c.redirect(back) : c.html(<SignIn c={c} back={back} />);
  });
  app.post("/connexion", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = c.get("services");
    const [email, password, back] = [oneOf(values, "email"), oneOf(values, "password"), safeReturn(oneOf(values, "retour"))];
    const from = clientAddress(c);
    if (!(await attempt(db, from, email))) return c.html(<SignIn c={c} back={back} email={email} problem="space.signIn.wait" />, 429);
    const result = await signIn(auth, c.req.raw.headers, email, password);
    if (!result.ok) return c.html(<SignIn c={c} back={back} email={email} problem={`space.signIn.${result.reason}`} />, 401);
    await forgetAttempts(db, from, email);
    passOn(c, result.cookies);
    return c.redirect(back === "/espace" ? wayBack(c) : back, 303);
  });

  app.get("/inscription", async (c) => {
    const back = safeReturn(c.req.query("retour"));
    return (await readPerson(c)) ? c.redirect(back) : c.html(<SignUp c={c} back={back} />);
  });
  app.post("/inscription", async (c) => {
    const { values } = await readForm(c);
    const input = {
      email: oneOf(values, "email"),
      name: oneOf(values, "name"),
      password: oneOf(values, "password"),
      locale: c.get("locale"),
    };
    const back = safeReturn(oneOf(values, "retour"));
    const made = await signUp(deskOf(c), input, clientAddress(c));
    if (!made.ok)
      return c.html(
        <SignUp c={c} back={back} input={input} field={made.field} problem={made.problem} />,
        made.problem === "wait" ? 429 : 422,
      );
    // What brought them here (a call, an invitation) is waiting when they come back from their mail.
    if (back !== "/espace") setCookie(c, WAY_BACK, back, { ...cookieOf(c), maxAge: 2 * DAY_S });
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
    return verified.ok ? c.html(<SignIn c={c} back="/espace" notice="space.confirm.done" />) : c.html(<Confirm c={c} token={token} />, 410);
  });
  app.post("/confirmer/renvoyer", async (c) => {
    const email = oneOf((await readForm(c)).values, "email");
    const sent = await sendVerificationAgain(deskOf(c), email, c.get("locale"), clientAddress(c));
    return sent
      ? c.html(<LookInYourMail c={c} email={email} />)
      : c.html(<SignIn c={c} back="/espace" email={email} problem="space.signIn.wait" />, 429);
  });

  app.get("/mot-de-passe", async (c) => {
    const token = c.req.query("jeton");
    if (token === undefined) return c.html(<Forgotten c={c} />);
    const owner = await resetOwner(c.get("services").db, token);
    return owner
      ? c.html(<NewPassword c={c} token={token} email={owner.email} />)
      : c.html(<Forgotten c={c} problem="space.password.over" />, 410);
  });
  app.post("/mot-de-passe", async (c) => {
    const { values } = await readForm(c);
    const token = oneOf(values, "jeton");
    if (token === "") {
      const sent = await requestPasswordReset(deskOf(c), oneOf(values, "email"), clientAddress(c));
      return sent ? c.html(<Forgotten c={c} sent />) : c.html(<Forgotten c={c} problem="space.signIn.wait" />, 429);
    }
    const changed = await resetPassword(deskOf(c), token, oneOf(values, "password"));
    if (changed.ok) return c.html(<SignIn c={c} back="/espace" notice="space.password.done" />);
    if (changed.problem === "link") return c.html(<Forgotten c={c} problem="space.password.over" />, 410);
    const owner = await resetOwner(c.get("services").db, token);
    return c.html(<NewPassword c={c} token={token} email={owner?.email ?? ""} problem={changed.problem} />, 422);
  });
}

/** One's own account. */
export function ownAccountPages(app: Hono<SpaceEnv>): void {
  app.post("/deconnexion", async (c) => {
    passOn(c, await signOut(c.get("services").auth, c.req.raw.headers));
    // What the browser had kept of unsent texts goes too.
    c.header("Clear-Site-Data", '"storage"');
    return c.redirect("/espace/connexion", 303);
  });
  app.get("/compte", (c) => c.html(<OwnAccount c={c} />));
  app.post("/compte", async (c) => {
    const { values } = await readForm(c);
    const [current, password] = [oneOf(values, "current"), oneOf(values, "password")];
    const weak = passwordProblem(password, c.get("person").email);
    if (weak) return c.html(<OwnAccount c={c} field="password" problem={weak} />, 422);
    const cookies = await changePassword(c.get("services").auth, c.req.raw.headers, current, password);
    if (!cookies) return c.html(<OwnAccount c={c} field="current" problem="password_wrong" />, 422);
    passOn(c, cookies);
    return c.html(<OwnAccount c={c} done />);
  });
}

/** What to answer to who is not signed in. A form that was being sent stays in the browser, which can go back to it. */
export function askToSignIn(c: SpaceContext): Response | Promise<Response> {
  const url = new URL(c.req.url);
  if (c.req.method === "GET" || c.req.method === "HEAD")
    return c.redirect(`/espace/connexion?retour=${encodeURIComponent(url.pathname + url.search)}`, 302);
  if (!c.req.header("accept")?.includes("text/html")) return c.json({ ok: false, reason: "signed_out" }, 401);
  return c.html(<SignIn c={c} back={safeReturn(url.pathname)} problem="space.signIn.ended" />, 401);
}

const formOf = (c: SpaceContext, field?: string, problem?: string): Form => ({
  t: c.get("t"),
  problems: field && problem ? [{ path: field, code: `account_${problem}` }] : [],
});

const SignIn: FC<{ c: SpaceContext; back: string; email?: string; problem?: string; notice?: string }> = ({
  c,
  back,
  email = "",
  problem,
  notice,
}) => {
  const t = c.get("t");
  const form = formOf(c);
  return (
    <SpaceLayout c={c} title={t("space.signIn.title")} notice={notice && t.dynamic(notice)}>
      <h1>{t("space.signIn.title")}</h1>
      {problem && <Refused words={t.dynamic(problem)} />}
      {problem === "space.signIn.unverified" && (
        <form method="post" action="/espace/confirmer/renvoyer">
          <input type="hidden" name="email" value={email} />
          <button type="submit" class="quiet">
            {t("space.confirm.again")}
          </button>
        </form>
      )}
      <form method="post" action="/espace/connexion" class="narrow-form">
        <input type="hidden" name="retour" value={back} />
        <TextField form={form} path="email" label={t("space.email")} value={email} type="email" autocomplete="username" must />
        <TextField form={form} path="password" label={t("space.password")} value="" type="password" autocomplete="current-password" must />
        <p>
          <button type="submit">{t("space.signIn.do")}</button>
        </p>
      </form>
      <ul>
        <li>
          <a href={`/espace/inscription?retour=${encodeURIComponent(back)}`}>{t("space.signUp.link")}</a>
        </li>
        <li>
          <a href="/espace/mot-de-passe">{t("space.password.link")}</a>
        </li>
      </ul>
    </SpaceLayout>
  );
};

/** A password that is being chosen. */
const PasswordToBe: FC<{ form: Form; label: string }> = ({ form, label }) => (
  <TextField
    form={form}
    path="password"
    label={label}
    hint={form.t("space.passwordHint")}
    value=""
    type="password"
    autocomplete="new-password"
    minlength={MIN_PASSWORD}
    must
  />
);

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
      {problem && <Refused words={t.dynamic(problem === "wait" ? "space.signIn.wait" : `problem.account_${problem}`)} />}
      <form method="post" action="/espace/inscription" class="narrow-form">
        <input type="hidden" name="retour" value={back} />
        <TextField form={form} path="name" label={t("space.name")} value={input?.name ?? ""} autocomplete="name" maxlength={120} must />
        <TextField form={form} path="email" label={t("space.email")} value={input?.email ?? ""} type="email" autocomplete="username" must />
        <PasswordToBe form={form} label={t("space.password")} />
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

const Forgotten: FC<{ c: SpaceContext; sent?: boolean; problem?: string }> = ({ c, sent, problem }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("space.password.title")} notice={sent && t("space.password.sent")}>
      <h1>{t("space.password.title")}</h1>
      {problem && <Refused words={t.dynamic(problem)} />}
      <form method="post" action="/espace/mot-de-passe" class="narrow-form">
        <TextField form={formOf(c)} path="email" label={t("space.email")} value="" type="email" autocomplete="username" must />
        <p>
          <button type="submit">{t("space.password.ask")}</button>
        </p>
      </form>
    </SpaceLayout>
  );
};

const NewPassword: FC<{ c: SpaceContext; token: string; email: string; problem?: string }> = ({ c, token, email, problem }) => {
  const t = c.get("t");
  return (
    <SpaceLayout c={c} title={t("space.password.choose")}>
      <h1>{t("space.password.choose")}</h1>
      {problem && <Refused words={t.dynamic(`problem.account_${problem}`)} />}
      <form method="post" action="/espace/mot-de-passe" class="narrow-form">
        <input type="hidden" name="jeton" value={token} />
        <input type="hidden" autocomplete="username" value={email} />
        <PasswordToBe form={formOf(c, problem && "password", problem)} label={t("space.password.new")} />
        <p>
          <button type="submit">{t("space.password.save")}</button>
        </p>
      </form>
    </SpaceLayout>
  );
};

const OwnAccount: FC<{ c: SpaceContext; field?: string; problem?: string; done?: boolean }> = ({ c, field, problem, done }) => {
  const t = c.get("t");
  const { name, email } = c.get("person");
  const form = formOf(c, field, problem);
  return (
    <SpaceLayout c={c} title={t("space.account")} notice={done && t("space.password.changed")} steps={[{ label: t("space.account") }]}>
      <h1>{t("space.account")}</h1>
      <p>
        {name}, {email}
      </p>
      <h2>{t("space.password.change")}</h2>
      {problem && <Refused words={t.dynamic(`problem.account_${problem}`)} />}
      <form method="post" action="/espace/compte" class="narrow-form">
        <input type="hidden" autocomplete="username" value={email} />
        <TextField
          form={form}
          path="current"
          label={t("space.password.current")}
          value=""
          type="password"
          autocomplete="current-password"
          must
        />
        <PasswordToBe form={form} label={t("space.password.new")} />
        <p>
          <button type="submit">{t("space.password.save")}</button>
        </p>
      </form>
    </SpaceLayout>
  );
};
