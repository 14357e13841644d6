/** The languages of the interface and of the content, the first being the reference of the messages. Each has a folder in messages/. */
export const languages = ["fr", "en"] as const;
export type Locale = (typeof languages)[number];

// English is written for readers in Europe: "24 November 2026".
const conventions: Record<string, string> = { en: "en-GB" };

/** Which way a language is written: the layout mirrors itself by it. */
export const directionOf = (locale: string): "ltr" | "rtl" => (/^(ar|fa|he|ku|ur)\b/.test(locale) ? "rtl" : "ltr");

/** The tag by which dates and numbers of a language are written, for Intl. */
export function conventionsOf(locale: string): string {
  return conventions[locale] ?? locale;
}

export function isLocale(value: string): value is Locale {
  return (languages as readonly string[]).includes(value);
}

let main: Locale = languages[0];

/** The city’s own language: of who has said none, of files that have one. */
export function mainLanguage(): Locale {
  return main;
}

/** Set once, when the settings of the city are read. */
export function setMainLanguage(locale: Locale): void {
  main = locale;
}

/** The language of someone of whom a tag is known, or none: the city’s where it is not one of ours. */
export function localeOf(tag: string | null | undefined): Locale {
  return tag && isLocale(tag) ? tag : main;
}
