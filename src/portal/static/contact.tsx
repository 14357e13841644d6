import type { FC } from "hono/jsx";
import { PostalAddress } from "../../ui/address.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { Article } from "./article.tsx";

/**
 * The address is written as people say it, in words that a screen reader reads and that can be copied. No "mailto:"
 * and no "@" stand in the page, which is what harvesters look for; nothing depends on a script, and no picture hides a
 * text. One button asks for the address as a link: robots do not send forms.
 */
export const Contact: FC<{ c: PageContext; asLink?: boolean }> = ({ c, asLink = false }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const [local = "", domain = ""] = city.email.split("@");
  return (
    <Article c={c} title={t("contact.title")} lede={t("contact.lede")}>
      <h2 id="email">{t("contact.email")}</h2>
      {asLink ? (
        <>
          <p class="address-words">
            <a href={`mailto:${city.email}`}>{city.email}</a>
          </p>
          <p class="meta">{t("contact.shown")}</p>
        </>
      ) : (
        <>
          <p class="address-words">
            <span translate="no">{local}</span> <span class="at">{t("contact.at")}</span> <span translate="no">{domain}</span>
          </p>
          <p class="meta">{t("contact.emailHelp")}</p>
          <form method="post" action={`${href(locale, "contact")}#email`}>
            <p>
              <button type="submit">{t("contact.write")}</button>
            </p>
          </form>
        </>
      )}
      <p>{t("contact.tip")}</p>
      <h2>{t("contact.post")}</h2>
      <PostalAddress c={c} />
      <h2>{t("contact.service")}</h2>
      <p>
        {plain(city.service, locale)}, {plain(city.name, locale)}.
      </p>
    </Article>
  );
};
