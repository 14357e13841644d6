import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { DoorHeader } from "../ui/door.tsx";
import { Html } from "../ui/layout.tsx";
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
      <DoorHeader
        c={c as never}
        root="/bureau"
        title={t("office.title")}
        toSite={t("office.toSite")}
        signOut={t("office.signOut")}
        person={officer?.name}
      />
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
