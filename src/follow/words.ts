import type { Locale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { type Localised, textIn } from "../platform/localised.ts";
import { href, hrefOfRecord } from "../ui/paths.ts";
import { isWhole, type Topic, topicKey } from "./rules.ts";

/** A topic in words: "Thème : eau". */
export function topicWords(topic: Topic, names: ReadonlyMap<string, Localised>, locale: Locale): string {
  const t = translator(locale);
  if (isWhole(topic.type)) return t(`follow.topic.${topic.type}`);
  const name = textIn(names.get(topicKey(topic)) ?? {}, locale)?.text ?? topic.value;
  return t(`follow.topic.${topic.type}`, { name });
}

/** Where all of a topic is: the list of projects narrowed to it, or the page of the record. */
export function pageOfTopic(locale: Locale, { type, value }: Topic): string {
  if (type === "theme" || type === "country") return href(locale, "projects", { query: { [type]: [value] } });
  if (type === "calls") return href(locale, "calls");
  return (type === "everything" ? undefined : hrefOfRecord(locale, type, value)) ?? href(locale, "home");
}
