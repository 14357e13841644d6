import { languages } from "../platform/i18n/languages.ts";
import { type MessageKey, translator } from "../platform/i18n/messages.ts";
import type { Localised } from "../platform/localised.ts";

/** A message in every language of the site. */
export function said(key: MessageKey, values?: Record<string, string>): Localised {
  return Object.fromEntries(languages.map((locale) => [locale, translator(locale)(key, values)]));
}
