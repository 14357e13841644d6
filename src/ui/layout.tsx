import { raw } from "hono/html";
import type { FC, PropsWithChildren } from "hono/jsx";
import { languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { textIn } from "../platform/localised.ts";
import type { PageContext, PageMeta } from "./page.ts";
import { href, inLanguage, type PageName } from "./paths.ts";

const navigation: PageName[] = ["map", "partners", "projects", "programmes", "networks", "figures", "data"];

/** The frame of every public page. */
export const PublicLayout: FC<PropsWithChildren<{ c: PageContext; meta: PageMeta }>> = ({ c, meta, children }) => {
  const { city, assets } = c.get("services");
  const locale = c.get("locale");
  const t = c.get("t");
  const url = new URL(c.req.url);
  const title = textIn(city.title, locale)?.text ?? "";
  return (
    <Html c={c} meta={meta} siteTitle={title} assets={assets}>
      <a class="skip-link" href="#content">{t("common.skip")}</a>
      <header class="site-header">
        <a class="site-mark" href={href(locale, "home")}>{title}</a>
        <nav aria-label={t("common.menu")}>
          <ul>
            {navigation.map((page) => (
              <li><a href={href(locale, page)} aria-current={url.pathname === href(locale, page) ? "page" : undefined}>{t.dynamic(`nav.${page}`)}</a></li>
            ))}
          </ul>
        </nav>
        <ul class="languages">
          {languages.map((other) => {
            const target = meta.alternates?.[other] ?? inLanguage(url.pathname, url.search, other) ?? href(other, "home");
            return other === locale ? undefined : <li><a href={target} hreflang={other} lang={other}>{translator(other)("common.language")}</a></li>;
          })}
        </ul>
      </header>
      <main id="content" tabindex={-1}>{children}</main>
      <footer class="site-footer">{textIn(city.service, locale)?.text}</footer>
    </Html>
  );
};

/** The bare document: head and body, shared by the portal and the office. */
export const Html: FC<PropsWithChildren<{ c: PageContext; meta: PageMeta; siteTitle: string; assets: { url(source: string): string } ; bodyClass?: string }>> = ({ c, meta, siteTitle, assets, bodyClass, children }) => {
  const locale = c.get("locale");
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale} dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{meta.title === siteTitle ? siteTitle : `${meta.title} · ${siteTitle}`}</title>
          {meta.description && <meta name="description" content={meta.description} />}
          {meta.noindex && <meta name="robots" content="noindex" />}
          <link rel="stylesheet" href={assets.url("src/ui/styles/main.css")} />
          {(meta.islands ?? []).map((island) => <script type="module" src={assets.url(island)}></script>)}
        </head>
        <body class={bodyClass}>{children}</body>
      </html>
    </>
  );
};
