import type { FC } from "hono/jsx";
import type { ProtectedFile } from "../../protected/file.ts";
import { testimonyForm } from "../../protected/testimony/rules.ts";
import { date } from "../../ui/format.ts";
import { href } from "../../ui/paths.ts";
import type { OfficeContext } from "../env.ts";
import { Button } from "./button.tsx";
import { Contents } from "./parts.tsx";
import { pathOf } from "./where.ts";

/** What a person tells: published by a consent in force, or not at all. */
export const Testimonies: FC<{ c: OfficeContext; file: ProtectedFile }> = ({ c, file: { person, testimonies, consents } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const usable = consents.filter(({ inForce, scopes }) => inForce && scopes.includes("text"));
  return (
    <section aria-labelledby="testimonies">
      <h2 id="testimonies">{t("protected.part.testimonies")}</h2>
      {testimonies.length === 0 && <p class="muted">{t("protected.testimoniesNone")}</p>}
      {testimonies.map((one) => (
        <article>
          <h3>
            {one.signature ?? person.pseudonym}{" "}
            <span class={one.state === "published" ? "badge badge-published" : "badge"}>{t.dynamic(`state.testimony.${one.state}`)}</span>
          </h3>
          {one.publishedOn && (
            <p class="meta">
              <a href={href(locale, "testimonies")}>{t("protected.publishedOn", { day: date(one.publishedOn, locale) })}</a>
            </p>
          )}
          <Contents c={c} kind="testimony" fields={testimonyForm.fields} document={one.document} />
          {one.state === "published" ? (
            <Button t={t} act="unpublish" id={one.id} label={t("protected.testimony.unpublish")} quiet />
          ) : (
            <>
              {usable.length === 0 ? (
                <p class="hint">{t("protected.testimony.noConsent")}</p>
              ) : (
                <form method="post" class="row-form">
                  <input type="hidden" name="id" value={one.id} />
                  <label for={`consent-${one.id}`}>{t("protected.testimony.by")}</label>
                  <select id={`consent-${one.id}`} name="consent">
                    {usable.map((consent) => (
                      <option value={consent.id}>
                        {t("protected.testimony.consentOf", {
                          day: date(consent.givenOn, locale),
                          until: date(consent.validUntil, locale),
                        })}
                      </option>
                    ))}
                  </select>
                  <button type="submit" name="do" value="publish">
                    {t("protected.testimony.publish")}
                  </button>
                </form>
              )}
              <p>
                <a href={pathOf(person.id, "temoignages", one.id)}>{t("protected.testimony.edit")}</a>
              </p>
            </>
          )}
        </article>
      ))}
      <p>
        <a class="button quiet" href={pathOf(person.id, "temoignages", "nouveau")}>
          {t("protected.testimony.new")}
        </a>
      </p>
    </section>
  );
};
