import type { City } from "./city.ts";
import { languages, setMainLanguage } from "./i18n/languages.ts";
import { setOwnWords } from "./i18n/messages.ts";
import { setLaw } from "./law.ts";
import { setTerms } from "./retention/terms.ts";
import { setTimeZone } from "./time-zone.ts";

/** Lets the program speak, reckon and judge as this city does. Once, before anything is asked of it. */
export function settle(city: City): void {
  setTimeZone(city.timeZone, city.timeZoneName);
  setTerms(city.privacy.terms);
  setMainLanguage(city.languages[0]!);
  setLaw(city.law);
  for (const locale of languages) setOwnWords(locale, city.words[locale] ?? {});
}
