/** What is asked of the search: words, "phrases", and words or phrases after a minus sign that must not be there. */
export interface Asked {
  words: string[];
  phrases: string[];
  without: string[];
}

const MAX_PARTS = 12;
const PART = /(-?)"([^"]*)"|(-?)(\S+)/g;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;

/** Takes a search apart. Punctuation separates words: "l’eau" is "l" and "eau". */
export function readSearch(text: string): Asked {
  const asked: Asked = { words: [], phrases: [], without: [] };
  for (const [, phraseMinus, phrase, wordMinus, word] of text.replace(/[“”«»]/g, '"').matchAll(PART)) {
    const minus = Boolean(phraseMinus || wordMinus);
    const parts = (phrase ?? word ?? "").replace(NOT_WORD, " ").trim().split(" ").filter(Boolean);
    if (parts.length === 0) continue;
    if (minus) asked.without.push(parts.join(" "));
    else if (phrase !== undefined && parts.length > 1) asked.phrases.push(parts.join(" "));
    else asked.words.push(...parts);
  }
  return {
    words: [...new Set(asked.words)].slice(0, MAX_PARTS),
    phrases: asked.phrases.slice(0, MAX_PARTS),
    without: asked.without.slice(0, MAX_PARTS),
  };
}

export function isEmpty(asked: Asked): boolean {
  return asked.words.length + asked.phrases.length === 0;
}

/** How many letters of a word may be wrong. */
function tolerance(length: number): number {
  return length <= 3 ? 0 : length <= 5 ? 1 : length <= 8 ? 2 : 3;
}

/**
 * The candidate that `word` most likely stands for: the fewest letters away, then the one that most entries hold;
 * undefined when all are too far. Both are folded (lower case, no accents).
 */
export function closest(word: string, candidates: { word: string; entries: number }[]): string | undefined {
  const limit = tolerance(word.length);
  return candidates
    .map((candidate) => ({ ...candidate, distance: editDistance(word, candidate.word) }))
    .filter(({ distance }) => distance > 0 && distance <= limit)
    .sort((a, b) => a.distance - b.distance || b.entries - a.entries || a.word.localeCompare(b.word))[0]?.word;
}

/** One word that was typed, whether any entry holds it, and the words that resemble it. */
export interface Doubt {
  word: string;
  folded: string;
  entries: number;
  candidates: { word: string; entries: number }[];
}

/** Puts the nearest word that some entry holds in the place of each that none holds. */
export function repair(asked: Asked, doubts: Doubt[]): { asked: Asked; corrected?: string } {
  let changed = false;
  const words = doubts.map(({ word, folded, entries, candidates }) => {
    if (entries > 0) return word;
    const better = closest(folded, candidates) ?? candidates.find((candidate) => candidate.word.startsWith(folded))?.word;
    if (better) changed = true;
    return better ?? word;
  });
  return { asked: { ...asked, words }, ...(changed ? { corrected: [...words, ...asked.phrases].join(" ") } : {}) };
}

/** Letters added, dropped, replaced or swapped with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** A text in pieces, some of them found by the search. */
export interface Piece {
  text: string;
  found: boolean;
}

export const FOUND_START = "\u0002";
export const FOUND_END = "\u0003";

/** What PostgreSQL marked in a text of plain punctuation, in the text's own: one character stands for one. */
export function inOwnPunctuation(marked: string, own: string): string {
  const letters = [...marked];
  const isMark = (letter: string) => letter === FOUND_START || letter === FOUND_END;
  const originals = [...own];
  if (letters.filter((letter) => !isMark(letter)).length !== originals.length) return marked;
  let at = 0;
  return letters.map((letter) => (isMark(letter) ? letter : originals[at++])).join("");
}

/** Apostrophes of an excerpt as they are printed: "d'eau" is "d’eau". */
export function printedApostrophes(marked: string): string {
  return marked.replace(/(?<=\p{L})'(?=[\u0002\u0003]?\p{L})/gu, "’");
}

/** Takes apart what PostgreSQL marked between FOUND_START and FOUND_END, which no text of the register can hold. */
export function readPieces(marked: string): Piece[] {
  return marked
    .split(FOUND_START)
    .flatMap((part, i) => {
      if (i === 0) return [{ text: part, found: false }];
      const [found = "", ...rest] = part.split(FOUND_END);
      return [
        { text: found, found: true },
        { text: rest.join(""), found: false },
      ];
    })
    .filter(({ text }) => text !== "");
}
