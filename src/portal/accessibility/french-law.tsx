import type { FC } from "hono/jsx";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";

// What French law alone asks for: article 47 of law 2005-102, decree 2019-768. A city under another law shows none of it.

const OMBUDSMAN = "https://formulaire.defenseurdesdroits.fr/";

const inFrance = (c: PageContext): boolean => c.get("services").city.country === "FR";

/** The commitment that opens the statement. */
export const commitment = (c: PageContext): string =>
  c.get("t")("accessibility.lede", { city: plain(c.get("services").city.name, c.get("locale")) });

/** What a city has to do before the statement is its own. */
export const FrenchAudit: FC<{ c: PageContext }> = ({ c }) => (inFrance(c) ? <p>{c.get("t")("accessibility.ownAudit")}</p> : <></>);

/** To whom one turns when the city does not answer. */
export const FrenchRemedies: FC<{ c: PageContext }> = ({ c }) => {
  const t = c.get("t");
  if (!inFrance(c)) return <></>;
  return (
    <>
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
    </>
  );
};
