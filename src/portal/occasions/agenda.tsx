import { dayOf } from "../../platform/instants.ts";
import { nearestMonths } from "../../register/occasion/calendar-store.ts";
import { type OccasionFilter, readCalendarView, readOccasionFilter } from "../../register/occasion/filters.ts";
import { listOccasions, OCCASIONS_PER_PAGE, occasionFacets, selectOccasions } from "../../register/occasion/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { ListPage } from "../register/parts/frame.tsx";
import { activeFilters, queryOf } from "../register/parts/selection.ts";
import { ListView } from "./agenda-list.tsx";
import { filterFields, labelsOf } from "./filter-fields.ts";
import { MapView } from "./map-view.tsx";
import { MonthView } from "./month-view.tsx";
import { calendarFeeds, Views } from "./views.tsx";

/** The calendar in three views of one address: a list, a month, a map. Filters stay from one to the other. */
export async function agendaPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const now = new Date();
  const today = dayOf(now);
  // Tomorrow, what is upcoming is another thing; an hour is soon enough to notice midnight by the clocks of the city.
  c.set("goodUntil", new Date(now.getTime() + 3_600_000));
  const { view, month = today.slice(0, 7) } = readCalendarView(c.req.queries());
  const filter = readOccasionFilter(c.req.queries());
  const query = queryOf(filter);
  // A month is a time of its own: the year and what is over are asked of the other views.
  const narrowed: OccasionFilter = view === "mois" ? { ...filter, when: undefined, year: undefined } : filter;
  const keep = view === "liste" ? {} : view === "mois" ? { vue: view, mois: month } : { vue: view };
  const facets = await occasionFacets(db, narrowed, locale, today);
  const labelOf = labelsOf(c, facets);
  const rest = { ...query, page: undefined };
  const frame = {
    c,
    page: "occasions",
    title: t("nav.occasions"),
    intro: t("occasions.intro"),
    query: { ...query, ...keep },
    keep,
    feeds: calendarFeeds(c, rest),
    active: activeFilters(locale, "occasions", { ...query, ...keep }, labelOf),
    empty: { title: t("occasions.empty"), text: t("portal.list.emptyText") },
    fields: filterFields(c, narrowed, facets, { times: view !== "mois" }),
    aside: <Views c={c} view={view} query={rest} />,
  } as const;
  if (view === "mois") {
    const [occasions, nearest] = [
      await selectOccasions(db, { ...narrowed, from: `${month}-01`, to: `${month}-31` }, locale, today),
      await nearestMonths(db, narrowed, locale, today, month),
    ];
    const hrefOf = (to: string) => href(locale, "occasions", { query: { ...rest, vue: "mois", mois: to } });
    return c.html(
      <ListPage {...frame} sheet="calendar" total={occasions.length} always>
        <MonthView c={c} month={month} today={today} occasions={occasions} nearest={nearest} hrefOf={hrefOf} />
      </ListPage>,
    );
  }
  if (view === "carte")
    return c.html(
      <ListPage {...frame} total={facets.total}>
        <MapView c={c} occasions={await selectOccasions(db, narrowed, locale, today)} />
      </ListPage>,
    );
  return c.html(
    <ListPage {...frame} total={facets.total} paging={{ page: filter.page, size: OCCASIONS_PER_PAGE }}>
      <ListView
        c={c}
        rows={await listOccasions(db, narrowed, locale, today)}
        yearly={facets.yearly}
        query={rest}
        first={filter.page === 1}
      />
    </ListPage>,
  );
}
