import type { FC } from "hono/jsx";
import type { PictureCredit } from "../../register/media/store.ts";
import { PostalAddress } from "../../ui/address.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain, Text } from "../../ui/text.tsx";
import { Article } from "./article.tsx";

export const Legal: FC<{ c: PageContext; pictures: PictureCredit[] }> = ({ c, pictures }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const missing = t("legal.toComplete");
  return (
    <Article c={c} title={t("nav.legal")} lede={t("legal.lede")}>
      <h2>{t("legal.publisher")}</h2>
      <p>{city.legal.publisher ? plain(city.legal.publisher, locale) : `${plain(city.name, locale)}, ${plain(city.service, locale)}`}</p>
      <PostalAddress c={c} />
      <p>{t("legal.director", { name: city.legal.director ?? missing })}</p>
      <p>{t("legal.host", { name: city.legal.host ?? missing })}</p>
      <h2>{t("legal.reuse")}</h2>
      <p>
        {t("legal.reuseText")}{" "}
        <a href={city.licence.url} rel="license">
          {plain(city.licence.name, locale)}
        </a>
        . <a href={href(locale, "data")}>{t("nav.data")}</a>
      </p>
      <h2>{t("legal.credits")}</h2>
      <ul>
        <li>{t("legal.creditGeonames")}</li>
        <li>{t("legal.creditNaturalEarth")}</li>
        <li>{t("legal.creditStandards")}</li>
        <li>{t("legal.creditFonts")}</li>
      </ul>
      {pictures.length > 0 && (
        <>
          <h2 id="pictures">{t("pages.pictures")}</h2>
          <ul>
            {pictures.map(({ name, credit, licence }) => (
              <li>
                <Text value={name} locale={locale} />, {t("portal.media.credit", { credit })}
                {licence && ` (${licence})`}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 id="software">{t("legal.software")}</h2>
      <p>{t("legal.softwareText")}</p>
    </Article>
  );
};
