import { Temporal } from "temporal-polyfill";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import type { OccasionInFeed } from "../../register/occasion/calendar-store.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import type { CalendarEvent } from "../calls/icalendar.ts";

/**
 * An occasion as an event of a calendar: from instant to instant where the hours are known, whole days where the days
 * are. One known to the month or the year is in no calendar: none. RFC 5545 counts the end out: the day after the last.
 */
export function eventOf(one: OccasionInFeed, locale: Locale, baseUrl: string): CalendarEvent[] {
  if (one.startsOn.length < 10) return [];
  const t = translator(locale);
  const text = (value: Localised) => textIn(value, locale)?.text ?? "";
  const url = baseUrl + hrefOfRecord(locale, "occasion", one.id);
  // A day when it ends that is not known to the day says nothing.
  const last = one.endsOn?.length === 10 ? one.endsOn : one.startsOn;
  const where = one.places
    .map(({ venue, point }) => [text(venue), point ? text(point.name) : ""].filter(Boolean).join(", "))
    .filter(Boolean);
  const state = one.state === "cancelled" || one.state === "postponed" ? t.dynamic(`choice.occasion.state.${one.state}`) : "";
  return [
    {
      uid: `occasion-${one.id}@${new URL(baseUrl).hostname}`,
      summary: [state, text(one.name)].filter(Boolean).join(" — "),
      description: [text(one.description) || text(one.purpose), url].filter(Boolean).join("\n"),
      url,
      start: one.startsAt ?? one.startsOn,
      end: one.startsAt ? (one.endsAt ?? undefined) : Temporal.PlainDate.from(last).add({ days: 1 }).toString(),
      location: where.join(" ; "),
      updatedAt: one.updatedAt,
      sequence: one.version,
      cancelled: one.state === "cancelled",
      // Not sure to take place as it is said.
      tentative: one.state === "planned" || one.state === "postponed",
    },
  ];
}
