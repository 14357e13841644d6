import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

export const MIN_PASSWORD = 12;
/** In characters (code points). Far above what anybody types, far below what would cost time to hash. */
export const MAX_PASSWORD = 256;

export type PasswordProblem = "password_short" | "password_long" | "password_common" | "password_sequence" | "password_context";

/** Whose password it is to be, and where: what anybody would try first. */
export interface PasswordContext {
  email: string;
  name?: string | undefined;
  /** Of the city, the service, the site. */
  words?: readonly string[];
}

/** What of a password must be neither a run of the keyboard nor a word of the context. */
const OWN_SIGNS = 6;
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn"];
const runs = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);
const everywhere = ["ville", "monde", "city", "mairie", "bureau", "espace", "office", "admin"];

let common: Set<string> | undefined;
const isCommon = (word: string) => {
  common ??= new Set(readFileSync(join(projectRoot, "data/passwords/common.txt"), "utf8").split("\n"));
  return word !== "" && common.has(word);
};

/** As guessers read it: no case, no accents, letters and digits alone; other scripts stay. */
const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
const plainLetters: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };
const unmasked = (text: string) => fold([...text].map((sign) => plainLetters[sign] ?? sign).join(""));

/**
 * What is wrong with a new password, if anything: length and what is guessed first, no rule of composition, no expiry (NIST SP
 * 800-63B-4, section 3.1.1.2; ANSSI, authentification multifacteur et mots de passe, 2021). Counted as it is hashed, in NFKC.
 */
export function passwordProblem(password: string, context: PasswordContext): PasswordProblem | undefined {
  const length = [...password.normalize("NFKC")].length;
  if (length < MIN_PASSWORD) return "password_short";
  if (length > MAX_PASSWORD) return "password_long";
  const folded = fold(password);
  // Signs that are neither letters nor digits are signs of its own: "€€€§§§µµµ£££" is judged as it stands.
  const read = folded.length >= OWN_SIGNS ? folded : password.toLowerCase();
  if (withoutRuns(read).length < OWN_SIGNS) return "password_sequence";
  const known = wordsOf(context);
  for (const one of new Set([folded, unmasked(password)])) {
    if (known.some((word) => one.includes(word)) && withoutRuns(without(one, known).replace(/\d/g, "")).length < OWN_SIGNS)
      return "password_context";
    if (isGuessed(one)) return "password_common";
  }
  return undefined;
}

/** One of the commonest, or two of them in a row; with digits before, between or after, as people add them. */
function isGuessed(folded: string): boolean {
  if (isCommon(folded)) return true;
  // bounded: MAX_PASSWORD.
  const core = folded.replace(/^\d+|\d+$/g, "");
  if (isCommon(core)) return true;
  for (let cut = 1; cut < core.length; cut++) {
    const [head, tail] = [core.slice(0, cut), core.slice(cut)];
    if (isCommon(tail) && isCommon(head)) return true;
    // bounded: MAX_PASSWORD.
    if (isCommon(tail.replace(/^\d+/, "")) && isCommon(head.replace(/\d+$/, ""))) return true;
  }
  return false;
}

/** What is left of a text without its repeats ("aaa", "abcabc") and its runs of four and more ("1234", "azerty", "dcba"). */
function withoutRuns(text: string): string {
  let left = text;
  for (let size = 1; size <= text.length / 2; size++) {
    const unit = text.slice(0, size);
    if (unit.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) {
      left = unit;
      break;
    }
  }
  let kept = "";
  for (let at = 0; at < left.length; ) {
    const run = runLength(left, at);
    if (run < 4) kept += left[at];
    at += run < 4 ? 1 : run;
  }
  return kept.replace(/(.)\1{2,}/gu, "$1");
}

function runLength(text: string, at: number): number {
  let longest = 1;
  for (const run of runs) {
    const from = run.indexOf(text[at]!);
    if (from < 0) continue;
    let length = 1;
    while (at + length < text.length && from + length < run.length && run[from + length] === text[at + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

function wordsOf({ email, name = "", words = [] }: PasswordContext): string[] {
  const parts = [email, name, ...words].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([...parts, ...everywhere, email, email.split("@")[0] ?? ""].map(fold))]
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
}

const without = (text: string, words: readonly string[]) => words.reduce((left, word) => left.replaceAll(word, ""), text);
