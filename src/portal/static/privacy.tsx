import type { FC } from "hono/jsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Article } from "./article.tsx";

const sections = ["visit", "follow", "stories", "staff", "logs", "people", "rights"] as const;

export const Privacy: FC<{ c: PageContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <Article c={c} title={t("nav.privacy")} lede={t("privacy.lede")}>
      {sections.map((section) => (
        <>
          <h2 id={section}>{t.dynamic(`privacy.${section}`)}</h2>
          <p>{t.dynamic(`privacy.${section}Text`)}</p>
        </>
      ))}
      <p>
        <a href={href(c.get("locale"), "audience")}>{t("audience.title")}</a> ·{" "}
        <a href={href(c.get("locale"), "follow")}>{t("nav.follow")}</a> · <a href={href(c.get("locale"), "contact")}>{t("nav.contact")}</a>
      </p>
    </Article>
  );
};
