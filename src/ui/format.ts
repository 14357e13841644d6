import { conventionsOf, type Locale } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { type Localised, textIn } from "../platform/localised.ts";
import { timeZone } from "../platform/time-zone.ts";
import { formatPartialDate, withOrdinal } from "../register/record/partial-date.ts";

// An Intl formatter costs far more to make than to use.
const cache = new Map<string, Intl.NumberFormat>();
const dayFormats = new Map<string, Intl.DateTimeFormat>();
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.NumberFormat(conventionsOf(locale), options)));
  return format;
}

/** Integer cents as an amount: "1 234,50 €"; whole amounts without decimals. */
export function money(cents: number, currency: string, locale: string): string {
  const decimals = cents % 100 === 0 ? 0 : 2;
  return numberFormat(locale, { style: "currency", currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    cents / 100,
  );
}

/** Degrees, to some ten metres: "14,8123°". */
export function angle(degrees: number, locale: string): string {
  return `${numberFormat(locale, { maximumFractionDigits: 4 }).format(degrees)}°`;
}

export function count(n: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 20 }).format(n);
}

/** A score as everyone writes it: two decimals; a dash where there is none. */
export function score(value: number | null, locale: string): string {
  return value === null ? "–" : numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** A share in per cent (0 to 100). */
export function share(percentage: number, locale: string): string {
  return numberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(percentage / 100);
}

/** A partial date as precisely as it is known. */
export function date(value: string, locale: string): string {
  return formatPartialDate(value, locale);
}

/** The day and hour of an instant by the city's clocks: "24 novembre 2026 à 10:57". */
export function instant(value: Date, locale: string): string {
  return withOrdinal(clock(locale, { dateStyle: "long", timeStyle: "short" }).format(value), locale);
}

/** The day of an instant by the city's calendar. */
export function day(value: Date, locale: string): string {
  return withOrdinal(clock(locale, { dateStyle: "long" }).format(value), locale);
}

function clock(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone()} ${JSON.stringify(options)}`;
  let format = dayFormats.get(key);
  if (!format) dayFormats.set(key, (format = new Intl.DateTimeFormat(conventionsOf(locale), { ...options, timeZone: timeZone() })));
  return format;
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

const MILLION = 1_000_000;

/** An amount as one says it: whole millions or thousandths of them are "29 millions d’euros", the rest as money() does. */
export function spokenMoney(value: number, currency: string, locale: Locale): string {
  const thousandths = value / 1_000;
  if (currency !== "EUR" || value < MILLION || value >= 1_000 * MILLION || !Number.isInteger(thousandths))
    return money(Math.round(value * 100), currency, locale);
  const millions = value / MILLION;
  return translator(locale)("common.millionsOfEuros", { millions, amount: count(millions, locale) });
}

/** A figure's value with what was said of it: "plus de 29 millions d’euros". */
export function figureValue(figure: Measured, locale: Locale): string {
  const t = translator(locale);
  const unit = textIn(figure.unit, locale)?.text ?? "";
  const amount =
    figure.measure === "money"
      ? spokenMoney(figure.value, figure.currency ?? "EUR", locale)
      : figure.measure === "percent"
        ? `${share(figure.value, locale)} ${unit.replace(/^%\s*/, "")}`.trim() // "70 %", and "70 % des habitants"
        : `${count(figure.value, locale)} ${unit}`.trim();
  return figure.qualifier === "exact" ? amount : t.dynamic(`qualifier.${figure.qualifier}`, { amount });
}
