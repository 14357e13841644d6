/** One text per language (ISO 639-1), any of them absent. */
export type Localised = Partial<Record<string, string>>;

/** The text in `locale`, else in the first language that has one, with the language it is in; undefined when empty. */
export function textIn(text: Localised, locale: string): { text: string; language: string } | undefined {
  const own = text[locale];
  if (own) return { text: own, language: locale };
  for (const [language, other] of Object.entries(text)) if (other) return { text: other, language };
  return undefined;
}
