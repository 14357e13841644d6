import type { Translator } from "../../../platform/i18n/messages.ts";
import { date } from "../../../ui/format.ts";

/** A value of a record's choice in words: choice(t, "partner.type", "city"). */
export function choice(t: Translator, field: string, value: string): string {
  return t.dynamic(`choice.${field}.${value}`);
}

/** "2020", "2020–2024"; undefined when neither year is known. */
export function years(first: number | null, last: number | null): string | undefined {
  if (first === null) return last === null ? undefined : String(last);
  return last === null || last === first ? String(first) : `${first}–${last}`;
}

/** "depuis 2005", "depuis le 5 mai 2005", "jusqu’en 2010", "2005 – 2010", each as precisely as it is known; undefined when nothing is. */
export function period(t: Translator, from: string | null, to: string | null): string | undefined {
  if (from && to)
    return from === to ? date(from, t.locale) : t("portal.period.between", { from: date(from, t.locale), to: date(to, t.locale) });
  if (from) return t("portal.period.since", { date: date(from, t.locale), precision: precision(from) });
  return to ? t("portal.period.until", { date: date(to, t.locale), precision: precision(to) }) : undefined;
}

/** How far a partial date is known: what a language needs to choose its preposition. */
export function precision(value: string): "day" | "month" | "year" {
  return value.length === 10 ? "day" : value.length === 7 ? "month" : "year";
}

/** True when a unit only repeats the currency that the amount already bears: "euros" after "25 000 000 €". */
export function isCurrencyName(unit: string, currency: string | null, locale: string): boolean {
  if (!currency) return false;
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "name" })
    .formatToParts(1_000_000)
    .some((part) => part.type === "currency" && part.value === unit);
}

const displayNames = new Map<string, Intl.DisplayNames>();
function displayed(type: "region" | "language", code: string, locale: string): string {
  const key = `${type} ${locale}`;
  let names = displayNames.get(key);
  if (!names) displayNames.set(key, (names = new Intl.DisplayNames(locale, { type })));
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a country by its code, for a code that no record of the page names. */
export function countryName(code: string, locale: string): string {
  return displayed("region", code, locale);
}

export function languageName(code: string, locale: string): string {
  return displayed("language", code, locale);
}
