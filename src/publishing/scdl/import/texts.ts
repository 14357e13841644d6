import { clean, type Reading, repaired } from "./reading.ts";

// Windows-1252 where it differs from Latin-1: the bytes 0x80 to 0x9f.
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The bytes of a text in Windows-1252; undefined when it has other letters. */
function bytesOf(text: string): Uint8Array | undefined {
  const codes = Array.from(text, (letter) => {
    const windows = WINDOWS.indexOf(letter);
    return windows >= 0 ? 0x80 + windows : letter.codePointAt(0)!;
  });
  return codes.every((code) => code < 0x100) ? Uint8Array.from(codes) : undefined;
}

/**
 * UTF-8 that was read as Windows-1252, once or several times ("Ã©" for "é"), put back. A text that was not comes back as it
 * is: what is not valid UTF-8 once its letters are bytes again never was, nor what would be letters of another alphabet.
 */
export function mended(text: string): string {
  let best = text;
  for (let turn = 0; turn < 4 && /[\u00c2-\u00f4]/.test(best); turn++) {
    const bytes = bytesOf(best);
    if (!bytes) return best;
    try {
      const other = utf8.decode(bytes);
      if (!bytesOf(other)) return best;
      best = other;
    } catch {
      return best;
    }
  }
  return best;
}

// Our own files, and others', put an apostrophe before what a spreadsheet would run as a formula.
const GUARDED = /^'+[=+\-@\t\r]/;

/** A text of a cell: its letters put back, the apostrophe of a spreadsheet taken off, on one line unless it is `long`. */
export function readText(cell: string, long = false): Reading<string> {
  const whole = mended(cell);
  const bare = GUARDED.test(whole) ? whole.slice(1) : whole;
  const text = (long ? bare : bare.replace(/\s+/g, " ")).trim();
  if (whole !== cell) return repaired(text, "letters");
  if (bare !== whole) return repaired(text, "formula_guard");
  return clean(text);
}

/** What people write where there is nothing to say. */
const nothing = new Set([
  "",
  "-",
  "–",
  "/",
  "so",
  "s.o",
  "s.o.",
  "sans objet",
  "néant",
  "neant",
  "nc",
  "n/c",
  "n.c.",
  "na",
  "n/a",
  "non",
  "aucun",
  "non concerné",
  "non concerne",
]);
export const saysNothing = (text: string): boolean => nothing.has(text.trim().toLowerCase());
