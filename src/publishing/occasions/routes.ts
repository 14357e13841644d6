import type { Context, Hono } from "hono";
import { translator } from "../../platform/i18n/messages.ts";
import { dayOf } from "../../platform/instants.ts";
import { textIn } from "../../platform/localised.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { feedOccasions } from "../../register/occasion/calendar-store.ts";
import { readOccasionFilter } from "../../register/occasion/filters.ts";
import { href } from "../../ui/paths.ts";
import { icalendar } from "../calls/icalendar.ts";
import { answerFeed, languageOfFeed } from "../calls/routes.ts";
import { occasionsFeed } from "./atom.ts";
import { eventOf } from "./events.ts";

const MOST = 2_000;
/** A feed tells what is new: the register has the rest. */
const MOST_NEWS = 100;

/** /data/occasions.ics and /data/occasions.atom, narrowed by the same words as the page of the calendar. */
export function occasionFeeds(app: Hono<AppEnv>): void {
  app.get("/data/occasions.ics", async (c) => {
    const { published, city, baseUrl } = c.get("services");
    const locale = languageOfFeed(c);
    const filter = { ...readOccasionFilter(c.req.queries()), page: 1 };
    const occasions = await feedOccasions(published, filter, locale, dayOf(new Date()))
      .orderBy("occasion.startsOn", "desc")
      .orderBy("occasion.id")
      .limit(MOST)
      .execute();
    const name = translator(locale)("occasions.feed.title", { city: textIn(city.name, locale)?.text ?? "" });
    const calendar = { name, url: baseUrl + href(locale, "occasions"), language: locale };
    const events = occasions.flatMap((one) => eventOf(one, locale, baseUrl));
    return answerFeed(c, "text/calendar; charset=utf-8", icalendar(calendar, events));
  });
  app.get("/data/occasions.atom", async (c) => {
    const { published, city, baseUrl } = c.get("services");
    const locale = languageOfFeed(c);
    const query = c.req.queries();
    const occasions = await feedOccasions(published, readOccasionFilter(query), locale, dayOf(new Date()))
      .orderBy("occasion.updatedAt", "desc")
      .orderBy("occasion.id")
      .limit(MOST_NEWS)
      .execute();
    return answerFeed(c, "application/atom+xml; charset=utf-8", occasionsFeed(occasions, { locale, baseUrl, city: city.name, query }));
  });
}

/** The calendar of one occasion; undefined when none of that name is public, or its day is not known. */
export async function calendarOfOccasion(c: Context<AppEnv>, id: string): Promise<Response | undefined> {
  const { published, baseUrl } = c.get("services");
  const locale = c.get("locale");
  const one = await feedOccasions(published, {}, locale, dayOf(new Date())).where("occasion.id", "=", id).executeTakeFirst();
  const events = one ? eventOf(one, locale, baseUrl) : [];
  if (!one || events.length === 0) return undefined;
  const calendar = { name: textIn(one.name, locale)?.text ?? id, url: baseUrl + href(locale, "occasion", { id }), language: locale };
  return answerFeed(c, "text/calendar; charset=utf-8", icalendar(calendar, events), `${id}.ics`);
}
