import type { City } from "../../platform/city.ts";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Reference } from "../reference-store.ts";

/** What a value may need beyond its row. */
export interface Context {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
  reference: Reference;
}

export type Cell = string | number | boolean | Date | string[] | Record<string, unknown>[] | null | undefined;

/**
 * text; code (one of `options`); url; day (YYYY, YYYY-MM or YYYY-MM-DD, as precisely as it is known); instant (a Date,
 * written in UTC); integer; number; money (integer cents in the row, whole currency units with two decimals in the
 * files); boolean; texts (several, joined by SEPARATOR where a cell holds one text); objects (whole in JSON,
 * elsewhere each in words: see `inWords`).
 */
export type CellType = "text" | "code" | "url" | "day" | "instant" | "integer" | "number" | "money" | "boolean" | "texts" | "objects";

/** A text of the documentation, in every language of the site. */
export type Words = Record<"fr" | "en", string> & Partial<Record<Locale, string>>;

/** Those of a language; in English where nobody has said them in it. */
export const wordsIn = (words: Words, locale: Locale): string => words[locale] ?? words.en;

/** One column of a dataset: every format, the documentation and the Table Schema are made from it. */
export interface Column<R> {
  name: string;
  type: CellType;
  label: Words;
  description: Words;
  unit?: string;
  /** The codes that may stand here, and the messages that name them: "choice.project.state". */
  options?: { codes: readonly string[]; messages: string };
  /** One object of a list as one text. */
  inWords?: (one: any) => string;
  value: (row: R, context: Context) => Cell;
}

/** What stands between several values in one cell. */
export const SEPARATOR = "|";

const inLanguage = (label: Words, language: Locale): Words =>
  Object.fromEntries(
    languages.map((locale) => [locale, `${wordsIn(label, locale)} (${new Intl.DisplayNames(locale, { type: "language" }).of(language)})`]),
  ) as Words;

/** One column per language: name_fr, name_en… */
export function perLanguage<R>(
  name: string,
  type: CellType,
  label: Words,
  description: Words,
  value: (row: R, locale: Locale, context: Context) => Cell,
): Column<R>[] {
  return languages.map((locale) => ({
    name: `${name}_${locale}`,
    type,
    label: inLanguage(label, locale),
    description,
    value: (row, context) => value(row, locale, context),
  }));
}

/** A text of the content in each language, empty where it is not translated. */
export function localisedColumns<R>(
  name: string,
  label: Words,
  description: Words,
  value: (row: R) => Localised | null | undefined,
): Column<R>[] {
  return perLanguage(name, "text", label, description, (row, locale) => value(row)?.[locale]);
}

/** Codes, then their names in each language. */
function codedColumns<R>(
  name: string,
  label: Words,
  description: Words,
  codes: (row: R) => string[],
  nameOf: (code: string, context: Context) => Localised | undefined,
): Column<R>[] {
  const same: Words = {
    fr: `Les noms des codes de « ${name} », dans le même ordre.`,
    en: `The names of the codes of “${name}”, in the same order.`,
  };
  return [
    { name, type: "texts", label: { fr: `${label.fr} (codes)`, en: `${label.en} (codes)` }, description, value: codes },
    ...perLanguage<R>(name, "texts", label, same, (row, locale, context) =>
      codes(row).map((code) => nameOf(code, context)?.[locale] ?? code),
    ),
  ];
}

export function termColumns<R>(
  name: string,
  vocabulary: string,
  label: Words,
  description: Words,
  codes: (row: R) => string[],
): Column<R>[] {
  return codedColumns(name, label, description, codes, (code, { reference }) => reference.term(vocabulary, code));
}

export function countryColumns<R>(name: string, label: Words, description: Words, codes: (row: R) => string[]): Column<R>[] {
  return codedColumns(name, label, description, codes, (code, { reference }) => reference.country(code)?.name);
}
