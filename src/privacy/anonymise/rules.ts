import { createHmac } from "node:crypto";
import type { Category } from "../processing/columns.ts";

const first = ["Alix", "Camille", "Charlie", "Dominique", "Eden", "Jo", "Lou", "Maxime", "Noa", "Sacha", "Sam", "Yaël"];
const last = [
  "Arbre",
  "Brume",
  "Canal",
  "Dune",
  "Érable",
  "Forêt",
  "Galet",
  "Horizon",
  "Îlot",
  "Jardin",
  "Lac",
  "Marée",
  "Nuage",
  "Ombre",
  "Pré",
  "Rive",
  "Sable",
  "Vallon",
];
const syllables = ["ba", "co", "du", "fi", "ga", "lo", "me", "ni", "po", "ra", "so", "te", "vu", "zi"];

/**
 * Puts invented values in the place of those of people, the same for the same wherever it stands, so that what belonged
 * together still does. `salt` is of one run and kept nowhere: nobody leads a value back.
 */
export function makeDisguise(salt: string) {
  const bytes = (text: string) => createHmac("sha256", salt).update(text).digest();
  const pick = (list: readonly string[], byte: number) => list[byte % list.length]!;

  const name = (text: string): string => {
    if (text === "" || text === "[…]") return text;
    const b = bytes(text.trim().toLowerCase());
    return `${pick(first, b[0]!)} ${pick(last, b[1]!)} ${b.readUInt16BE(2) % 1000}`;
  };
  const email = (text: string): string =>
    text === "" ? text : `${bytes(text.trim().toLowerCase()).toString("hex").slice(0, 16)}@example.invalid`;
  const digits = (text: string): string => {
    const b = bytes(text);
    let i = 0;
    return text.replace(/\d/g, () => String(b[i++ % b.length]! % 10));
  };
  /** Words of the same length in the place of words: what a page makes of a long text can still be seen. */
  const words = (text: string): string => {
    const b = bytes(text);
    let i = 0;
    return text.replace(/\p{L}+/gu, (word) => {
      let made = "";
      while (made.length < word.length) made += pick(syllables, b[i++ % b.length]!);
      made = made.slice(0, word.length);
      return word[0] === word[0]?.toUpperCase() ? made[0]!.toUpperCase() + made.slice(1) : made;
    });
  };

  /** A text by what it is. What looks like an address or a long number is one, wherever it stands. */
  const text = (value: string, category: Category): string => {
    if (category === "email" || /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)) return email(value);
    if (category === "name") return name(value);
    if (category === "phone") return digits(value);
    return digits(words(value));
  };

  const keep =
    /^(code|codes|line|unit|country|kind|status|type|currency|language|role|rule|term|state|from|to|scope|scopes|sha256|mediaType|version|on|at|startsOn|endsOn|dueOn|textVersion)$/;
  /** A value of JSON: its keys, numbers, codes, days stay; every other text is disguised by the name of its field. */
  const json = (value: unknown, category: Category, key = ""): unknown => {
    if (typeof value === "string") {
      if (keep.test(key) || /^\d{4}-\d{2}(-\d{2})?([T ][\d:.]+(Z|[+-][\d:]+)?)?$/.test(value)) return value;
      if (/name|holder|signatory|representative|contact$|^by$/i.test(key) && !/@/.test(value)) return name(value);
      return text(value, category);
    }
    if (Array.isArray(value)) return value.map((one) => json(one, category, key));
    if (value !== null && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, json(one, category, name)]));
    return value;
  };
  return { text, json, email, name };
}
export type Disguise = ReturnType<typeof makeDisguise>;

/** What is done to a column of a category; undefined: it says nothing by itself and stays, as others point to it. */
export function treatmentOf(category: Category): "disguise" | "empty" | "scramble" | undefined {
  switch (category) {
    case "account":
    case "choice":
    case "judgement":
      return undefined;
    case "secret":
      return "scramble";
    case "trace":
    case "sealed":
    case "identifier":
      return "empty";
    default:
      return "disguise";
  }
}
