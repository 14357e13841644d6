import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { isLocale, type Locale, mainLanguage } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { editionBriefs } from "../../register/edition/page-store.ts";
import { href } from "../../ui/paths.ts";
import { atomFeed } from "./atom.ts";
import { eventsOf } from "./events.ts";
import { icalendar } from "./icalendar.ts";

/** /data/calls.ics and /data/calls.atom: small, made for each request, as what they say of the time changes by itself. */
export function callFeeds(app: Hono<AppEnv>): void {
  app.get("/data/calls.ics", async (c) => {
    const { published, city, baseUrl } = c.get("services");
    const locale = languageOfFeed(c);
    const editions = await editionBriefs(published).execute();
    const name = translator(locale)("calls.atom.title", { city: textIn(city.name, locale)?.text ?? "" });
    const calendar = { name, url: baseUrl + href(locale, "calls"), language: locale };
    return answerFeed(
      c,
      "text/calendar; charset=utf-8",
      icalendar(
        calendar,
        editions.flatMap((edition) => eventsOf(edition, locale, baseUrl)),
      ),
    );
  });
  app.get("/data/calls.atom", async (c) => {
    const { published, city, baseUrl } = c.get("services");
    const editions = await editionBriefs(published).execute();
    return answerFeed(
      c,
      "application/atom+xml; charset=utf-8",
      atomFeed(editions, { locale: languageOfFeed(c), baseUrl, city: city.name, now: new Date() }),
    );
  });
}

/** The calendar of one edition; undefined when none of that name is public. */
export async function calendarOf(c: Context<AppEnv>, id: string): Promise<Response | undefined> {
  const { published, baseUrl } = c.get("services");
  const locale = c.get("locale");
  const edition = await editionBriefs(published).where("edition.id", "=", id).executeTakeFirst();
  if (!edition) return undefined;
  const calendar = {
    name: textIn(edition.name, locale)?.text ?? id,
    url: baseUrl + href(locale, "edition", { id }),
    language: locale,
  };
  return answerFeed(c, "text/calendar; charset=utf-8", icalendar(calendar, eventsOf(edition, locale, baseUrl)), `${id}.ics`);
}

/** The language that a feed is asked for in (?lang=), the first of the city otherwise. */
export function languageOfFeed(c: Context<AppEnv>): Locale {
  const lang = c.req.query("lang") ?? "";
  return isLocale(lang) ? lang : mainLanguage();
}

/** A feed with its ETag: small, made for each request, said not to have changed when it has not. */
export function answerFeed(c: Context<AppEnv>, type: string, body: string, name?: string): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers: Record<string, string> = { "Content-Type": type, ETag: etag, "Cache-Control": "public, no-cache" };
  if (name) headers["Content-Disposition"] = `attachment; filename="${name}"`;
  const asked = c.req.header("if-none-match");
  if (asked?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
  return c.body(body, 200, headers);
}
