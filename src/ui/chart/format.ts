import type { Locale } from "../../platform/i18n/languages.ts";
import { conventionsOf } from "../../platform/i18n/languages.ts";
import { count, money } from "../format.ts";
import type { ChartData } from "./data.ts";

const shorts = new Map<string, Intl.NumberFormat>();

const MILLION_CENTS = 100_000_000;

/** A value as a drawing has room for it: "1,2 M€", "956 800 €". The table says it whole. */
export function shortly(value: number, { unit, currency }: ChartData, locale: Locale): string {
  if (unit === "cents" && Math.abs(value) < MILLION_CENTS) return money(Math.round(value / 100) * 100, currency ?? "EUR", locale);
  const key = `${locale} ${unit} ${currency}`;
  let format = shorts.get(key);
  if (!format)
    shorts.set(
      key,
      (format = new Intl.NumberFormat(conventionsOf(locale), {
        notation: "compact",
        maximumFractionDigits: 2,
        ...(unit === "cents" ? { style: "currency", currency: currency ?? "EUR" } : {}),
      })),
    );
  return format.format(unit === "cents" ? value / 100 : value);
}

/** A value whole, to the cent. */
export function wholly(value: number, { unit, currency }: ChartData, locale: Locale): string {
  return unit === "cents" ? money(value, currency ?? "EUR", locale) : count(value, locale);
}

/** About how wide a text is drawn, in its own pixels: letters of the sans are half as wide as high. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.54;

/** A text cut to a width, with a mark that says so. */
export function cut(text: string, width: number, size: number): string {
  const most = Math.max(3, Math.floor(width / (size * 0.54)));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
