import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

let ranges: [from: number, to: number][] | undefined;

function isPrintable(sign: string): boolean {
  ranges ??= JSON.parse(readFileSync(join(projectRoot, "assets/fonts/pdf/coverage.json"), "utf8")) as [number, number][];
  const code = sign.codePointAt(0)!;
  return code === 0x0a || ranges.some(([from, to]) => from <= code && code <= to);
}

// For what fonts lack, and what typists do not see the difference of.
const like: Record<string, string> = {
  "\u202f": "\u00a0",
  "\u2009": " ",
  "\u2007": "\u00a0",
  "\u2010": "-",
  "\u2011": "-",
  "\u2212": "–",
  "\u2028": "\n",
  "\u2029": "\n",
  "\t": " ",
};
/** In the place of a sign that no letter of ours has: a document never stays unmade for a name in another script. */
const LACKING = "?";

/**
 * The text as our letters can show it: composed (NFC), without what is not seen (controls, changes of direction).
 * `lacking` says whether a sign had to be left out.
 */
function printableText(text: string): { text: string; lacking: boolean } {
  let lacking = false;
  const clean = text
    .replace(/\r\n?/g, "\n")
    .normalize("NFC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  const shown = clean.replace(/[^ -~\n]/gu, (sign) => {
    if (isPrintable(sign)) return sign;
    const other = like[sign];
    if (other !== undefined) return other;
    if (/\p{Cc}/u.test(sign)) return "";
    const plain = sign.normalize("NFKC");
    if (plain !== sign && [...plain].every(isPrintable)) return plain;
    lacking = true;
    return LACKING;
  });
  return { text: shown, lacking };
}

/** Every text within a value, made printable. */
export function printable<T>(value: T): { value: T; lacking: boolean } {
  let lacking = false;
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") {
      const shown = printableText(one);
      lacking ||= shown.lacking;
      return shown.text;
    }
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]));
  };
  return { value: walk(value) as T, lacking };
}
