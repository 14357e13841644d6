import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { passwordProblem } from "../platform/accounts/passwords.ts";
import { changePassword, type Session, signOut } from "../platform/accounts/session.ts";
import { deleteSession, deleteSessions, listSessions, type OpenSession } from "../platform/accounts/session-store.ts";
import { maySignIn } from "../platform/accounts/throttle.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { instant } from "../ui/format.ts";
import { TextField } from "../ui/forms/plain.tsx";
import { Of } from "../ui/of.tsx";
import { Table } from "../ui/table.tsx";
import { type Door, deskOf, deviceOf, type IdentityContext, passOn, safeReturn } from "./door.ts";
import { NewPassword, Problem } from "./parts.tsx";

/** One's own account: the password, the second factors, the open sessions. */
export function ownAccountPages(app: Hono<any>, door: Door): void {
  app.post("/deconnexion", async (c) => {
    const back = c.req.header("content-type") ? oneOf((await readForm(c)).values, "retour") : "";
    const session: Session = c.get("session");
    const { provider } = c.get("services");
    passOn(c, await signOut(deskOf(c).auth, c.req.raw.headers));
    // What the browser had kept of unsent texts goes too.
    if (door.root === "/espace") c.header("Clear-Site-Data", '"storage"');
    const farewell =
      session.idToken &&
      (await provider?.farewell(session.idToken, `${c.get("services").baseUrl}${door.root}/connexion`).catch(() => undefined));
    if (farewell) {
      c.set("officer", undefined);
      return c.html(<SignedOut c={c} door={door} to={farewell} name={provider!.settings.name} />);
    }
    return c.redirect(`${door.root}/connexion${back ? `?retour=${encodeURIComponent(safeReturn(door, back))}` : ""}`, 303);
  });

  app.get("/compte", (c) => show(c, door));
  app.post("/compte", async (c) => {
    const { values } = await readForm(c);
    const { auth, db } = deskOf(c);
    const session: Session = c.get("session");
    const [current, password, from] = [oneOf(values, "current"), oneOf(values, "password"), clientAddress(c)];
    const weak = passwordProblem(password, { email: session.email, name: session.actor.name, words: auth.site.policy.words });
    if (weak) return show(c, door, { problem: `identity.problem.${weak}`, field: "password" });
    const attempt = { secret: auth.site.secret, address: from, email: session.email, device: deviceOf(c) };
    if (!(await maySignIn(db, attempt))) return show(c, door, { problem: "identity.signIn.wait", field: "current" });
    const cookies = await changePassword(auth, c.req.raw.headers, session, { current, password, from });
    if (!cookies) return show(c, door, { problem: "identity.problem.password_wrong", field: "current" });
    passOn(c, cookies);
    return show(c, door, { done: "identity.password.changed" }, (await listSessions(db, session.actor.id))[0]?.id);
  });

  app.post("/compte/sessions", async (c) => {
    const { values } = await readForm(c);
    const { db } = deskOf(c);
    const session: Session = c.get("session");
    if (oneOf(values, "do") === "others") await deleteSessions(db, session.actor.id, session.id);
    else await deleteSession(db, session.actor.id, oneOf(values, "id"));
    return oneOf(values, "id") === session.id
      ? c.redirect(`${door.root}/connexion`, 303)
      : show(c, door, { done: "identity.sessions.ended" });
  });
  app.get("/compte/sessions", (c) => c.redirect(`${door.root}/compte`));
}

interface Shown {
  problem?: string;
  field?: string;
  done?: string;
}

async function show(c: IdentityContext, door: Door, shown: Shown = {}, here = (c.get("session") as Session).id): Promise<Response> {
  const sessions = await listSessions(deskOf(c).db, (c.get("session") as Session).actor.id);
  return c.html(<OwnAccount c={c} door={door} shown={shown} sessions={sessions} here={here} />, shown.problem ? 422 : 200);
}

const OwnAccount: FC<{ c: IdentityContext; door: Door; shown: Shown; sessions: OpenSession[]; here: string }> = ({
  c,
  door,
  shown,
  sessions,
  here,
}) => {
  const t = c.get("t");
  const { actor, email, facts } = c.get("session") as Session;
  return (
    <door.Frame c={c} title={t("identity.account.title")} notice={shown.done && t.dynamic(shown.done)}>
      <h1>{t("identity.account.title")}</h1>
      <p>
        {actor.name}, {email}
        {door.root === "/bureau" && `, ${t.dynamic(`role.${actor.role}`)}`}
      </p>
      <Problem c={c} of={shown.problem} />
      <h2>{t("identity.factor.title")}</h2>
      <p>{t(facts.hasFactor ? "identity.account.factorOn" : "identity.account.factorOff")}</p>
      <p>
        <a class="button quiet" href={`${door.root}/second-facteur?retour=${encodeURIComponent(`${door.root}/compte`)}`}>
          {t(facts.hasFactor ? "identity.account.factorManage" : "identity.account.factorAdd")}
        </a>
      </p>
      <h2>{t("identity.password.change")}</h2>
      <p>{t("identity.password.none")}</p>
      <form method="post" action={`${door.root}/compte`} class="narrow-form">
        <input type="hidden" autocomplete="username" value={email} />
        <TextField
          required
          name="current"
          label={t("identity.password.current")}
          type="password"
          autocomplete="current-password"
          wrong={shown.field === "current"}
        />
        <NewPassword c={c} label={t("identity.password.new")} wrong={shown.field === "password"} />
        <p>
          <button type="submit">{t("identity.password.do")}</button>
        </p>
      </form>
      <h2>{t("identity.sessions.title")}</h2>
      <p>{t("identity.sessions.text")}</p>
      <Sessions c={c} door={door} sessions={sessions} here={here} />
    </door.Frame>
  );
};

const Sessions: FC<{ c: IdentityContext; door: Door; sessions: OpenSession[]; here: string }> = ({ c, door, sessions, here }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const action = `${door.root}/compte/sessions`;
  const nameOf = (one: OpenSession) => one.device || t("identity.sessions.unknown");
  return (
    <>
      <Table
        caption={t("identity.sessions.list", { count: sessions.length })}
        rows={sessions}
        columns={[
          {
            label: t("identity.sessions.device"),
            heading: true,
            cell: (one) => (one.id === here ? t("identity.sessions.here", { device: nameOf(one) }) : nameOf(one)),
          },
          { label: t("identity.sessions.opened"), cell: (one) => instant(one.createdAt, locale) },
          { label: t("identity.sessions.used"), cell: (one) => instant(one.seenAt, locale) },
          { label: t("identity.sessions.by"), cell: (one) => t.dynamic(`identity.method.${one.method}`) },
          { label: t("identity.sessions.network"), cell: (one) => one.network || "–" },
          {
            label: t("identity.sessions.act"),
            cell: (one) => (
              <form method="post" action={action}>
                <input type="hidden" name="id" value={one.id} />
                <button type="submit" class="quiet small">
                  {t("identity.sessions.end")}
                  <Of t={t}>{nameOf(one)}</Of>
                </button>
              </form>
            ),
          },
        ]}
      />
      {sessions.length > 1 && (
        <form method="post" action={action}>
          <button type="submit" name="do" value="others" class="quiet">
            {t("identity.sessions.endOthers")}
          </button>
        </form>
      )}
    </>
  );
};

/** Signed out here; the outer provider has a session of its own. */
const SignedOut: FC<{ c: IdentityContext; door: Door; to: string; name: string }> = ({ c, door, to, name }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("identity.external.out")}>
      <h1>{t("identity.external.out")}</h1>
      <p>{t("identity.external.outText", { name })}</p>
      <p>
        <a class="button" href={to}>
          {t("identity.external.outDo", { name })}
        </a>{" "}
        <a href={`${door.root}/connexion`}>{t("identity.signIn.title")}</a>
      </p>
    </door.Frame>
  );
};
