/** In letters as a person counts them, ending included. */
const LONGEST = 120;
/** In bytes of UTF-8: what file systems take. */
const MOST_BYTES = 200;
// Control, format (bidirectional marks, zero widths, tags), surrogates alone, private use; separators of lines.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What a name ends with, in small letters and without the dot; "" when it has none. */
export function endingOf(name: string): string {
  const found = /\.([a-z][a-z0-9]{0,7})$/i.exec(name);
  return found ? found[1]!.toLowerCase() : "";
}

/**
 * A name that shows what it is and that no file system, header or page stumbles over: the last part of a path, without
 * what is not seen or turns the direction of writing. `ending` is put where there is another or none.
 */
export function safeName(given: string, ending?: string): string {
  const last = given.slice(-2_000).split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    .replace(UNSEEN, "")
    .replace(/[:*?"<>|]+/g, "-")
    .replace(/\s+/g, " ")
    // bounded: two thousand signs, cut above.
    .replace(/^[. ]+|[. ]+$/g, "");
  const had = endingOf(clean);
  const kept = ending ?? had;
  // bounded: two thousand signs, cut above.
  const stem = (had ? clean.slice(0, -had.length - 1) : clean).replace(/[. ]+$/g, "");
  const tail = kept ? `.${kept}` : "";
  const named = stem === "" ? "document" : DEVICES.test(`${stem}.`) ? `_${stem}` : stem;
  return cut(named, LONGEST - tail.length, MOST_BYTES - tail.length).trimEnd() + tail;
}

const letters = new Intl.Segmenter("en", { granularity: "grapheme" });
function cut(text: string, most: number, mostBytes: number): string {
  let [kept, count, bytes] = ["", 0, 0];
  for (const { segment } of letters.segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (++count > most || bytes > mostBytes) break;
    kept += segment;
  }
  return kept === "" ? "document" : kept;
}
