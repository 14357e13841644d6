import type { FC } from "hono/jsx";
import { type CalendarView, calendarViews } from "../../register/occasion/filters.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import type { AddressQuery } from "../register/parts/selection.ts";

/** The same selection seen otherwise, and taken away: to a calendar, as a feed. */
export const Views: FC<{ c: PageContext; view: CalendarView; query: AddressQuery }> = ({ c, view, query }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <div class="views no-print">
      <nav aria-label={t("occasions.views")}>
        <ul>
          {calendarViews.map((one) => (
            <li>
              <a
                href={href(locale, "occasions", { query: { ...query, vue: one === "liste" ? undefined : one } })}
                aria-current={one === view ? "page" : undefined}
              >
                {t.dynamic(`occasions.view.${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p class="meta">
        {calendarFeeds(c, query).map((feed, i) => (
          <>
            {i > 0 && " · "}
            <a href={feed.href}>{feed.title}</a>
          </>
        ))}
      </p>
    </div>
  );
};

/** The selection as a calendar and as a feed: narrowed by the filters that they know. */
export function calendarFeeds(c: PageContext, query: AddressQuery) {
  const [t, lang] = [c.get("t"), c.get("locale")];
  return [
    { href: hrefOfData("occasions.ics", { ...query, lang }), type: "text/calendar", title: t("occasions.feed.ics") },
    { href: hrefOfData("occasions.atom", { ...query, lang }), type: "application/atom+xml", title: t("occasions.feed.atom") },
  ];
}
