import type { Localised } from "../../../platform/localised.ts";
import { isPartialDate } from "../../../register/record/partial-date.ts";
import { attributeOf, childrenOf, ownText, type XmlNode } from "./node.ts";
import type { Tell } from "./told.ts";

/** What reading the values of one activity needs. */
export interface Reading {
  tell: Tell;
  /** The language of narratives that name none: the activity's, else the city's. */
  language: string;
  /** YYYY-MM-DD. */
  today: string;
  known: KnownCodes;
}

/** The codes that the register knows: an activity's others stay in its XML. */
export interface KnownCodes {
  countries: ReadonlySet<string>;
  /** By vocabulary of the register: dac-sector, sdg-goal, sdg-target, organisation-type, collaboration-type, aid-type, channel. */
  terms: ReadonlyMap<string, ReadonlySet<string>>;
}

const LANGUAGE = /^([a-z]{2})(?:[-_].*)?$/i;

export function languageOf(tag: string | undefined): string | undefined {
  return tag === undefined ? undefined : LANGUAGE.exec(tag)?.[1]?.toLowerCase();
}

/** The narratives of an element, one text a language: the first of each. */
export function narrativesOf(node: XmlNode | undefined, reading: Reading): Localised {
  const words: Localised = {};
  if (!node) return words;
  for (const narrative of childrenOf(node, "narrative")) {
    const text = cleaned(ownText(narrative));
    if (text === "") continue;
    const tag = attributeOf(narrative, "xml:lang");
    const language = languageOf(tag);
    if (tag !== undefined && language === undefined)
      reading.tell("language_unknown", narrative, { value: tag, language: reading.language });
    words[language ?? reading.language] ??= text;
  }
  return words;
}

// What a record does not keep of a text: control characters (C1 too, which some files carry), and odd white space in names.
const cleaned = (text: string) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "").trim();

/** Texts no longer than a record holds, cut at a word. */
export function cut(words: Localised, max: number, node: XmlNode, tell: Tell): Localised {
  return Object.fromEntries(
    Object.entries(words).map(([language, text = ""]) => {
      if (text.length <= max) return [language, text];
      tell("text_cut", node, { maximum: max });
      return [
        language,
        `${text
          .slice(0, max - 1)
          .toWellFormed()
          .replace(/\s+\S{0,40}$/, "")}…`,
      ];
    }),
  );
}

/** One line: names in files are often broken over several. */
export function inOneLine(words: Localised): Localised {
  return Object.fromEntries(Object.entries(words).map(([language, text = ""]) => [language, text.replace(/\s+/g, " ")]));
}

/** xsd:date, with the zone that it may carry left out; a day of the calendar, or undefined and told. */
export function dayOf(node: XmlNode | undefined, tell: Tell, name = "iso-date"): string | undefined {
  const value = attributeOf(node, name);
  if (!node || value === undefined) return undefined;
  const day = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2}|T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(value)?.[1];
  if (day && isPartialDate(day)) return day;
  tell("date", node, { value });
  return undefined;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** xsd:decimal in ten-thousandths and less, exactly; "1 200", "1.200,00", "12 %" are told, not guessed. */
export function decimalOf(text: string | undefined, node: XmlNode, tell: Tell): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = /\d/.test(text) && DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value) && Math.abs(value) <= 1e15) return value;
  tell("number", node, { value: text });
  return undefined;
}

/** Beyond this no amount is believed, and numbers of JavaScript are no longer exact. */
const MOST_CENTS = 100_000_000_000_000n;

/** A decimal amount in integer cents, by its digits: no binary fraction comes between. A third decimal is rounded, and told. */
export function centsOf(text: string, node: XmlNode, tell: Tell): number | undefined {
  const match = /\d/.test(text) ? DECIMAL.exec(text) : null;
  if (!match || match[2]!.length > 20) {
    tell("number", node, { value: text });
    return undefined;
  }
  const [, sign, whole = "", fraction = ""] = match;
  let cents = BigInt(whole || "0") * 100n + BigInt(fraction.slice(0, 2).padEnd(2, "0"));
  if (/[1-9]/.test(fraction.slice(2))) {
    if (fraction[2]! >= "5") cents += 1n;
    tell("rounded", node, { value: text });
  }
  if (cents > MOST_CENTS) {
    tell("number", node, { value: text });
    return undefined;
  }
  return Number(sign === "-" ? -cents : cents) || 0;
}

/** A code of a vocabulary of the register; any other is told and stays in the XML. */
export function codeOf(node: XmlNode | undefined, vocabulary: string, { known, tell }: Reading): string | undefined {
  const code = attributeOf(node, "code");
  if (!node || code === undefined) return undefined;
  if (known.terms.get(vocabulary)?.has(code)) return code;
  tell("code_unknown", node, { value: code });
  return undefined;
}
