import type { Guide, Section } from "./read.ts";

/** A section in which all words that were asked for stand. `excerpt`: parts of its text; those that were asked for are `marked`. */
export interface Found {
  guide: Guide;
  section: Section;
  excerpt: { text: string; marked: boolean }[];
}

const EXCERPT = 180;
const MOST_WORDS = 8;

/** Sign by sign, so that a place in the folded text is the same place in the text: "É" is "e". */
const fold = (text: string): string =>
  [...text].map((sign) => (sign.length > 1 ? sign : (sign.normalize("NFD")[0] ?? sign).toLowerCase())).join("");

/** The sections that hold every word, whatever their accents and case; those whose title does come first. */
export function searchGuides(guides: readonly Guide[], asked: string): Found[] {
  const words = fold(asked)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  const found: (Found & { weight: number })[] = [];
  for (const guide of guides)
    for (const section of guide.sections) {
      const [title, text] = [fold(section.title), fold(section.text)];
      if (!words.every((word) => title.includes(word) || text.includes(word))) continue;
      found.push({
        guide,
        section,
        excerpt: excerptOf(section.text, text, words),
        weight: words.filter((word) => title.includes(word)).length,
      });
    }
  return found.sort((a, b) => b.weight - a.weight).map(({ weight: _, ...rest }) => rest);
}

function excerptOf(text: string, folded: string, words: readonly string[]): Found["excerpt"] {
  const places = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const start = first < EXCERPT / 3 ? 0 : text.lastIndexOf(" ", first - EXCERPT / 3) + 1;
  const end = start + EXCERPT >= text.length ? text.length : text.lastIndexOf(" ", start + EXCERPT);
  const parts: Found["excerpt"] = [{ text: start > 0 ? "… " : "", marked: false }];
  for (let at = start; at < end; ) {
    const next = words
      .map((word) => ({ at: folded.indexOf(word, at), length: word.length }))
      .filter((one) => one.at >= 0 && one.at < end)
      .sort((a, b) => a.at - b.at || b.length - a.length)[0];
    parts.push({ text: text.slice(at, next?.at ?? end), marked: false });
    if (!next) break;
    parts.push({ text: text.slice(next.at, next.at + next.length), marked: true });
    at = next.at + next.length;
  }
  if (end < text.length) parts.push({ text: " …", marked: false });
  return parts.filter((part) => part.text !== "");
}
