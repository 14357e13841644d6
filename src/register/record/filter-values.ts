import { z } from "zod";

/**
 * The values of a filter as an address gives them, each a list of strings. What makes no sense is left out rather
 * than refused: an address typed, cut or made up by hand still answers.
 */
export type Query = Record<string, string[]>;

const CONTROL = /[\u0000-\u001f\u007f]/;
const valid = (value: unknown, max: number): value is string =>
  typeof value === "string" && value !== "" && value.length <= max && !CONTROL.test(value);

const all = (value: unknown) => (value === undefined ? [] : [value].flat());
const first = (value: unknown) => all(value)[0];

/** Any number of codes or identifiers; several mean "any of them". */
export const several = z.preprocess((value) => [...new Set(all(value).filter((one) => valid(one, 120)))].slice(0, 50), z.array(z.string()));

/** One code or identifier. */
export const single = z.preprocess((value) => (valid(first(value), 120) ? first(value) : undefined), z.string().optional());

/** One of the options named, else undefined. */
export function oneOf<const O extends readonly string[]>(options: O) {
  return z.preprocess(first, z.enum(options as unknown as [O[number], ...O[number][]]).optional()).catch(undefined);
}

/** What is typed in a search box: spaces at the ends and control characters gone, 200 characters at most. */
export const words = z.preprocess((value) => {
  const text =
    typeof first(value) === "string"
      ? (first(value) as string)
          .replace(/[\u0000-\u001f\u007f]+/g, " ")
          .trim()
          .slice(0, 200)
      : "";
  return text || undefined;
}, z.string().optional());

/** A number within bounds, as an address writes it ("1500.5", never "1e3" nor "0x10"). */
export function numberWithin(min: number, max: number) {
  return z
    .preprocess((value) => {
      const text = first(value);
      return typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
    }, z.number().min(min).max(max).optional())
    .catch(undefined);
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number) {
  return numberWithin(min, max).transform((value) => (value === undefined || Number.isInteger(value) ? value : undefined));
}

/** The number of the page asked for, from 1. */
export const pageNumber = wholeNumber(1, 100_000).transform((value) => value ?? 1);
