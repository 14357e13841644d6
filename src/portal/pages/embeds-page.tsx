import type { FC } from "hono/jsx";
import { Of } from "../../ui/of.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Article } from "../static/article.tsx";
import type { Provider } from "./embed.tsx";

/** The sites whose content pages may show, what this reader has chosen of each, and how to take it back. */
export const EmbedsPage: FC<{ c: PageContext; shown: readonly string[] }> = ({ c, shown }) => {
  const t = c.get("t");
  const { embeds } = c.get("services").city;
  return (
    <Article c={c} title={t("nav.embeds")} lede={t("pages.embeds.lede")} sheet="pages">
      <h2>{t("pages.embeds.sites")}</h2>
      {embeds.length === 0 && <p>{t("pages.embeds.none")}</p>}
      {embeds.map((provider) => (
        <Site c={c} provider={provider} shown={shown.includes(provider.host)} />
      ))}
      <h2>{t("pages.embeds.cookie")}</h2>
      <p>{t("pages.embeds.cookieText")}</p>
    </Article>
  );
};

const Site: FC<{ c: PageContext; provider: Provider; shown: boolean }> = ({ c, provider, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { host, name, terms, privacy } = provider;
  const id = `site-${host}`;
  return (
    <section class="embed-site" aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <p class="meta">
        <span class="address">{host}</span>
        {terms && (
          <>
            {" · "}
            <a href={terms} rel="external noopener noreferrer">
              {t("pages.embeds.terms")}
            </a>
          </>
        )}
        {privacy && (
          <>
            {" · "}
            <a href={privacy} rel="external noopener noreferrer">
              {t("pages.embeds.privacy")}
            </a>
          </>
        )}
      </p>
      <p>{shown ? t("pages.embeds.shown") : t("pages.embeds.asked")}</p>
      <form method="post" action={href(locale, "embeds")}>
        <input type="hidden" name="host" value={host} />
        <button type="submit" class="quiet" name="choice" value={shown ? "revoke" : "remember"}>
          {shown ? t("pages.embeds.revoke") : t("pages.embeds.allow")}
          <Of t={t}>{name}</Of>
        </button>
      </form>
    </section>
  );
};
