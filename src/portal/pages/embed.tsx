import type { FC } from "hono/jsx";
import type { Block } from "../../register/page/store.ts";
import { Markdown } from "../../ui/markdown.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain, Text } from "../../ui/text.tsx";

export type Provider = PageContext["var"]["services"]["city"]["embeds"][number];

/** The site of the city’s list that serves an address; undefined of any other, of which nothing is ever framed. */
export function providerOf(c: PageContext, url: string): Provider | undefined {
  const { protocol, host } = new URL(url);
  return protocol === "https:" ? c.get("services").city.embeds.find((one) => one.host === host) : undefined;
}

/**
 * What another site shows. Nothing is asked of it before the reader has said so: until then there is what it is, who would
 * be told of the visit, and a link to see it there.
 */
export const Embed: FC<{ c: PageContext; block: Block; page: string; n: number; shown: readonly string[]; live: boolean }> = ({
  c,
  block,
  page,
  n,
  shown,
  live,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const url = block.url!;
  const provider = providerOf(c, url);
  const host = new URL(url).host;
  const title = plain(block.title, locale);
  const frame = provider && shown.includes(provider.host);
  return (
    <figure class="embed" id={`bloc-${n}`} aria-labelledby={`bloc-${n}-title`}>
      <figcaption id={`bloc-${n}-title`}>
        <strong>
          <Text value={block.title} locale={locale} />
        </strong>
      </figcaption>
      <Markdown value={block.text} locale={locale} />
      {frame ? (
        <iframe
          src={url}
          title={t("pages.embed.frame", { title, name: provider.name })}
          loading="lazy"
          referrerpolicy="no-referrer"
          // Scripts, and the site’s own storage, as an interactive map needs both: it is another origin, it reaches nothing of this one.
          sandbox="allow-scripts allow-same-origin allow-popups"
        ></iframe>
      ) : (
        <div class="embed-still">
          {provider ? <p>{t("pages.embed.what", { name: provider.name, host })}</p> : <p>{t("pages.embed.elsewhere", { host })}</p>}
          {provider && (provider.terms || provider.privacy) && (
            <p class="meta">
              {provider.terms && (
                <a href={provider.terms} rel="external noopener noreferrer">
                  {t("pages.embed.terms", { name: provider.name })}
                </a>
              )}
              {provider.terms && provider.privacy && " · "}
              {provider.privacy && (
                <a href={provider.privacy} rel="external noopener noreferrer">
                  {t("pages.embed.privacy", { name: provider.name })}
                </a>
              )}
            </p>
          )}
          {provider && live && (
            <form method="post" action={href(locale, "embeds")} class="embed-choice">
              <input type="hidden" name="host" value={provider.host} />
              <input type="hidden" name="page" value={page} />
              <input type="hidden" name="block" value={n} />
              <button type="submit" name="choice" value="once">
                {t("pages.embed.once")}
              </button>{" "}
              <button type="submit" class="quiet" name="choice" value="remember">
                {t("pages.embed.remember", { name: provider.name })}
              </button>
            </form>
          )}
        </div>
      )}
      <p class="meta embed-foot">
        <a href={url} rel="external noopener noreferrer">
          {t("pages.embed.open", { host })}
        </a>
        {provider && (
          <>
            {" · "}
            <a href={href(locale, "embeds")}>{t("pages.embed.choices")}</a>
          </>
        )}
      </p>
    </figure>
  );
};
