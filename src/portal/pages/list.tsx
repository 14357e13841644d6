import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { staleOn } from "../../register/page/stale.ts";
import { listPages, type PageListed, pageTerms, readPageFilter } from "../../register/page/store.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { ListPage } from "../register/parts/frame.tsx";
import { activeFilters, queryOf, withChosen } from "../register/parts/selection.ts";

/** The editorial pages, section by section. */
export async function pagesList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readPageFilter(c.req.queries());
  const [rows, themes, sectors] = await Promise.all([
    listPages(db, filter, locale),
    pageTerms(db, "theme"),
    pageTerms(db, "exchange-sector"),
  ]);
  const query = queryOf(filter);
  const nameIn = (terms: typeof themes) => (code: string) => plain(terms.find(({ value }) => value === code)?.name ?? {}, locale) || code;
  const checks = (name: "theme" | "sector", label: string, terms: typeof themes) => ({
    type: "checks" as const,
    name,
    label,
    values: filter[name],
    options: withChosen(
      terms.map(({ value, name, count }) => ({ value, label: plain(name, locale), count })),
      filter[name],
      nameIn(terms),
    ),
  });
  return c.html(
    <ListPage
      c={c}
      page="pages"
      sheet="pages"
      title={t("nav.pages")}
      intro={t("pages.intro")}
      query={query}
      total={rows.length}
      empty={{ title: t("pages.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "pages", query, (name, value) =>
        name === "theme" ? nameIn(themes)(value) : name === "sector" ? nameIn(sectors)(value) : value,
      )}
      fields={[
        { type: "search", name: "q", label: t("portal.list.words"), value: filter.q },
        checks("theme", t("portal.fact.themes"), themes),
        checks("sector", t("field.page.sectors"), sectors),
      ]}
    >
      {[...Map.groupBy(rows, (row) => row.sectionCode)].map(([code, pages]) => (
        <section class="section" aria-labelledby={`section-${code}`}>
          <h2 id={`section-${code}`}>
            <Text value={pages[0]!.sectionName} locale={locale} />
          </h2>
          <PageList c={c} pages={pages} />
        </section>
      ))}
    </ListPage>,
  );
}

/** Pages with their chapeau, who answers for them and up to which day. */
export const PageList: FC<{
  c: PageContext;
  pages: Pick<PageListed, "id" | "name" | "description" | "service" | "reviewedOn" | "reviewMonths" | "expiries" | "demo">[];
}> = ({ c, pages }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const today = dayOf(new Date());
  return (
    <ul class="page-list">
      {pages.map((page) => (
        <li>
          <h3>
            <a href={href(locale, "page", { id: page.id })}>
              <Text value={page.name} locale={locale} />
            </a>{" "}
            <DemoBadge demo={page.demo} t={t} />
          </h3>
          <p>
            <Text value={page.description} locale={locale} />
          </p>
          {page.reviewedOn && (
            <p class="meta">
              {t("pages.updatedOn", { date: date(page.reviewedOn, locale) })}
              {staleOn(page, today).length > 0 && ` · ${t("pages.stale.short")}`}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
};
