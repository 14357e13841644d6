import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { showInstant } from "../../platform/instants.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import { phaseOf } from "../../register/edition/rules.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { element, textElement } from "../xml.ts";

export interface Feed {
  locale: Locale;
  baseUrl: string;
  /** The name of the city. */
  city: Localised;
  now: Date;
}

/** When an edition last had news: changed by someone, opened, or closed. */
function newsAt(edition: EditionBrief, now: Date): Date {
  const passed = [edition.opensAt, edition.closesAt].map((at) => new Date(at)).filter((at) => at <= now);
  return new Date(Math.max(edition.updatedAt.getTime(), ...passed.map((at) => at.getTime())));
}

/** The editions as a feed (RFC 4287), the newest news first. Identifiers are those of the editions: they never change. */
export function atomFeed(editions: readonly EditionBrief[], { locale, baseUrl, city, now }: Feed): string {
  const t = translator(locale);
  const host = new URL(baseUrl).hostname;
  const text = (value: Localised) => textIn(value, locale)?.text ?? "";
  const show = (at: string) => showInstant(locale, at, timeZone());
  const sorted = editions.map((edition) => ({ edition, at: newsAt(edition, now) })).sort((a, b) => b.at.getTime() - a.at.getTime());
  const updated = sorted[0]?.at ?? new Date(0);
  const entries = sorted.map(({ edition, at }) => {
    const phase = phaseOf(edition, now);
    const when = t(`calls.atom.${phase}`, { opens: show(edition.opensAt), closes: show(edition.closesAt) });
    return element(
      "entry",
      {},
      textElement("id", {}, `tag:${host},2000:edition/${edition.id}`),
      textElement("title", {}, text(edition.name)),
      textElement("updated", {}, at.toISOString()),
      edition.publishedAt ? textElement("published", {}, edition.publishedAt.toISOString()) : undefined,
      element("link", {
        rel: "alternate",
        type: "text/html",
        hreflang: locale,
        href: baseUrl + href(locale, "edition", { id: edition.id }),
      }),
      element("category", { term: phase, label: t(`calls.phase.${phase}`) }),
      textElement("summary", {}, [when, text(edition.summary)].filter(Boolean).join(" ")),
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "feed",
    { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": locale },
    textElement("id", {}, `tag:${host},2000:calls`),
    textElement("title", {}, t("calls.atom.title", { city: text(city) })),
    textElement("updated", {}, updated.toISOString()),
    element("author", {}, textElement("name", {}, text(city))),
    element("link", { rel: "self", type: "application/atom+xml", href: baseUrl + hrefOfData("calls.atom", { lang: locale }) }),
    element("link", { rel: "alternate", type: "text/html", hreflang: locale, href: baseUrl + href(locale, "calls") }),
    ...entries,
  )}\n`;
}
