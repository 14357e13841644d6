import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { type Attributes, element, textElement } from "../xml.ts";

const NOTHING = /^[\s\p{C}]*$/u;

/** One narrative per language; `fallback` when no language has anything that can be read. */
export function narratives(text: Localised, fallback?: string): string {
  // The database keeps them in the order of their codes: the city's own language comes first.
  const codes = [...new Set<string>([...languages, ...Object.keys(text)])];
  const filled = codes.flatMap((language) =>
    text[language] && !NOTHING.test(text[language]) ? [[language, text[language]] as const] : [],
  );
  if (filled.length === 0) return fallback === undefined ? "" : textElement("narrative", {}, fallback);
  return filled.map(([language, words]) => textElement("narrative", { "xml:lang": language }, words)).join("");
}

/** An element that holds narratives. */
export function narrated(name: string, attributes: Attributes, text: Localised, fallback?: string): string {
  return element(name, attributes, narratives(text, fallback));
}
