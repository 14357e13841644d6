import { raw } from "hono/html";
import type { FC, PropsWithChildren } from "hono/jsx";
import { directionOf, type Locale, languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { PostalAddress } from "./address.tsx";
import { day } from "./format.ts";
import { navLabel } from "./nav-label.ts";
import type { PageContext, PageMeta } from "./page.ts";
import { href, inLanguage, type PageName } from "./paths.ts";
import { plain } from "./text.tsx";
import { themeHref } from "./theme.ts";

const navigation = [
  "map",
  "partners",
  "projects",
  "programmes",
  "calls",
  "networks",
  "occasions",
  "figures",
  "data",
] as const satisfies PageName[];
const more = [
  "agreements",
  "awards",
  "organisations",
  "missions",
  "honours",
  "prizes",
  "europe",
  "climate",
  "pages",
  "stories",
  "money",
  "search",
] as const satisfies PageName[];
const about = ["follow", "contact", "audience", "legal", "privacy", "accessibility", "sitemap"] as const satisfies PageName[];
export const STYLES = "src/ui/styles/main.css";

/** The frame of every public page: nameplate, navigation, content, footer. */
export const PublicLayout: FC<PropsWithChildren<{ c: PageContext; meta: PageMeta }>> = ({ c, meta, children }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const siteTitle = plain(city.title, locale);
  const lastPublished = c.get("lastPublished");
  const path = new URL(c.req.url).pathname;
  const isHome = path === href(locale, "home");
  const section = (page: PageName) => path === href(locale, page) || path.startsWith(`${href(locale, page)}/`);
  const link = (page: PageName) => (
    <li>
      <a href={href(locale, page)} aria-current={path === href(locale, page) ? "page" : section(page) ? "true" : undefined}>
        {navLabel(t, page)}
      </a>
    </li>
  );
  return (
    <Html c={c} meta={meta} siteTitle={siteTitle}>
      <a class="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <header class={isHome ? "site-header site-header-home" : "site-header"}>
        <div class="site-strip">
          <p>{plain(city.service, locale)}</p>
          <div class="site-tools">
            <form action={href(locale, "search")} role="search">
              <label class="visually-hidden" for="site-search">
                {t("nav.search")}
              </label>
              <input id="site-search" type="search" name="q" />
              <button type="submit">{t("nav.search")}</button>
            </form>
            <ul class="languages" aria-label={t("common.languages")}>
              {languages
                .filter((other) => other !== locale)
                .map((other) => (
                  <li>
                    <a href={twin(c, meta, other)} hreflang={other} lang={other}>
                      {translator(other)("common.language")}
                    </a>
                  </li>
                ))}
            </ul>
          </div>
        </div>
        <div class="nameplate">
          {city.drawing && <img class="city-mark" src="/favicon.svg" alt="" width="48" height="48" />}
          {isHome ? (
            <h1 class="site-mark">{siteTitle}</h1>
          ) : (
            <p class="site-mark">
              <a href={href(locale, "home")}>{siteTitle}</a>
            </p>
          )}
          {lastPublished && (
            <p class="edition">
              {t("common.registerUpdated")} <time datetime={lastPublished.toISOString()}>{day(lastPublished, locale)}</time>
            </p>
          )}
        </div>
        <nav class="site-nav" aria-label={t("common.menu")}>
          <ul>{navigation.map(link)}</ul>
        </nav>
      </header>
      <main id="content" tabindex={-1}>
        {children}
      </main>
      <footer class="site-footer">
        <div class="site-footer-columns">
          <div>
            <p>
              <strong>{plain(city.name, locale)}</strong>
            </p>
            <PostalAddress c={c} />
          </div>
          <nav aria-label={t("nav.more")}>
            <ul>{more.map(link)}</ul>
          </nav>
          <nav aria-label={t("nav.about")}>
            <ul>{about.map(link)}</ul>
          </nav>
          <div>
            <p>
              {t("common.dataLicence")}{" "}
              <a href={city.licence.url} rel="license">
                {plain(city.licence.name, locale)}
              </a>
              .
            </p>
            <p>
              {t("common.software")} <a href={city.sourceCode ?? href(locale, "legal", { hash: "software" })}>{t("common.sourceCode")}</a>.
            </p>
            <p>{t("common.madeWith")}</p>
          </div>
        </div>
      </footer>
    </Html>
  );
};

/** The same page in another language; that language's home where the page has no twin. */
function twin(c: PageContext, meta: PageMeta, other: Locale): string {
  const url = new URL(c.req.url);
  return meta.alternates?.[other] ?? inLanguage(url.pathname, url.search, other) ?? href(other, "home");
}

/** The bare document, shared by the portal, the office and what others embed. */
export const Html: FC<
  PropsWithChildren<{ c: PageContext; meta: PageMeta; siteTitle: string; styles?: string; bodyClass?: string; linkTarget?: string }>
> = ({ c, meta, siteTitle, styles = STYLES, bodyClass, linkTarget, children }) => {
  const { assets, city, baseUrl } = c.get("services");
  const locale = c.get("locale");
  const url = new URL(c.req.url);
  c.set("scripts", (meta.islands ?? []).length > 0);
  const title = meta.title === siteTitle ? siteTitle : `${meta.title} · ${siteTitle}`;
  const isPublic = inLanguage(url.pathname, "", locale) !== undefined && !meta.noindex;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale} dir={directionOf(locale) === "rtl" ? "rtl" : undefined}>
        <head>
          <meta charset="utf-8" />
          {linkTarget && <base target={linkTarget} />}
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          {meta.description && <meta name="description" content={meta.description} />}
          {meta.noindex && <meta name="robots" content="noindex" />}
          {isPublic && (
            <>
              <link rel="canonical" href={baseUrl + url.pathname} />
              {languages.map((other) => (
                <link rel="alternate" hreflang={other} href={baseUrl + (inLanguage(url.pathname, "", other) ?? href(other, "home"))} />
              ))}
              {(meta.feeds ?? []).map((feed) => (
                <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
              ))}
              <meta property="og:title" content={meta.title} />
              <meta property="og:site_name" content={siteTitle} />
              <meta property="og:type" content="website" />
              <meta property="og:locale" content={locale} />
              <meta property="og:url" content={baseUrl + url.pathname} />
              {meta.description && <meta property="og:description" content={meta.description} />}
            </>
          )}
          {meta.updatedAt && <meta name="dcterms.modified" content={meta.updatedAt.toISOString()} />}
          {(["light", "dark"] as const).map((scheme) => (
            <meta name="theme-color" media={`(prefers-color-scheme: ${scheme})`} content={city.colours[scheme].paper} />
          ))}
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={themeHref(city)} />
          <link rel="stylesheet" href={assets.url(styles)} />
          {meta.sheet && <link rel="stylesheet" href={assets.url(`src/ui/styles/apart/${meta.sheet}.css`)} />}
          {/* Vite hands it on to what an island loads later. */}
          {c.get("nonce") && (meta.islands ?? []).length > 0 && <meta property="csp-nonce" nonce={c.get("nonce")} />}
          {(meta.islands ?? []).map((island) => (
            <>
              {assets.styles(island).map((sheet) => (
                <link rel="stylesheet" href={sheet} />
              ))}
              <script type="module" src={assets.url(island)} nonce={c.get("nonce")}></script>
            </>
          ))}
        </head>
        <body class={bodyClass}>
          {city.demonstration && <aside class="demonstration">{c.get("t")("common.demonstration")}</aside>}
          {children}
        </body>
      </html>
    </>
  );
};
