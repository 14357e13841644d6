import type { FC } from "hono/jsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Article } from "../static/article.tsx";
import type { Provider } from "./embed.tsx";

/** The sites whose content pages may show, what this reader has chosen of each, and how to take it back. */
export const EmbedsPage: FC<{ c: PageContext; shown: readonly string[] }> = ({ c, shown }) => {
  const t = c.get("t");
  const { embeds } = c.get("services").city;
  return (
    <Article c={c} title={t("nav.embeds")} lede={t("pages.embeds.lede")}>
      {embeds.length === 0 ? (
        <p>{t("pages.embeds.none")}</p>
      ) : (
        <Table
          caption={t("pages.embeds.caption")}
          rows={embeds}
          columns={[
            {
              label: t("pages.embeds.site"),
              heading: true,
              cell: (one) => (
                <>
                  {one.name} <span class="row-note address">{one.host}</span>
                </>
              ),
            },
            { label: t("pages.embeds.rules"), cell: (one) => <Rules c={c} provider={one} /> },
            {
              label: t("pages.embeds.choice"),
              cell: (one) => (shown.includes(one.host) ? t("pages.embeds.shown") : t("pages.embeds.asked")),
            },
            { label: t("pages.embeds.change"), cell: (one) => <Change c={c} provider={one} shown={shown.includes(one.host)} /> },
          ]}
        />
      )}
      <h2>{t("pages.embeds.cookie")}</h2>
      <p>{t("pages.embeds.cookieText")}</p>
    </Article>
  );
};

const Rules: FC<{ c: PageContext; provider: Provider }> = ({ c, provider: { terms, privacy } }) => {
  const t = c.get("t");
  const links = [
    [terms, t("pages.embeds.terms")],
    [privacy, t("pages.embeds.privacy")],
  ].filter(([url]) => url);
  return (
    <>
      {links.map(([url, label], i) => (
        <>
          {i > 0 && <br />}
          <a href={url!} rel="external noopener noreferrer">
            {label}
          </a>
        </>
      ))}
    </>
  );
};

const Change: FC<{ c: PageContext; provider: Provider; shown: boolean }> = ({ c, provider, shown }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <form method="post" action={href(locale, "embeds")} class="inline-form">
      <input type="hidden" name="host" value={provider.host} />
      <button type="submit" class="quiet small" name="choice" value={shown ? "revoke" : "remember"}>
        {shown ? t("pages.embeds.revoke") : t("pages.embeds.allow")}
        <span class="visually-hidden"> : {provider.name}</span>
      </button>
    </form>
  );
};
