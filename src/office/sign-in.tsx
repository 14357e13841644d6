import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { acceptInvitation } from "../platform/accounts/actions.ts";
import { signIn } from "../platform/accounts/session.ts";
import { attempt, forgetAttempts, type Invitation, invitationOf } from "../platform/accounts/store.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { ErrorPage } from "../ui/error-page.tsx";
import type { FormValues } from "../ui/forms/values.ts";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { OfficeLayout } from "./layout.tsx";
import { passOn, readOfficer, safeReturn } from "./session.ts";

const RESENT = "_resent.";
/** In bytes: the longest form that is kept over a sign-in. */
export const MAX_GIVEN_BACK = 2 * 1024 * 1024;

/** Sign-in, and the page that a one-time link opens. Everything here is for those who have no session. */
export function signInPages(app: Hono<OfficeEnv>): void {
  app.get("/connexion", async (c) =>
    (await readOfficer(c))
      ? c.redirect(safeReturn(c.req.query("retour")))
      : c.html(<SignIn c={c} back={safeReturn(c.req.query("retour"))} />),
  );

  app.post("/connexion", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = c.get("services");
    const [email, password, back] = [oneOf(values, "email"), oneOf(values, "password"), safeReturn(oneOf(values, "retour"))];
    const address = clientAddress(c);
    if (!(await attempt(db, address, email)))
      return c.html(<SignIn c={c} back={back} email={email} problem="office.signIn.wait" resent={values} />, 429);
    const signedIn = await signIn(auth, c.req.raw.headers, email, password);
    if (!signedIn.ok) {
      const problem = signedIn.reason === "wrong" ? "office.signIn.wrong" : "office.signIn.unverified";
      return c.html(<SignIn c={c} back={back} email={email} problem={problem} resent={values} />, 401);
    }
    await forgetAttempts(db, address, email);
    passOn(c, signedIn.cookies);
    const resent = resentOf(values);
    return Object.keys(resent).length > 0 ? c.html(<SendAgain c={c} to={back} values={resent} />) : c.redirect(back, 303);
  });

  app.get("/premier-compte", async (c) => {
    const token = c.req.query("jeton") ?? "";
    const invitation = await invitationOf(c.get("services").db, token);
    return c.html(<FirstAccount c={c} token={token} invitation={invitation} />, invitation ? 200 : 410);
  });

  app.post("/premier-compte", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = c.get("services");
    const token = oneOf(values, "jeton");
    const input = { email: oneOf(values, "email"), name: oneOf(values, "name"), password: oneOf(values, "password") };
    const made = await acceptInvitation(db, auth, token, input);
    if (!made.ok)
      return c.html(
        <FirstAccount
          c={c}
          token={token}
          invitation={await invitationOf(db, token)}
          input={input}
          field={made.field}
          problem={`office.account.${made.problem}`}
        />,
        made.field === "link" ? 410 : 422,
      );
    const signedIn = await signIn(auth, c.req.raw.headers, made.email, input.password);
    if (signedIn.ok) passOn(c, signedIn.cookies);
    return c.redirect("/bureau", 303);
  });
}

/** What to answer to who is not signed in: a page is asked for again after; what was being sent is kept in the form. */
export async function askToSignIn(c: OfficeContext): Promise<Response> {
  const url = new URL(c.req.url);
  if (c.req.method === "GET" || c.req.method === "HEAD")
    return c.redirect(`/bureau/connexion?retour=${encodeURIComponent(url.pathname + url.search)}`, 302);
  if (c.req.method !== "POST") return c.html(<ErrorPage c={c as never} kind="badRequest" />, 400);
  const length = Number(c.req.header("content-length") ?? Number.POSITIVE_INFINITY);
  const values: FormValues = length <= MAX_GIVEN_BACK ? (await readForm(c)).values : {};
  // Passwords are not written into a page.
  const resent = Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== "password" && name !== "current")
      .map(([name, value]) => [RESENT + name, value]),
  );
  return c.html(<SignIn c={c} back={safeReturn(url.pathname)} problem="office.signIn.ended" resent={resent} />, 401);
}

function resentOf(values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (name.startsWith(RESENT) ? [[name.slice(RESENT.length), value]] : [])),
  );
}

const SignIn: FC<{ c: OfficeContext; back: string; email?: string; problem?: string; resent?: FormValues }> = ({
  c,
  back,
  email = "",
  problem,
  resent = {},
}) => {
  const t = c.get("t");
  return (
    <OfficeLayout c={c} title={t("office.signIn.title")}>
      <h1>{t("office.signIn.title")}</h1>
      {problem && (
        <p class="error-summary" role="alert" id="problem">
          {t.dynamic(problem)}
        </p>
      )}
      <form method="post" action="/bureau/connexion" class="narrow-form">
        <input type="hidden" name="retour" value={back} />
        {Object.entries(resent).flatMap(([name, values]) =>
          name.startsWith(RESENT) ? values.map((value) => <input type="hidden" name={name} value={value} />) : [],
        )}
        <div class="form-field">
          <label for="email">{t("office.account.emailLabel")}</label>
          <input
            id="email"
            type="email"
            name="email"
            value={email}
            autocomplete="username"
            required
            aria-describedby={problem && "problem"}
          />
        </div>
        <div class="form-field">
          <label for="password">{t("office.account.passwordLabel")}</label>
          <input id="password" type="password" name="password" autocomplete="current-password" required />
        </div>
        <p>
          <button type="submit">{t("office.signIn.do")}</button>
        </p>
      </form>
    </OfficeLayout>
  );
};

/** After signing in again: what was being sent, ready to be sent, and nothing done without a click. */
const SendAgain: FC<{ c: OfficeContext; to: string; values: FormValues }> = ({ c, to, values }) => {
  const t = c.get("t");
  return (
    <OfficeLayout c={c} title={t("office.again.title")}>
      <h1>{t("office.again.title")}</h1>
      <p>{t("office.again.text")}</p>
      <form method="post" action={to}>
        {Object.entries(values).flatMap(([name, all]) => all.map((value) => <input type="hidden" name={name} value={value} />))}
        <p>
          <button type="submit">{t("office.again.do")}</button>
        </p>
      </form>
    </OfficeLayout>
  );
};

const FirstAccount: FC<{
  c: OfficeContext;
  token: string;
  invitation: Invitation | undefined;
  input?: { email: string; name: string; password: string };
  field?: string;
  problem?: string;
}> = ({ c, token, invitation, input, field, problem }) => {
  const t = c.get("t");
  if (!invitation) {
    return (
      <OfficeLayout c={c} title={t("office.first.over")}>
        <h1>{t("office.first.over")}</h1>
        <p>{t("office.first.overText")}</p>
        <p>
          <a href="/bureau/connexion">{t("office.signIn.title")}</a>
        </p>
      </OfficeLayout>
    );
  }
  const wrong = (name: string) => (field === name ? { "aria-invalid": "true" as const, "aria-describedby": "problem" } : {});
  return (
    <OfficeLayout c={c} title={t("office.first.title")}>
      <h1>{t("office.first.title")}</h1>
      <p>{t("office.first.text", { role: t.dynamic(`role.${invitation.role}`) })}</p>
      {problem && (
        <p class="error-summary" role="alert" id="problem">
          {t.dynamic(problem)}
        </p>
      )}
      <form method="post" action="/bureau/premier-compte" class="narrow-form">
        <input type="hidden" name="jeton" value={token} />
        <div class="form-field">
          <label for="name">{t("office.account.nameLabel")}</label>
          <input id="name" name="name" value={input?.name ?? ""} autocomplete="name" required {...wrong("name")} />
        </div>
        <div class="form-field">
          <label for="email">{t("office.account.emailLabel")}</label>
          <input
            id="email"
            type="email"
            name="email"
            value={invitation.email ?? input?.email ?? ""}
            readonly={invitation.email !== null}
            autocomplete="username"
            required
            {...wrong("email")}
          />
        </div>
        <div class="form-field">
          <label for="password">{t("office.account.passwordLabel")}</label>
          <span class="hint" id="password-hint">
            {t("office.account.passwordHint")}
          </span>
          <input id="password" type="password" name="password" autocomplete="new-password" required minlength={12} {...wrong("password")} />
        </div>
        <p>
          <button type="submit">{t("office.first.do")}</button>
        </p>
      </form>
    </OfficeLayout>
  );
};
