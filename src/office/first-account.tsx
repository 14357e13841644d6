import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { passOn, rememberDevice } from "../identity/door.ts";
import { NewPassword, Problem } from "../identity/parts.tsx";
import { acceptInvitation } from "../platform/accounts/actions.ts";
import { signIn } from "../platform/accounts/session.ts";
import { type Invitation, invitationOf } from "../platform/accounts/store.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { TextField } from "../ui/forms/plain.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { OfficeLayout } from "./layout.tsx";

/** The page that a one-time link opens: it makes one account of the office. */
export function firstAccountPages(app: Hono<OfficeEnv>): void {
  app.get("/premier-compte", async (c) => {
    const token = c.req.query("jeton") ?? "";
    const invitation = await invitationOf(c.get("services").db, token);
    return c.html(<FirstAccount c={c} token={token} invitation={invitation} />, invitation ? 200 : 410);
  });

  app.post("/premier-compte", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = c.get("services");
    const token = oneOf(values, "jeton");
    const input = {
      email: oneOf(values, "email"),
      name: oneOf(values, "name"),
      password: oneOf(values, "password"),
      locale: c.get("locale"),
    };
    const made = await acceptInvitation(db, auth, token, input);
    if (!made.ok) {
      const invitation = await invitationOf(db, token);
      const problem = `identity.problem.${made.problem}`;
      return c.html(
        <FirstAccount c={c} token={token} invitation={invitation} input={input} field={made.field} problem={problem} />,
        made.field === "link" ? 410 : 422,
      );
    }
    const signedIn = await signIn(auth, c.req.raw.headers, made.email, input.password, clientAddress(c));
    if (signedIn.ok) passOn(c, signedIn.cookies);
    rememberDevice(c, made.email);
    return c.redirect("/bureau", 303);
  });
}

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
          <a href="/bureau/connexion">{t("identity.signIn.title")}</a>
        </p>
      </OfficeLayout>
    );
  }
  return (
    <OfficeLayout c={c} title={t("office.first.title")}>
      <h1>{t("office.first.title")}</h1>
      <p>{t("office.first.text", { role: t.dynamic(`role.${invitation.role}`) })}</p>
      <Problem c={c} of={problem} />
      <form method="post" action="/bureau/premier-compte" class="narrow-form">
        <input type="hidden" name="jeton" value={token} />
        <TextField
          required
          name="name"
          label={t("office.account.nameLabel")}
          value={input?.name ?? ""}
          autocomplete="name"
          wrong={field === "name"}
        />
        <TextField
          required
          name="email"
          label={t("identity.email")}
          type="email"
          value={invitation.email ?? input?.email ?? ""}
          readonly={invitation.email !== null}
          autocomplete="username"
          wrong={field === "email"}
        />
        <NewPassword c={c} label={t("identity.password")} wrong={field === "password"} />
        <p>
          <button type="submit">{t("office.first.do")}</button>
        </p>
      </form>
    </OfficeLayout>
  );
};
