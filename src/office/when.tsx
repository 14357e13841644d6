import type { FC } from "hono/jsx";
import { conventionsOf } from "../platform/i18n/languages.ts";
import { timeZone } from "../platform/time-zone.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in as few signs as a table wants: "24/11/2026 10:57". The machine-readable one is beside it. */
export const When: FC<{ at: Date; locale: string }> = ({ at, locale }) => {
  const tag = conventionsOf(locale);
  const format = formats.get(tag) ?? new Intl.DateTimeFormat(tag, { dateStyle: "short", timeStyle: "short", timeZone: timeZone() });
  formats.set(tag, format);
  return <time datetime={at.toISOString()}>{format.format(at)}</time>;
};
