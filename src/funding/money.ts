import { conventionsOf } from "../platform/i18n/languages.ts";

/** Integer cents as an amount in words of a language, always with its decimals: "1 234,50 €". For mails and documents. */
export function formatMoney(cents: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(conventionsOf(locale), { style: "currency", currency }).format(cents / 100);
}
