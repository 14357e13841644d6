import type { Locale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { type Localised, textIn } from "../platform/localised.ts";
import { formatPartialDate } from "../register/record/partial-date.ts";

// An Intl formatter costs far more to make than to use.
const cache = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format;
}

/** Integer cents as an amount: "1 234,50 €"; whole amounts without decimals. */
export function money(cents: number, currency: string, locale: string): string {
  const decimals = cents % 100 === 0 ? 0 : 2;
  return numberFormat(locale, { style: "currency", currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    cents / 100,
  );
}

export function count(n: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 20 }).format(n);
}

/** A share in per cent (0 to 100). */
export function share(percentage: number, locale: string): string {
  return numberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(percentage / 100);
}

/** A partial date as precisely as it is known. */
export function date(value: string, locale: string): string {
  return formatPartialDate(value, locale);
}

/** The day of an instant in Paris time is the city's day; the instants of the log are shown with hour and offset. */
export function instant(value: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" }).format(value);
}

export function day(value: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Europe/Paris" }).format(value);
}

/** 1 536 000 bytes: "1,5 Mo", "1.5 MB". */
export function bytes(n: number, locale: string): string {
  const [value, unit] = n < 1_000 ? [n, "byte"] : n < 1_000_000 ? [n / 1_000, "kilobyte"] : [n / 1_000_000, "megabyte"];
  return numberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

export interface Measured {
  value: number;
  qualifier: string;
  measure: string;
  currency: string | null;
  unit: Localised;
}

/** A figure's value with what was said of it: "plus de 29 millions d’euros" is "plus de 29 000 000 €". */
export function figureValue(figure: Measured, locale: Locale): string {
  const t = translator(locale);
  const unit = textIn(figure.unit, locale)?.text ?? "";
  const amount =
    figure.measure === "money"
      ? money(Math.round(figure.value * 100), figure.currency ?? "EUR", locale)
      : figure.measure === "percent"
        ? `${share(figure.value, locale)} ${unit}`.trim()
        : `${count(figure.value, locale)} ${unit}`.trim();
  return figure.qualifier === "exact" ? amount : t.dynamic(`qualifier.${figure.qualifier}`, { amount });
}
