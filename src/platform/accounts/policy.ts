import type { City } from "../city.ts";
import type { Config } from "../config.ts";
import { mainLanguage } from "../i18n/languages.ts";
import { textIn } from "../localised.ts";
import type { AccountPolicy } from "./auth.ts";

/** What the settings and the city decide of its accounts. */
export function policyOf(config: Pick<Config, "secondFactor" | "sessionIdle" | "sessionHours">, city: City): AccountPolicy {
  return {
    secondFactor: config.secondFactor,
    idleMinutes: config.sessionIdle,
    sessionHours: config.sessionHours,
    words: [city.name, city.title, city.service].flatMap((text) => Object.values(text)),
    siteName: textIn(city.title, mainLanguage())?.text ?? "Ville-Monde",
  };
}
