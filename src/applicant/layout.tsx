import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { DoorHeader } from "../ui/door.tsx";
import { Html } from "../ui/layout.tsx";
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
      <DoorHeader
        c={c as never}
        root="/espace"
        title={t("space.title")}
        toSite={t("space.toSite")}
        signOut={t("space.signOut")}
        person={person?.name}
      />
      {person && may(person, "space.use") && (
        <nav class="space-nav" aria-label={t("common.menu")}>
          <ul>
            {link("/espace", t("space.home"), "/espace/demandes")}
            {link("/espace/organismes", t("space.organisations"), "/espace/organismes/")}
            {link("/espace/mes-donnees", t("privacy.own.title"), "/espace/mes-donnees/")}
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
