import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { FC } from "hono/jsx";
import { inviteLink } from "../platform/accounts/links.ts";
import { passwordProblem } from "../platform/accounts/passwords.ts";
import { may, officeRoles, type Role } from "../platform/accounts/rights.ts";
import { changePassword, signOut } from "../platform/accounts/session.ts";
import { type Account, deleteAccount, listAccounts, setRole } from "../platform/accounts/store.ts";
import { day } from "../ui/format.ts";
import { Table } from "../ui/table.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { OfficeLayout } from "./layout.tsx";
import { passOn } from "./session.ts";

const isRole = (value: string): value is Role => (officeRoles as readonly string[]).includes(value);

/** One's own account, and, for administrators, everyone's. */
export function accountPages(app: Hono<OfficeEnv>): void {
  app.post("/deconnexion", async (c) => {
    passOn(c, await signOut(c.get("services").auth, c.req.raw.headers));
    return c.redirect("/bureau/connexion", 303);
  });

  app.get("/compte", (c) => c.html(<OwnAccount c={c} />));
  app.post("/compte", async (c) => {
    const { values } = await readForm(c);
    const [currentPassword, newPassword] = [oneOf(values, "current"), oneOf(values, "password")];
    const weak = passwordProblem(newPassword, c.get("officer").email);
    if (weak) return c.html(<OwnAccount c={c} problem={`office.account.${weak}`} />, 422);
    const cookies = await changePassword(c.get("services").auth, c.req.raw.headers, currentPassword, newPassword);
    if (!cookies) return c.html(<OwnAccount c={c} problem="office.account.password_wrong" />, 422);
    passOn(c, cookies);
    return c.html(<OwnAccount c={c} done />);
  });

  app.use("/personnes/*", administrators);
  app.use("/personnes", administrators);
  app.get("/personnes", (c) => people(c));
  app.post("/personnes", async (c) => {
    const { values } = await readForm(c);
    const { db, baseUrl } = c.get("services");
    const [id, role] = [oneOf(values, "id"), oneOf(values, "role")];
    switch (oneOf(values, "do")) {
      case "invite":
        if (!isRole(role)) throw new HTTPException(400);
        return people(c, { link: await inviteLink(db, baseUrl, role) });
      case "role":
        if (!isRole(role)) throw new HTTPException(400);
        return people(
          c,
          (await setRole(db, id, role, c.get("officer"))) ? { notice: "office.people.saved" } : { problem: "office.people.last" },
        );
      case "delete":
        return people(c, { leaving: id });
      case "delete-sure":
        return people(
          c,
          (await deleteAccount(db, id, c.get("officer"))) ? { notice: "office.people.deleted" } : { problem: "office.people.last" },
        );
      default:
        throw new HTTPException(400);
    }
  });
}

async function administrators(c: OfficeContext, next: () => Promise<void>): Promise<void> {
  if (!may(c.get("officer"), "administer")) throw new HTTPException(404);
  await next();
}

const OwnAccount: FC<{ c: OfficeContext; problem?: string; done?: boolean }> = ({ c, problem, done }) => {
  const t = c.get("t");
  const officer = c.get("officer");
  return (
    <OfficeLayout c={c} title={t("office.account.title")} notice={done && t("office.account.changed")}>
      <h1>{t("office.account.title")}</h1>
      <p>
        {officer.name}, {officer.email}, {t.dynamic(`role.${officer.role}`)}
      </p>
      <h2>{t("office.account.change")}</h2>
      {problem && (
        <p class="error-summary" role="alert">
          {t.dynamic(problem)}
        </p>
      )}
      <form method="post" action="/bureau/compte" class="narrow-form">
        <input type="hidden" autocomplete="username" value={officer.email} />
        <div class="form-field">
          <label for="current">{t("office.account.current")}</label>
          <input id="current" type="password" name="current" autocomplete="current-password" required />
        </div>
        <div class="form-field">
          <label for="password">{t("office.account.new")}</label>
          <span class="hint">{t("office.account.passwordHint")}</span>
          <input id="password" type="password" name="password" autocomplete="new-password" required minlength={12} />
        </div>
        <p>
          <button type="submit">{t("office.account.change")}</button>
        </p>
      </form>
    </OfficeLayout>
  );
};

interface Outcome {
  /** Whose account is about to be deleted: asked once more. */
  leaving?: string;
  link?: string;
  notice?: string;
  problem?: string;
}

async function people(c: OfficeContext, outcome: Outcome = {}): Promise<Response> {
  const accounts = await listAccounts(c.get("services").db, officeRoles);
  return c.html(<People c={c} accounts={accounts} outcome={outcome} />, outcome.problem ? 422 : 200);
}

const People: FC<{ c: OfficeContext; accounts: Account[]; outcome: Outcome }> = ({ c, accounts, outcome }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const leaving = accounts.find((account) => account.id === outcome.leaving);
  const RoleSelect: FC<{ id: string; value: Role }> = ({ id, value }) => (
    <select id={id} name="role">
      {officeRoles.map((role) => (
        <option value={role} selected={role === value}>
          {t.dynamic(`role.${role}`)}
        </option>
      ))}
    </select>
  );
  return (
    <OfficeLayout c={c} title={t("office.people.title")} notice={outcome.notice && t.dynamic(outcome.notice)}>
      <h1>{t("office.people.title")}</h1>
      {leaving && (
        <form method="post" action="/bureau/personnes" class="error-summary" role="alert">
          <p>{t("office.people.sure", { name: leaving.name })}</p>
          <input type="hidden" name="id" value={leaving.id} />
          <p class="row-form">
            <button type="submit" name="do" value="delete-sure">
              {t("office.people.delete")}
            </button>
            <a class="button quiet" href="/bureau/personnes">
              {t("office.form.leave")}
            </a>
          </p>
        </form>
      )}
      {outcome.problem && (
        <p class="error-summary" role="alert">
          {t.dynamic(outcome.problem)}
        </p>
      )}
      <Table
        caption={t("office.people.list", { count: accounts.length })}
        rows={accounts}
        columns={[
          { label: t("office.account.nameLabel"), heading: true, cell: (one) => one.name },
          { label: t("office.account.emailLabel"), cell: (one) => one.email },
          { label: t("office.people.since"), cell: (one) => day(one.createdAt, locale) },
          {
            label: t("office.people.role"),
            cell: (one) => (
              <form method="post" action="/bureau/personnes" class="row-form">
                <input type="hidden" name="id" value={one.id} />
                <label class="visually-hidden" for={`role-${one.id}`}>
                  {t("office.people.roleOf", { name: one.name })}
                </label>
                <RoleSelect id={`role-${one.id}`} value={one.role} />
                <button class="quiet small" type="submit" name="do" value="role">
                  {t("office.people.setRole")}
                  <span class="visually-hidden"> : {one.name}</span>
                </button>
                <button class="quiet small" type="submit" name="do" value="delete">
                  {t("office.people.delete")}
                  <span class="visually-hidden"> : {one.name}</span>
                </button>
              </form>
            ),
          },
        ]}
      />
      <h2>{t("office.people.invite")}</h2>
      <p>{t("office.people.inviteText")}</p>
      {outcome.link && (
        <p class="notice" role="status">
          {t("office.people.link")} <code>{outcome.link}</code>
        </p>
      )}
      <form method="post" action="/bureau/personnes" class="row-form">
        <label for="invite-role">{t("office.people.role")}</label>
        <RoleSelect id="invite-role" value="officer" />
        <button type="submit" name="do" value="invite">
          {t("office.people.makeLink")}
        </button>
      </form>
    </OfficeLayout>
  );
};
