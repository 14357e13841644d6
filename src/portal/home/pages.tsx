import type { FC } from "hono/jsx";
import type { PageBrief } from "../../register/page/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Text } from "../../ui/text.tsx";

/** A few of the editorial pages, by their titles: what the numbers do not tell. */
export const Pages: FC<{ c: PageContext; pages: PageBrief[] }> = ({ c, pages }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (pages.length === 0) return <></>;
  return (
    <section class="home-section" aria-labelledby="home-pages">
      <div class="section-head">
        <h2 id="home-pages">{t("nav.pages")}</h2>
        <p>
          <a href={href(locale, "pages")}>{t("pages.all")}</a>
        </p>
      </div>
      <ul class="home-pages">
        {pages.map((page) => (
          <li>
            <a href={href(locale, "page", { id: page.id })}>
              <Text value={page.name} locale={locale} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};
