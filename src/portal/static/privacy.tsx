import type { FC } from "hono/jsx";
import { controllerOf, describe, officerOf } from "../../privacy/processing/describe.ts";
import { Facts } from "../../ui/facts.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { Article } from "./article.tsx";

const sections = ["visit", "follow", "stories", "staff", "logs", "people", "rights"] as const;

export const Privacy: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale, { city }] = [c.get("t"), c.get("locale"), c.get("services")];
  const { authority } = city.privacy;
  return (
    <Article c={c} title={t("nav.privacy")} lede={t("privacy.lede")}>
      {sections.map((section) => (
        <>
          <h2 id={section}>{t.dynamic(`privacy.${section}`)}</h2>
          <p>{t.dynamic(`privacy.${section}Text`)}</p>
        </>
      ))}
      <p>{t("privacy.ownText")}</p>
      <h2 id="who">{t("privacy.who")}</h2>
      <p>{controllerOf(city, locale)}</p>
      <p>{t("privacy.officerText", { officer: officerOf(city) ?? t("processing.toCompletePublic") })}</p>
      <p>
        <a href={authority.url}>{t("privacy.authorityText", { authority: plain(authority.name, locale) })}</a>
      </p>
      <h2 id="processing">{t("privacy.processing")}</h2>
      <p>{t("privacy.processingText")}</p>
      {describe(city, t).map((one) => (
        <details>
          <summary>{one.name}</summary>
          <p>{one.purpose}</p>
          <Facts
            facts={[
              [t("processing.basis"), `${one.basis.join(", ")}. ${one.law}`],
              [t("processing.people"), one.people.join(", ")],
              [t("processing.data"), one.data.join(", ")],
              [t("processing.recipients"), one.recipients.join(", ")],
              [t("processing.retention"), one.retention.join(" · ")],
            ]}
          />
        </details>
      ))}
      <p>
        <a href={href(c.get("locale"), "audience")}>{t("audience.title")}</a> ·{" "}
        <a href={href(c.get("locale"), "follow")}>{t("nav.follow")}</a> · <a href={href(c.get("locale"), "contact")}>{t("nav.contact")}</a>
      </p>
    </Article>
  );
};
