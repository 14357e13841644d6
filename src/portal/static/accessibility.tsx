import type { FC } from "hono/jsx";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { Article } from "./article.tsx";

const MADE_ON = "2026-11-24";
const OMBUDSMAN = "https://formulaire.defenseurdesdroits.fr/";

/** The statement that RGAA 4.1 asks for (decree 2019-768, article 4). Without an audit, a service must say "non conforme". */
export const Accessibility: FC<{ c: PageContext }> = ({ c }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Article c={c} title={t("accessibility.title")} lede={t("accessibility.lede", { city: plain(city.name, locale) })}>
      <h2>{t("accessibility.state")}</h2>
      <p>{t("accessibility.stateText")}</p>
      <h2>{t("accessibility.done")}</h2>
      <p>{t("accessibility.doneText")}</p>
      <ul>
        {(["keyboard", "script", "zoom", "map", "contrast", "language"] as const).map((item) => (
          <li>{t.dynamic(`accessibility.done.${item}`)}</li>
        ))}
      </ul>
      <h2>{t("accessibility.limits")}</h2>
      <p>{t("accessibility.limitsText")}</p>
      <h2>{t("accessibility.made")}</h2>
      <p>{t("accessibility.madeText", { date: date(MADE_ON, locale) })}</p>
      <p>{t("accessibility.scheme")}</p>
      <h2>{t("accessibility.contact")}</h2>
      <p>
        {t("accessibility.contactText")} <a href={href(locale, "contact")}>{t("nav.contact")}</a>
      </p>
      <h2>{t("accessibility.remedy")}</h2>
      <p>{t("accessibility.remedyText")}</p>
      <ul>
        <li>
          <a href={OMBUDSMAN} rel="external noopener">
            {t("accessibility.remedyWeb")}
          </a>
        </li>
        <li>{t("accessibility.remedyPhone")}</li>
        <li>{t("accessibility.remedyPost")}</li>
      </ul>
    </Article>
  );
};
