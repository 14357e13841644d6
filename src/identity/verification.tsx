import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { provePasskey, requestOptions } from "../platform/accounts/passkey/actions.ts";
import { listPasskeys } from "../platform/accounts/passkey/store.ts";
import { proveByCode } from "../platform/accounts/second-factor/actions.ts";
import { findTotp, recoveryCodesLeft } from "../platform/accounts/second-factor/store.ts";
import { openSession, type Session, signOut } from "../platform/accounts/session.ts";
import { deleteSession } from "../platform/accounts/session-store.ts";
import { forgetCodes, mayTryCode } from "../platform/accounts/throttle.ts";
import { clientAddress } from "../platform/web/client-address.ts";
import { type FormTexts, oneOf, readForm } from "../platform/web/form-data.ts";
import { TextField } from "../ui/forms/plain.tsx";
import { type Door, deskOf, type IdentityContext, passOn, safeReturn } from "./door.ts";
import { Kept } from "./given-back.tsx";
import { PASSKEY_ISLAND, PasskeyForm, Problem } from "./parts.tsx";
import { welcome } from "./sign-in.tsx";

/** The page that asks for the second factor: at sign-in, and again before what is most sensitive. */
export function verificationPages(app: Hono<any>, door: Door): void {
  app.get("/verification", async (c) => {
    const back = safeReturn(door, c.req.query("retour"));
    const session: Session = c.get("session");
    return session.facts.hasFactor ? showVerification(c, door, { back }) : c.redirect(back);
  });

  app.post("/verification", async (c) => {
    const { values } = await readForm(c);
    const [session, back] = [c.get("session") as Session, safeReturn(door, oneOf(values, "retour"))];
    const { db, auth } = deskOf(c);
    const again = (problem: string, status: 401 | 429) => showVerification(c, door, { back, kept: values, problem }, status);
    if (!(await mayTryCode(db, session.actor.id))) return again("identity.signIn.wait", 429);
    const proven =
      oneOf(values, "do") === "passkey"
        ? (await provePasskey(deskOf(c), oneOf(values, "credential"))) === session.actor.id
        : await proveByCode(deskOf(c), session.actor, oneOf(values, "code"));
    if (!proven) return again("identity.verify.wrong", 401);
    await forgetCodes(db, session.actor.id);
    const cookies = await renewed(c, session, new Date());
    // A session that opens more than the one before has another number (OWASP, session fixation).
    return cookies ? welcome(c, door, cookies, back, values) : bye(c, door, auth);
  });
}

/** Opens a session in place of this one, with the second factor shown at `secondAt`. */
export async function renewed(c: IdentityContext, session: Session, secondAt: Date): Promise<string[] | undefined> {
  const { db, auth } = deskOf(c);
  const who = { userId: session.actor.id, method: session.method, secondAt, idToken: session.idToken };
  const cookies = await openSession(auth, c.req.raw.headers, clientAddress(c), who);
  await deleteSession(db, session.actor.id, session.id);
  return cookies;
}

async function bye(c: IdentityContext, door: Door, auth: ReturnType<typeof deskOf>["auth"]): Promise<Response> {
  passOn(c, await signOut(auth, c.req.raw.headers));
  return c.redirect(`${door.root}/connexion`, 303);
}

interface Asked {
  back: string;
  kept?: FormTexts;
  problem?: string;
}

export async function showVerification(c: IdentityContext, door: Door, asked: Asked, status: 200 | 401 | 429 = 200): Promise<Response> {
  const { db } = deskOf(c);
  const { id } = (c.get("session") as Session).actor;
  const [totp, keys, codes] = [await findTotp(db, id), await listPasskeys(db, id), await recoveryCodesLeft(db, id)];
  const options = keys.length > 0 ? await requestOptions(deskOf(c), id) : undefined;
  return c.html(<Verify c={c} door={door} asked={asked} options={options} has={{ totp: !!totp?.confirmedAt, codes: codes > 0 }} />, status);
}

const Verify: FC<{ c: IdentityContext; door: Door; asked: Asked; options: object | undefined; has: { totp: boolean; codes: boolean } }> = ({
  c,
  door,
  asked,
  options,
  has,
}) => {
  const t = c.get("t");
  const { back, kept = {}, problem } = asked;
  const hidden = (
    <>
      <input type="hidden" name="retour" value={back} />
      <Kept values={kept} />
    </>
  );
  const action = `${door.root}/verification`;
  return (
    <door.Frame c={c} title={t("identity.verify.title")} islands={options ? [PASSKEY_ISLAND] : []}>
      <h1>{t("identity.verify.title")}</h1>
      <Problem c={c} of={problem} />
      <p>{t("identity.verify.text")}</p>
      {options && (
        <PasskeyForm c={c} action={action} ceremony="get" options={options} label={t("identity.passkey.use")}>
          {hidden}
        </PasskeyForm>
      )}
      {(has.totp || has.codes) && (
        <form method="post" action={action} class="narrow-form" autocomplete="off">
          {hidden}
          <TextField
            required
            name="code"
            label={t(has.totp ? "identity.verify.code" : "identity.verify.recovery")}
            hint={t(has.totp ? "identity.verify.codeHint" : "identity.verify.recoveryHint")}
            autocomplete="one-time-code"
            maxlength={40}
            wrong={!!problem}
          />
          <p>
            <button type="submit" name="do" value="code">
              {t("identity.verify.do")}
            </button>
          </p>
        </form>
      )}
      {!has.totp && !has.codes && (
        <noscript>
          <p>{t("identity.verify.scripts")}</p>
        </noscript>
      )}
      <p>{t("identity.verify.lost")}</p>
      <form method="post" action={`${door.root}/deconnexion`}>
        <button type="submit" class="quiet small">
          {t("identity.signOut")}
        </button>
      </form>
    </door.Frame>
  );
};
