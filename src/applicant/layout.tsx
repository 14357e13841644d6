import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { Html } from "../ui/layout.tsx";
import { href } from "../ui/paths.ts";
import { plain } from "../ui/text.tsx";
import type { SpaceContext } from "./env.ts";

const STYLES = "src/ui/styles/applicant-main.css";

export interface Step {
  label: Child;
  href?: string;
}

/** The frame of the space of applicants. `steps`: where the page stands below the front page. */
export const SpaceLayout: FC<PropsWithChildren<{ c: SpaceContext; title: string; notice?: Child; steps?: Step[]; islands?: string[] }>> = ({
  c,
  title,
  notice,
  steps = [],
  islands = [],
  children,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const person = c.get("person") as SpaceContext["var"]["person"] | undefined;
  const path = c.req.path;
  const siteTitle = plain(c.get("services").city.title, locale);
  const link = (target: string, label: string, within: string) => (
    <li>
      <a href={target} aria-current={path === target ? "page" : path.startsWith(within) ? "true" : undefined}>
        {label}
      </a>
    </li>
  );
  return (
    <Html
      c={c as never}
      meta={{ title: `${title} · ${t("space.title")}`, noindex: true, islands }}
      siteTitle={siteTitle}
      styles={STYLES}
      bodyClass="space"
    >
      <a class="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <header class="space-header">
        <p class="space-mark">
          <a href="/espace">{t("space.title")}</a> <span>{siteTitle}</span>
        </p>
        <ul class="space-tools">
          <li>
            <a href={href(locale, "home")}>{t("space.toSite")}</a>
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
          {person && (
            <>
              <li>
                <a href="/espace/compte">{person.name}</a>
              </li>
              <li>
                <form method="post" action="/espace/deconnexion">
                  <button class="quiet small" type="submit">
                    {t("space.signOut")}
                  </button>
                </form>
              </li>
            </>
          )}
        </ul>
      </header>
      {person && (
        <nav class="space-nav" aria-label={t("common.menu")}>
          <ul>
            {link("/espace", t("space.home"), "/espace/demandes")}
            {link("/espace/organismes", t("space.organisations"), "/espace/organismes/")}
          </ul>
        </nav>
      )}
      <main id="content" tabindex={-1}>
        {steps.length > 0 && (
          <nav class="breadcrumb" aria-label={t("common.breadcrumb")}>
            <ol>
              <li>
                <a href="/espace">{t("space.home")}</a>
              </li>
              {steps.map((step) => (
                <li>{step.href ? <a href={step.href}>{step.label}</a> : <span aria-current="page">{step.label}</span>}</li>
              ))}
            </ol>
          </nav>
        )}
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

/** The same page in another language; the page that a form was sent to is asked for again. */
function inLanguage(c: SpaceContext, locale: string): string {
  const query = new URLSearchParams(new URL(c.req.url).search);
  query.set("langue", locale);
  return `${c.req.path}?${query}`;
}
