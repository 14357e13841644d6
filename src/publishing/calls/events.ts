import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { showInstant } from "../../platform/instants.ts";
import { textIn } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import { href } from "../../ui/paths.ts";
import type { CalendarEvent } from "./icalendar.ts";

/** The dates of an edition that an applicant keeps in a calendar: opening, meeting, deadline, jury, results. */
export function eventsOf(edition: EditionBrief, locale: Locale, baseUrl: string): CalendarEvent[] {
  const t = translator(locale);
  const name = textIn(edition.name, locale)?.text ?? edition.id;
  const url = baseUrl + href(locale, "edition", { id: edition.id });
  const event = (step: "opens" | "information" | "closes" | "jury" | "results", start: string | null): CalendarEvent[] =>
    // A date known to the month is in no calendar.
    start === null || start.length < 10
      ? []
      : [
          {
            uid: `edition-${edition.id}-${step}@${new URL(baseUrl).hostname}`,
            summary: t(`calls.ics.${step}`, { name }),
            description: [start.length > 10 ? showInstant(locale, start, timeZone()) : "", textIn(edition.summary, locale)?.text ?? "", url]
              .filter(Boolean)
              .join("\n"),
            url,
            start,
            updatedAt: edition.updatedAt,
            sequence: edition.version,
            cancelled: edition.cancelledOn !== null,
            ...(step === "closes" ? { alarms: ["P7D", "P1D"].map((before) => ({ before, text: t("calls.ics.alarm", { name }) })) } : {}),
          },
        ];
  return [
    ...event("opens", edition.opensAt),
    ...event("information", edition.informationAt),
    ...event("closes", edition.closesAt),
    ...event("jury", edition.juryOn),
    ...event("results", edition.resultsOn),
  ];
}
