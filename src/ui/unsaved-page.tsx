import type { FC } from "hono/jsx";
import type { FormTexts } from "../platform/web/form-data.ts";
import { PublicLayout } from "./layout.tsx";
import type { PageContext } from "./page.ts";

/** What was sent while nothing could be saved. */
export interface Unsaved {
  values: FormTexts;
  /** It held files, or could not be read whole: it cannot be sent again from here. */
  partial: boolean;
}

const SECRET = /pass|current/i;
/** What a form says of itself, and what no person typed. */
const OWN = /^(_.*|version|do|retour|jeton|token|csrf.*)$/;
const CODE = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9a-f]{40,}$/;
const LONG = 80;

/**
 * Nothing was saved, and why; what was typed, to be sent again or copied. It needs no database. Only for what came from
 * a page of this site: from another it would be that one's words with our button.
 */
export const UnsavedPage: FC<{ c: PageContext; unsaved: Unsaved }> = ({ c, unsaved: { values, partial } }) => {
  const t = c.get("t");
  const url = new URL(c.req.url);
  const title = t("errors.unsaved.title");
  const typed = Object.entries(values).flatMap(([name, all]) =>
    OWN.test(name) || SECRET.test(name) ? [] : all.filter((one) => one.trim() !== "" && !CODE.test(one)).map((one) => [name, one] as const),
  );
  const secrets = Object.keys(values).filter((name) => SECRET.test(name));
  const label = (name: string) => {
    const key = `field.${name.split(/[.[]/)[0]}`;
    return t.has(key) ? t.dynamic(key) : name.replace(/[_.]+/g, " ");
  };
  return (
    <PublicLayout c={c} meta={{ title, noindex: true }}>
      <p class="kicker">{t("errors.code", { code: 503 })}</p>
      <h1>{title}</h1>
      <p class="lede">{t("errors.unsaved.text")}</p>
      {partial ? (
        <p>{t("errors.unsaved.partial")}</p>
      ) : (
        <form method="post" action={url.pathname + url.search}>
          {Object.entries(values).flatMap(([name, all]) =>
            SECRET.test(name) ? [] : all.map((value) => <input type="hidden" name={name} value={value} />),
          )}
          {secrets.map((name, i) => (
            <div class="form-field">
              <label for={`secret-${i}`}>{t("errors.unsaved.secret")}</label>
              <input id={`secret-${i}`} type="password" name={name} autocomplete="current-password" required />
            </div>
          ))}
          <p>
            <button type="submit">{t("errors.unsaved.again")}</button>
          </p>
          <p class="hint">{t("errors.unsaved.wait")}</p>
        </form>
      )}
      {typed.length > 0 && (
        <section aria-labelledby="typed">
          <h2 id="typed">{t("errors.unsaved.typed")}</h2>
          {typed.map(([name, value], i) => (
            <div class="form-field">
              <label for={`typed-${i}`}>{label(name)}</label>
              {value.length > LONG || value.includes("\n") ? (
                <textarea id={`typed-${i}`} rows={Math.min(12, Math.ceil(value.length / LONG) + value.split("\n").length)} readonly>
                  {value}
                </textarea>
              ) : (
                <input id={`typed-${i}`} value={value} readonly />
              )}
            </div>
          ))}
        </section>
      )}
      <p class="error-code">{t("errors.reference", { id: c.get("requestId") })}</p>
    </PublicLayout>
  );
};
