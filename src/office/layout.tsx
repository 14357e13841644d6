import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { Html } from "../ui/layout.tsx";
import { href } from "../ui/paths.ts";
import { plain } from "../ui/text.tsx";
import { officeHref, officeKinds } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { officePages } from "./navigation.ts";

const STYLES = "src/ui/styles/office-main.css";

/** The frame of the office: its registers at hand, who is signed in, the way back to the public pages. */
export const OfficeLayout: FC<PropsWithChildren<{ c: OfficeContext; title: string; notice?: Child; islands?: string[] }>> = ({
  c,
  title,
  notice,
  islands = [],
  children,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const officer = c.get("officer") as OfficeContext["var"]["officer"] | undefined;
  const path = c.req.path;
  const pages = officer ? officePages.filter(({ right }) => may(officer, right)) : [];
  const link = (target: string, label: string) => (
    <li>
      <a href={target} aria-current={path === target ? "page" : target !== "/bureau" && path.startsWith(`${target}/`) ? "true" : undefined}>
        {label}
      </a>
    </li>
  );
  const siteTitle = plain(c.get("services").city.title, locale);
  return (
    <Html
      c={c as never}
      meta={{ title: `${title} · ${t("office.title")}`, noindex: true, islands }}
      siteTitle={siteTitle}
      styles={STYLES}
      bodyClass="office"
    >
      <a class="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <header class="office-header">
        <p class="office-mark">
          <a href="/bureau">{t("office.title")}</a> <span>{siteTitle}</span>
        </p>
        <ul class="office-tools">
          <li>
            <a href={href(locale, "home")}>{t("office.toSite")}</a>
          </li>
          {languages
            .filter((other) => other !== locale)
            .map((other) => (
              <li>
                <a href={inLanguage(c, other)} lang={other} hreflang={other}>
                  {translator(other)("common.language")}
                </a>
              </li>
            ))}
          {officer && (
            <>
              <li>
                <a href="/bureau/compte">{officer.name}</a>
              </li>
              <li>
                <form method="post" action="/bureau/deconnexion">
                  <button class="quiet small" type="submit">
                    {t("office.signOut")}
                  </button>
                </form>
              </li>
            </>
          )}
        </ul>
      </header>
      {officer && !may(officer, "apply") && (
        <nav class="office-nav" aria-label={t("common.menu")}>
          {may(officer, "read") && (
            <ul aria-label={t("office.register")}>
              {link("/bureau", t("office.dashboard"))}
              {officeKinds.map((kind) => link(officeHref(kind), t.dynamic(`kind.${kind}.many`)))}
            </ul>
          )}
          {(["office.work", "office.tools"] as const).map((group) => {
            const own = pages.filter(({ tool = false }) => tool === (group === "office.tools"));
            return own.length > 0 && <ul aria-label={t(group)}>{own.map((page) => link(page.path, t(page.label)))}</ul>;
          })}
        </nav>
      )}
      <main id="content" tabindex={-1}>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {children}
      </main>
    </Html>
  );
};

/** The same page and selection in another language; the page that a form was sent to is asked for again. */
function inLanguage(c: OfficeContext, locale: string): string {
  const query = new URLSearchParams(new URL(c.req.url).search);
  query.set("langue", locale);
  return `${c.req.path}?${query}`;
}
