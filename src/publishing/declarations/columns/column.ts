import type { Locale } from "../../../platform/i18n/languages.ts";
import { type Localised, textIn } from "../../../platform/localised.ts";
import { decimalOfCents } from "../../money.ts";
import type { Cell, CellType, Column, Context } from "../../tabular/column.ts";

type Pair = [fr: string, en: string];

/** What a cell of a declaration is written with: one language for the whole file. */
export interface DeclarationContext extends Context {
  locale: Locale;
}

/** A column of a declaration. `label`: its heading, in the language of the file; `meaning`: what stands there and from where. */
export function column<R>(
  name: string,
  type: CellType,
  label: Pair,
  meaning: Pair,
  value: (row: R, context: DeclarationContext) => Cell,
): Column<R> {
  return {
    name,
    type,
    label: { fr: label[0], en: label[1] },
    description: { fr: meaning[0], en: meaning[1] },
    value: (row, context) => value(row, context as DeclarationContext),
  };
}

export const words = (text: Localised | null | undefined, locale: Locale): string => (text && textIn(text, locale)?.text) || "";

/** The name of a code in a vocabulary; empty when there is no code. */
export const termName = (vocabulary: string, code: string | null | undefined, { reference, locale }: DeclarationContext): string =>
  code ? words(reference.term(vocabulary, code), locale) : "";

export const countryName = (code: string | null | undefined, { reference, locale }: DeclarationContext): string =>
  code ? words(reference.country(code)?.name, locale) || code : "";

/** Who else pays, and how much where it is known: confirmed or received. */
export const funders = (lines: { name: Localised; amountCents: number | null; currency: string }[], locale: Locale): string[] =>
  lines.map(({ name, amountCents, currency }) =>
    [words(name, locale), ...(amountCents === null ? [] : [decimalOfCents(amountCents), currency])].join(" "),
  );

/** What the confirmed funders give in euros, in cents; null when none says how much. */
export function fundedCents(lines: { amountCents: number | null; currency: string }[]): number | null {
  const known = lines.filter(({ amountCents, currency }) => amountCents !== null && currency === "EUR");
  return known.length === 0 ? null : known.reduce((sum, { amountCents }) => sum + amountCents!, 0);
}
