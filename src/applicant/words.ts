import type { Refusal } from "../funding/acts.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import { showInstant } from "../platform/instants.ts";
import { timeZone } from "../platform/time-zone.ts";
import type { Problem } from "../register/record/kind.ts";
import { date, money, share } from "../ui/format.ts";

/** What is wrong, in words: amounts, days and shares among its values written as people of the language do. */
export function problemWords(t: Translator, problem: Problem, currency = "EUR"): string {
  const values = Object.fromEntries(
    Object.entries(problem.values ?? {}).map(([name, value]) => [name, written(name, value, t.locale, currency)]),
  );
  const key = `problem.${problem.code}`;
  return t.dynamic(t.has(key) ? key : "problem.invalid", values);
}

function written(name: string, value: string | number, locale: string, currency: string): string | number {
  if (["cents", "expenses", "resources", "difference"].includes(name)) return money(Number(value), currency, locale);
  if (name === "day") return date(String(value), locale);
  if (name === "percent") return share(Number(value), locale);
  return value;
}

/** Why an act was not done. */
export function refusalWords(t: Translator, refusal: Pick<Refusal, "reason" | "values">): string {
  const keys = [`space.refusal.${refusal.reason}`, `refusal.${refusal.reason}`, `problem.${refusal.reason}`];
  return t.dynamic(keys.find((key) => t.has(key)) ?? "space.refusal.other", refusal.values);
}

/** "vendredi 18 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)" */
export function instantWords(at: Date | string, locale: string): string {
  const text = typeof at === "string" ? at : at.toISOString();
  return showInstant(locale, `${text.slice(0, 19)}Z`, timeZone());
}

/** "dans 3 jours", "il y a 2 heures": in the largest unit that is whole. */
export function awayWords(at: Date, now: Date, locale: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ] as const)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(seconds, "second");
}
