import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import type { OccasionInFeed } from "../../register/occasion/calendar-store.ts";
import { formatPartialDate } from "../../register/record/partial-date.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { element, textElement } from "../xml.ts";

export interface OccasionFeed {
  locale: Locale;
  baseUrl: string;
  /** The name of the city. */
  city: Localised;
  /** The filters of the address, which the feed says it was asked with. */
  query: Record<string, string[]>;
}

/** Events and visits as a feed (RFC 4287), those last changed first. Identifiers are those of the records: they never change. */
export function occasionsFeed(occasions: readonly OccasionInFeed[], { locale, baseUrl, city, query }: OccasionFeed): string {
  const t = translator(locale);
  const host = new URL(baseUrl).hostname;
  const text = (value: Localised) => textIn(value, locale)?.text ?? "";
  const page = (id: string) => baseUrl + href(locale, "occasion", { id });
  const link = (rel: string, type: string, to: string) => element("link", { rel, type, hreflang: locale, href: to });
  const entries = occasions.map((one) => {
    const when = [one.startsOn, one.endsOn].flatMap((day) => (day ? [formatPartialDate(day, locale)] : []));
    return element(
      "entry",
      {},
      textElement("id", {}, `tag:${host},2000:occasion/${one.id}`),
      textElement("title", {}, text(one.name)),
      textElement("updated", {}, one.updatedAt.toISOString()),
      one.publishedAt ? textElement("published", {}, one.publishedAt.toISOString()) : undefined,
      link("alternate", "text/html", page(one.id)),
      element("category", { term: one.type, label: t.dynamic(`choice.occasion.type.${one.type}`) }),
      element("category", { term: one.state, label: t.dynamic(`choice.occasion.state.${one.state}`) }),
      textElement("summary", {}, [[...new Set(when)].join(" – "), text(one.description)].filter(Boolean).join(". ")),
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "feed",
    { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": locale },
    textElement("id", {}, `tag:${host},2000:occasions`),
    textElement("title", {}, t("occasions.feed.title", { city: text(city) })),
    textElement("updated", {}, (occasions[0]?.updatedAt ?? new Date(0)).toISOString()),
    element("author", {}, textElement("name", {}, text(city))),
    element("link", {
      rel: "self",
      type: "application/atom+xml",
      href: baseUrl + hrefOfData("occasions.atom", { ...query, lang: locale }),
    }),
    link("alternate", "text/html", baseUrl + href(locale, "occasions", { query: { ...query, lang: undefined } })),
    ...entries,
  )}\n`;
}
