import type { Hono } from "hono";
import type { Child, FC } from "hono/jsx";
import { renderSVG } from "uqr";
import { addPasskey, creationOptions, removePasskey } from "../platform/accounts/passkey/actions.ts";
import { listPasskeys, type Passkey } from "../platform/accounts/passkey/store.ts";
import { confirmTotp, pendingTotp, removeTotp, renewRecoveryCodes } from "../platform/accounts/second-factor/actions.ts";
import { inFours, totpAddress } from "../platform/accounts/second-factor/rules.ts";
import { findTotp, recoveryCodesLeft } from "../platform/accounts/second-factor/store.ts";
import type { Session } from "../platform/accounts/session.ts";
import { forgetCodes, mayTryCode } from "../platform/accounts/throttle.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { day } from "../ui/format.ts";
import { TextField } from "../ui/forms/plain.tsx";
import { Of } from "../ui/of.tsx";
import { type Door, deskOf, type IdentityContext, passOn, safeReturn } from "./door.ts";
import { recently } from "./gate.tsx";
import { PASSKEY_ISLAND, PasskeyForm, Problem } from "./parts.tsx";
import { renewed } from "./verification.tsx";

/** One's second factors: the authenticator, the passkeys, the codes on paper. Setting one up opens a half open session. */
export function secondFactorPages(app: Hono<any>, door: Door): void {
  app.use("/second-facteur", recently(door));
  app.get("/second-facteur", (c) => show(c, door, { back: safeReturn(door, c.req.query("retour")) }));
  app.post("/second-facteur", async (c) => {
    const { values } = await readForm(c);
    const session: Session = c.get("session");
    const back = safeReturn(door, oneOf(values, "retour"));
    const [desk, by, id] = [deskOf(c), session.actor, oneOf(values, "id")];
    switch (oneOf(values, "do")) {
      case "confirm": {
        if (!(await mayTryCode(desk.db, by.id))) return show(c, door, { back, problem: "identity.signIn.wait" });
        const confirmed = await confirmTotp(desk, by, oneOf(values, "code"));
        if (!confirmed) return show(c, door, { back, problem: "identity.factor.wrong" });
        await forgetCodes(desk.db, by.id);
        return added(c, door, session, { back, codes: confirmed.codes, done: "identity.factor.totpAdded" });
      }
      case "passkey": {
        if (!(await addPasskey(desk, by, oneOf(values, "credential"), oneOf(values, "name"))))
          return show(c, door, { back, problem: "identity.passkey.notAdded" });
        const codes = (await recoveryCodesLeft(desk.db, by.id)) === 0 ? await renewRecoveryCodes(desk, by) : undefined;
        return added(c, door, session, { back, codes, done: "identity.passkey.added" });
      }
      case "codes":
        if (!session.facts.hasFactor) return show(c, door, { back });
        return show(c, door, { back, codes: await renewRecoveryCodes(desk, by), done: "identity.codes.renewed" });
      case "remove-totp":
        return show(c, door, { back, done: (await removeTotp(desk, by)) ? "identity.factor.removed" : undefined });
      case "remove-passkey":
        return show(c, door, { back, done: (await removePasskey(desk, by, id)) ? "identity.factor.removed" : undefined });
      default:
        return show(c, door, { back });
    }
  });
}

interface Shown {
  back: string;
  problem?: string | undefined;
  done?: string | undefined;
  /** Told once: nobody can read them again. */
  codes?: string[] | undefined;
}

/** What was just added was shown: the session opens whole, under another number. */
async function added(c: IdentityContext, door: Door, session: Session, shown: Shown): Promise<Response> {
  const cookies = await renewed(c, session, new Date());
  if (!cookies) return c.redirect(`${door.root}/connexion`, 303);
  passOn(c, cookies);
  return show(c, door, shown);
}

async function show(c: IdentityContext, door: Door, shown: Shown): Promise<Response> {
  const session: Session = c.get("session");
  const desk = deskOf(c);
  const who = { ...session.actor, email: session.email };
  const [totp, keys, left] = [
    await findTotp(desk.db, who.id),
    await listPasskeys(desk.db, who.id),
    await recoveryCodesLeft(desk.db, who.id),
  ];
  const state: State = {
    totp: totp?.confirmedAt ?? null,
    secret: totp?.confirmedAt ? undefined : await pendingTotp(desk, who.id),
    keys,
    left,
    options: await creationOptions(desk, who),
  };
  return c.html(<SecondFactor c={c} door={door} state={state} shown={shown} />, shown.problem ? 422 : 200);
}

interface State {
  totp: Date | null;
  secret: string | undefined;
  keys: Passkey[];
  left: number;
  options: object;
}

const SecondFactor: FC<{ c: IdentityContext; door: Door; state: State; shown: Shown }> = ({ c, door, state, shown }) => {
  const t = c.get("t");
  const session: Session = c.get("session");
  const has = state.totp !== null || state.keys.length > 0;
  const due = session.standing === "set_up" && !has;
  const action = `${door.root}/second-facteur`;
  const back = <input type="hidden" name="retour" value={shown.back} />;
  return (
    <door.Frame c={c} title={t("identity.factor.title")} notice={shown.done && t.dynamic(shown.done)} islands={[PASSKEY_ISLAND]}>
      <h1>{t("identity.factor.title")}</h1>
      <Problem c={c} of={shown.problem} />
      {due ? <p class="lede">{t("identity.factor.due")}</p> : !has && <p>{t("identity.factor.text")}</p>}
      {shown.codes && <Codes c={c} codes={shown.codes} />}
      {has && shown.done && (
        <p>
          <a class="button" href={shown.back}>
            {t("identity.factor.goOn")}
          </a>
        </p>
      )}
      <section aria-labelledby="totp">
        <h2 id="totp">{t("identity.totp.title")}</h2>
        {state.totp ? (
          <Held c={c} action={action} act="remove-totp" name={t("identity.totp.name")} since={state.totp} />
        ) : (
          state.secret && <NewTotp c={c} action={action} secret={state.secret} wrong={!!shown.problem} back={back} />
        )}
      </section>
      <section aria-labelledby="passkeys">
        <h2 id="passkeys">{t("identity.passkey.title")}</h2>
        <p>{t("identity.passkey.text")}</p>
        {state.keys.map((key) => (
          <Held c={c} action={action} act="remove-passkey" id={key.id} name={key.name} since={key.createdAt} />
        ))}
        <noscript>
          <p>{t("identity.passkey.scripts")}</p>
        </noscript>
        <PasskeyForm c={c} action={action} ceremony="create" options={state.options} label={t("identity.passkey.add")}>
          {back}
          <TextField required name="name" label={t("identity.passkey.nameIt")} hint={t("identity.passkey.nameHint")} maxlength={80} />
        </PasskeyForm>
      </section>
      {has && (
        <section aria-labelledby="codes">
          <h2 id="codes">{t("identity.codes.title")}</h2>
          <p>{t("identity.codes.left", { count: state.left })}</p>
          <form method="post" action={action}>
            {back}
            <button type="submit" name="do" value="codes" class="quiet">
              {t("identity.codes.renew")}
            </button>
          </form>
        </section>
      )}
    </door.Frame>
  );
};

/** The secret as a picture and as text, and the first code that proves that the authenticator has it. */
const NewTotp: FC<{ c: IdentityContext; action: string; secret: string; wrong: boolean; back: Child }> = ({
  c,
  action,
  secret,
  wrong,
  back,
}) => {
  const t = c.get("t");
  const address = totpAddress(secret, deskOf(c).auth.site.policy.siteName, (c.get("session") as Session).email);
  return (
    <>
      <ol>
        <li>{t("identity.totp.install")}</li>
        <li>
          {t("identity.totp.scan")}
          <figure class="qr-code">
            <Picture svg={renderSVG(address, { border: 4, pixelSize: 5, ecc: "M" })} label={t("identity.totp.picture")} />
            <figcaption>
              {t("identity.totp.type")} <code class="long-word">{inFours(secret)}</code>
            </figcaption>
          </figure>
        </li>
        <li>{t("identity.totp.confirm")}</li>
      </ol>
      <form method="post" action={action} class="narrow-form" autocomplete="off">
        {back}
        <TextField
          required
          name="code"
          label={t("identity.verify.code")}
          hint={t("identity.totp.codeHint")}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={10}
          wrong={wrong}
        />
        <p>
          <button type="submit" name="do" value="confirm">
            {t("identity.totp.do")}
          </button>
        </p>
      </form>
    </>
  );
};

/** A picture that is drawn in the page: black on white, whatever the colours of the page, as cameras want it. */
const Picture: FC<{ svg: string; label: string }> = ({ svg, label }) => {
  const size = /viewBox="([^"]+)"/.exec(svg)?.[1];
  // bounded: a drawing that this program makes.
  const path = [...svg.matchAll(/<path[^>]* d="([^"]+)"/g)].map((found) => found[1]).join("");
  return (
    <svg role="img" aria-label={label} viewBox={size} width="220" height="220" shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
};

/** A factor that one has, and the button that takes it away. */
const Held: FC<{ c: IdentityContext; action: string; act: string; id?: string; name: string; since: Date }> = ({
  c,
  action,
  act,
  id,
  name,
  since,
}) => {
  const t = c.get("t");
  return (
    <form method="post" action={action} class="row-form">
      <span>
        {name} <span class="hint">{t("identity.factor.since", { day: day(since, c.get("locale")) })}</span>
      </span>
      {id && <input type="hidden" name="id" value={id} />}
      <button type="submit" name="do" value={act} class="quiet small">
        {t("identity.factor.remove")}
        <Of t={t}>{name}</Of>
      </button>
    </form>
  );
};

const Codes: FC<{ c: IdentityContext; codes: string[] }> = ({ c, codes }) => {
  const t = c.get("t");
  return (
    <section class="recovery-codes" aria-labelledby="new-codes">
      <h2 id="new-codes">{t("identity.codes.new")}</h2>
      <p>{t("identity.codes.keep")}</p>
      <ol>
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </section>
  );
};
