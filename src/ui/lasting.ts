import { conventionsOf, type Locale } from "../platform/i18n/languages.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import { dayOfInstant, zoneOf } from "../platform/instants.ts";
import { timeZone } from "../platform/time-zone.ts";
import { firstDay, formatPartialDate, withOrdinal } from "../register/record/partial-date.ts";

/** When something takes place: days as precisely as they are known, instants where the hour is. */
export interface Lasting {
  startsOn: string;
  endsOn: string | null;
  startsAt: string | null;
  endsAt: string | null;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(conventionsOf(locale), { ...options, timeZone: zone })));
  return format;
}
const short: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", day: "numeric" };
const midnight = (day: string) => new Date(`${firstDay(day)}T00:00:00Z`);

/** "13 octobre 2017", "1–29 mai 2022", "2015", "mai 2022 – juin 2023": for a row of a table. */
export function days({ startsOn, endsOn }: Pick<Lasting, "startsOn" | "endsOn">, locale: Locale): string {
  if (!endsOn || endsOn === startsOn) return formatPartialDate(startsOn, locale);
  if (startsOn.length === 10 && endsOn.length === 10)
    return withOrdinal(formatOf(locale, "UTC", short).formatRange(midnight(startsOn), midnight(endsOn)), locale);
  return `${formatPartialDate(startsOn, locale)} – ${formatPartialDate(endsOn, locale)}`;
}

/** "vendredi 13 octobre 2017"; less where less is known. */
export function weekday(day: string, locale: Locale): string {
  if (day.length < 10) return formatPartialDate(day, locale);
  const written = formatOf(locale, "UTC", { weekday: "long", ...short }).format(midnight(day));
  return locale === "fr" ? written.replace(/ 1 /, " 1er ") : written;
}

/** "15:00", by the clocks of the city. */
export const hour = (at: string): string =>
  formatOf("en", timeZone(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));

/** All that is known of when, in words: weekdays, hours by the city's clocks, their zone and offset from UTC. */
export function inFull(lasting: Lasting, t: Translator): string {
  const { locale } = t;
  const { startsOn, endsOn, startsAt, endsAt } = lasting;
  if (!startsAt) {
    if (!endsOn || endsOn === startsOn) return weekday(startsOn, locale);
    return t("occasions.when.days", {
      from: weekday(startsOn, locale),
      to: weekday(endsOn, locale),
      precision: startsOn.length === 10 ? "day" : "less",
    });
  }
  const zone = zoneOf(locale, startsAt, timeZone());
  const first = dayOfInstant(startsAt, timeZone());
  const last = endsAt ? dayOfInstant(endsAt, timeZone()) : (endsOn ?? first);
  if (first === last)
    return endsAt
      ? t("occasions.when.hours", { day: weekday(first, locale), from: hour(startsAt), to: hour(endsAt), zone })
      : t("occasions.when.from", { day: weekday(first, locale), from: hour(startsAt), zone });
  return endsAt
    ? t("occasions.when.between", {
        start: weekday(first, locale),
        from: hour(startsAt),
        end: weekday(last, locale),
        to: hour(endsAt),
        zone,
      })
    : t("occasions.when.until", { start: weekday(first, locale), from: hour(startsAt), end: weekday(last, locale), zone });
}

/** "2027-05" as "mai 2027". */
export const monthName = (month: string, locale: Locale): string => formatPartialDate(month, locale);
