import type { FC } from "hono/jsx";
import { conventionsOf } from "../platform/i18n/languages.ts";
import { timeZone } from "../platform/time-zone.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in as few signs as a table wants: "24/11/2026 10:57". */
export function shortInstant(at: Date, locale: string): string {
  const tag = conventionsOf(locale);
  const format = formats.get(tag) ?? new Intl.DateTimeFormat(tag, { dateStyle: "short", timeStyle: "short", timeZone: timeZone() });
  formats.set(tag, format);
  return format.format(at);
}

/** The same, with the machine-readable one beside it. */
export const When: FC<{ at: Date; locale: string }> = ({ at, locale }) => (
  <time datetime={at.toISOString()}>{shortInstant(at, locale)}</time>
);
