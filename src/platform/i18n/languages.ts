/** The languages of the interface and of the content, the first being the default. Each has a folder in messages/. */
export const languages = ["fr", "en"] as const;
export type Locale = (typeof languages)[number];

export function isLocale(value: string): value is Locale {
  return (languages as readonly string[]).includes(value);
}
