import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { may } from "../platform/accounts/rights.ts";
import { DoorHeader } from "../ui/door.tsx";
import { Html } from "../ui/layout.tsx";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { menu, officePages, registersOf } from "./navigation.ts";

const STYLES = "src/ui/styles/office-main.css";

/** The frame of the office: its registers at hand, who is signed in, the way back to the public pages. */
export const OfficeLayout: FC<
  PropsWithChildren<{ c: OfficeContext; title: string; notice?: Child; islands?: string[]; styles?: string }>
> = ({ c, title, notice, islands = [], styles = STYLES, children }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const officer = c.get("officer") as OfficeContext["var"]["officer"] | undefined;
  const path = c.req.path;
  const link = (target: string, label: string) => (
    <a href={target} aria-current={path === target ? "page" : target !== "/bureau" && path.startsWith(`${target}/`) ? "true" : undefined}>
      {label}
    </a>
  );
  const siteTitle = plain(c.get("services").city.title, locale);
  return (
    <Html
      c={c as never}
      meta={{ title: `${title} · ${t("office.title")}`, noindex: true, islands }}
      siteTitle={siteTitle}
      styles={styles}
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
      {officer && !may(officer, "space.use") && (
        <nav class="office-nav" aria-label={t("common.menu")}>
          {may(officer, "record.read") && <p>{link("/bureau", t("office.dashboard"))}</p>}
          {menu.map((group) => {
            const items = [
              ...(may(officer, "record.read")
                ? registersOf[group].map((kind) => [officeHref(kind), t.dynamic(`kind.${kind}.many`)] as const)
                : []),
              ...officePages
                .filter((page) => page.group === group && may(officer, page.right))
                .map((page) => [page.path, t(page.label)] as const),
            ];
            if (items.length === 0) return null;
            const here = items.some(([target]) => path === target || path.startsWith(`${target}/`));
            return (
              <details name="office-menu">
                <summary class={here ? "here" : undefined}>{t(`office.menu.${group}`)}</summary>
                <ul>
                  {items.map(([target, label]) => (
                    <li>{link(target, label)}</li>
                  ))}
                </ul>
              </details>
            );
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
