import type { Told } from "../../follow/change-store.ts";
import type { Topic } from "../../follow/rules.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { href, hrefOfFollowFeed, hrefOfRecord } from "../../ui/paths.ts";
import { element, textElement } from "../xml.ts";

export interface TopicFeed {
  topic: Topic;
  /** The topic in words. */
  title: string;
  /** The page of the topic. */
  page: string;
  locale: Locale;
  baseUrl: string;
  /** The name of the city. */
  city: Localised;
}
export type Entry = Told & { at: Date };

const SUMMARY = 300;

/** The changes of one topic as a feed (RFC 4287). An identifier is that of its record: a change is the same entry, newer. */
export function topicFeed(entries: readonly Entry[], { topic, title, page, locale, baseUrl, city }: TopicFeed): string {
  const t = translator(locale);
  const host = new URL(baseUrl).hostname;
  const tag = (rest: string) => `tag:${host},2000:${rest}`;
  const text = (value: Localised) => textIn(value, locale)?.text ?? "";
  const link = (path: string) => ({ rel: "alternate", type: "text/html", hreflang: locale, href: baseUrl + path });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "feed",
    { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": locale },
    textElement("id", {}, tag(`follow/${topic.type}${topic.value ? `/${topic.value}` : ""}`)),
    textElement("title", {}, t("follow.feed.title", { topic: title, city: text(city) })),
    textElement("updated", {}, (entries[0]?.at ?? new Date(0)).toISOString()),
    element("author", {}, textElement("name", {}, text(city))),
    element("link", { rel: "self", type: "application/atom+xml", href: baseUrl + hrefOfFollowFeed(locale, topic) }),
    element("link", link(page)),
    ...entries.map(({ kind, id, name, description, demo, publishedAt, at }) =>
      element(
        "entry",
        {},
        textElement("id", {}, tag(`${kind}/${id}`)),
        textElement("title", {}, demo ? `${text(name)} (${t("common.demo").toLowerCase()})` : text(name)),
        textElement("updated", {}, at.toISOString()),
        publishedAt ? textElement("published", {}, publishedAt.toISOString()) : undefined,
        element("link", link(hrefOfRecord(locale, kind, id) ?? href(locale, "home"))),
        element("category", { term: kind, label: t.dynamic(`kind.${kind}`) }),
        text(description) ? textElement("summary", {}, shortened(text(description))) : undefined,
      ),
    ),
  )}\n`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  // bounded: by SUMMARY.
  return line.length <= SUMMARY ? line : `${line.slice(0, SUMMARY - 1).replace(/\s+\S*$/, "")}…`;
}
