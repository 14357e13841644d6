import { Temporal } from "temporal-polyfill";
import { conventionsOf } from "./i18n/languages.ts";
import { timeZone, timeZoneName } from "./time-zone.ts";

/** An instant of UTC to the second, as records hold it: "2026-12-18T11:00:00Z". Sorted as text, they are in order. */
export type Instant = string;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

export type ReadInstant =
  | { ok: true; instant: Instant }
  /** No day and hour at all. */
  | { ok: false; reason: "invalid" }
  /** The clocks jump over this hour that day (spring). */
  | { ok: false; reason: "skipped" }
  /** The clocks show this hour twice that day (autumn): the offsets from UTC of the first and the second time. */
  | { ok: false; reason: "twice"; offsets: [string, string] };

export function isInstant(value: string): boolean {
  if (!INSTANT.test(value)) return false;
  try {
    return Temporal.Instant.from(value).toString() === value;
  } catch {
    return false;
  }
}

/**
 * The instant of a day and hour by the clocks of `zone`: "2026-12-18T12:00" or "2026-12-18 12:00:30", with its offset
 * where the hour exists twice: "2026-10-25T02:30+01:00". With an offset, the zone is not asked.
 */
export function instantOfLocal(local: string, zone: string): ReadInstant {
  const match = LOCAL.exec(local.trim());
  if (!match) return { ok: false, reason: "invalid" };
  const [, day, hour, minute, second = "00", offset] = match;
  const text = `${day}T${hour!.padStart(2, "0")}:${minute}:${second}`;
  try {
    if (offset) return { ok: true, instant: written(Temporal.Instant.from(text + offset.toUpperCase())) };
    const plain = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    // A leap second is no second of UTC as computers count it.
    if (second === "60") return { ok: false, reason: "invalid" };
    const first = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
    const last = plain.toZonedDateTime(zone, { disambiguation: "later" });
    if (!first.toPlainDateTime().equals(plain)) return { ok: false, reason: "skipped" };
    if (first.epochMilliseconds !== last.epochMilliseconds) return { ok: false, reason: "twice", offsets: [first.offset, last.offset] };
    return { ok: true, instant: written(first.toInstant()) };
  } catch {
    return { ok: false, reason: "invalid" };
  }
}

/**
 * The day and hour that the clocks of `zone` show at an instant, as a form holds them: "2026-12-18T12:00:00", and the
 * offset when they show that hour twice.
 */
export function localOfInstant(instant: Instant, zone: string): { local: string; offset?: string } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const local = zoned.toPlainDateTime().toString({ smallestUnit: "second" });
  const read = instantOfLocal(local, zone);
  return read.ok ? { local } : { local, offset: zoned.offset };
}

/** The day of an instant by the calendar of `zone`: "2026-12-18". */
export function dayOfInstant(instant: Instant, zone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The day of an instant by the city's calendar: "2026-12-18". */
export const dayOf = (at: Date): string => dayOfInstant(at.toISOString(), timeZone());

/** The same day and hour so many years later by the clocks of `zone`; 29 February becomes the 28th, a skipped hour the next. */
export function yearsLater(instant: Instant, years: number, zone: string): Instant {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().add({ years });
  return written(local.toZonedDateTime(zone, { disambiguation: "compatible" }).toInstant());
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(conventionsOf(locale), { ...options, timeZone: zone })));
  return format;
}

/** "vendredi 18 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)": nothing about the deadline is left to guess. */
export function showInstant(locale: string, instant: Instant, zone: string): string {
  return `${showLocal(locale, instant, zone)} (${zoneOf(locale, instant, zone)})`;
}

/** "vendredi 18 décembre 2026 à 12:00:00", by the clocks of `zone`. */
export function showLocal(locale: string, instant: Instant, zone: string): string {
  const at = new Date(instant);
  const written = formatOf(locale, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(at)
    .replace(/^(\p{L}+),? /u, "$1 ");
  const day = locale === "fr" ? written.replace(/ 1 /, " 1er ") : written;
  // hourCycle h23: midnight is the 00:00:00 that begins the day named, never the 24:00 that ends it.
  const hour = formatOf("en", zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at);
  return `${day} ${locale === "fr" ? "à" : "at"} ${hour}`;
}

/** "heure de Paris, UTC+1" at an instant. */
export function zoneOf(locale: string, instant: Instant, zone: string): string {
  return `${timeZoneName(locale)}, ${utcOffset(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offset)}`;
}

/** "+01:00" as people write it: "UTC+1"; "+05:30" is "UTC+5:30", "+00:00" is "UTC". */
export function utcOffset(offset: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})/.exec(offset)!;
  if (Number(hours) === 0 && Number(minutes) === 0) return "UTC";
  return `UTC${sign === "-" ? "−" : "+"}${Number(hours)}${minutes === "00" ? "" : `:${minutes}`}`;
}

function written(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: "second" });
}
