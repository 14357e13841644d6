import { confirmPassword } from "../../platform/accounts/session.ts";
import { attempt, forgetAttempts } from "../../platform/accounts/throttle.ts";
import { clientAddress } from "../../platform/web/client-address.ts";
import { type Refusal, refuse } from "../../protected/acts.ts";
import { openFile } from "../../protected/file.ts";
import { OPEN_MINUTES, openingForm } from "../../protected/person/rules.ts";
import type { PersonRow } from "../../protected/person/store.ts";
import { FormFields } from "../../ui/forms/fields.tsx";
import { toForm } from "../../ui/forms/values.ts";
import type { OfficeContext } from "../env.ts";
import { RefusalNotice } from "../funding/refusal.tsx";
import type { readSmallForm } from "../funding/small-form.tsx";
import { OfficeLayout } from "../layout.tsx";
import { PersonHead } from "./parts.tsx";
import { formOf, PATH, pathOf, statusOf, vaultFor } from "./where.ts";

const FORM = formOf(openingForm);

/** Asks why a file is to be opened, and for the password again: it stays open for a quarter of an hour. */
export function showGate(
  c: OfficeContext,
  person: PersonRow,
  refusal?: Refusal,
  values = toForm(FORM.fields, {}, c.get("locale")),
): Response | Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const problems = refusal?.problems ?? [];
  // The page that was asked for, within the file.
  const back = values.back?.[0] ?? c.req.path.slice(pathOf(person.id).length);
  return c.html(
    <OfficeLayout c={c} title={person.pseudonym ?? t("protected.erased")}>
      <PersonHead c={c} person={person} />
      {person.erasedAt ? (
        <p>{t("protected.erasedText")}</p>
      ) : (
        <>
          <p>{t("protected.gate.text", { minutes: OPEN_MINUTES })}</p>
          <RefusalNotice c={c} refusal={refusal} />
          <form method="post" action={pathOf(person.id)} class="narrow-form" autocomplete="off">
            <input type="hidden" name="back" value={back} />
            <FormFields form={{ kind: "opening", values, problems, options: {}, t, locale }} fields={FORM.fields} />
            <div class="form-field">
              <label for="password">{t("office.account.passwordLabel")}</label>
              <input id="password" type="password" name="password" autocomplete="current-password" required />
            </div>
            <p>
              <button type="submit" name="do" value="open">
                {t("protected.gate.do")}
              </button>
            </p>
          </form>
        </>
      )}
      <p>
        <a href={PATH}>{t("protected.back")}</a>
      </p>
    </OfficeLayout>,
    statusOf(refusal),
  );
}

/** Takes the reason and the password; each wrong password counts as an attempt to sign in. */
export async function openGate(c: OfficeContext, person: PersonRow, sent: Awaited<ReturnType<typeof readSmallForm>>): Promise<Response> {
  const { db, auth } = c.get("services");
  const officer = c.get("officer");
  const { password: _never, ...values } = sent.values;
  const again = (refusal: Refusal) => showGate(c, person, refusal, values);
  const address = clientAddress(c);
  if (!(await attempt(db, address, officer.email))) return again(refuse("attempts"));
  if (!(await confirmPassword(auth, c.req.raw.headers, sent.one("password")))) return again(refuse("password"));
  await forgetAttempts(db, address, officer.email);
  const opened = await openFile(
    db,
    await vaultFor(c),
    person.id,
    { reason: sent.one("reason") || null, words: sent.one("words") },
    officer,
  );
  if (!opened.ok) return again(opened);
  const back = sent.one("back");
  return c.redirect(pathOf(person.id) + (/^(\/[\w-]+)*$/.test(back) ? back : ""), 303);
}
