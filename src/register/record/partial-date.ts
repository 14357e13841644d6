import { conventionsOf } from "../../platform/i18n/languages.ts";

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** True for a day, a month or a year that exists (ISO 8601 reduced precision): "2024-02-29", "2018-11", "2005". */
export function isPartialDate(value: string): boolean {
  const match = PARTIAL.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The first day that a partial date may mean, as YYYY-MM-DD. */
export function firstDay(value: string): string {
  return value.length === 4 ? `${value}-01-01` : value.length === 7 ? `${value}-01` : value;
}

/** The last day that a partial date may mean, as YYYY-MM-DD. */
export function lastDay(value: string): string {
  if (value.length === 10) return value;
  if (value.length === 4) return `${value}-12-31`;
  const [year, month] = value.split("-").map(Number) as [number, number];
  return `${value}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`;
}

// A formatter costs far more to make than to use.
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: string, length: number): Intl.DateTimeFormat {
  const key = `${locale} ${length}`;
  let format = formats.get(key);
  if (!format) {
    const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
    if (length >= 7) options.month = "long";
    if (length === 10) options.day = "numeric";
    formats.set(key, (format = new Intl.DateTimeFormat(conventionsOf(locale), options)));
  }
  return format;
}

/** Writes a partial date as precisely as it is known and no more: "5 novembre 2018", "novembre 2018", "2018". */
export function formatPartialDate(value: string, locale: string): string {
  const written = formatOf(locale, value.length).format(new Date(`${firstDay(value)}T00:00:00Z`));
  return value.length === 10 ? withOrdinal(written, locale) : written;
}

/** French alone writes the first of a month as an ordinal; Intl does not. */
export function withOrdinal(written: string, locale: string): string {
  return locale === "fr" ? written.replace(/^1 /, "1er ") : written;
}
