import type { FC } from "hono/jsx";

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in as few signs as a table wants: "24/11/2026 10:57". The machine-readable one is beside it. */
export const When: FC<{ at: Date; locale: string }> = ({ at, locale }) => {
  const tag = locale === "en" ? "en-GB" : locale;
  const format = formats.get(tag) ?? new Intl.DateTimeFormat(tag, { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" });
  formats.set(tag, format);
  return <time datetime={at.toISOString()}>{format.format(at)}</time>;
};
