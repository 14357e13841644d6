import type { FC } from "hono/jsx";
import { navLabel } from "../../ui/nav-label.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, type PageName } from "../../ui/paths.ts";
import { Article } from "./article.tsx";

const groups: Record<string, PageName[]> = {
  explore: ["home", "map", "occasions", "pages", "stories", "storyShare", "testimonies", "search"],
  registers: [
    "partners",
    "agreements",
    "networks",
    "programmes",
    "calls",
    "projects",
    "awards",
    "organisations",
    "missions",
    "honours",
    "prizes",
  ],
  understand: ["figures", "money", "waterBill", "counters", "europe", "climate", "delays", "data", "dataColumns"],
  site: ["follow", "contact", "audience", "embeds", "legal", "privacy", "accessibility", "accessibilityGrid"],
};

export const SiteMap: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Article c={c} title={t("nav.sitemap")}>
      <div class="site-map">
        {Object.entries(groups).map(([group, pages]) => (
          <section aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t.dynamic(`siteMap.${group}`)}</h2>
            <ul class="plain-list">
              {pages.map((page) => (
                <li>
                  <a href={href(locale, page)}>{navLabel(t, page)}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Article>
  );
};
