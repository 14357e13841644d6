export interface Piece {
  text: string;
  kind: "same" | "added" | "removed";
}
const MOST_WORDS = 2_000;

/**
 * What changed between two texts, word by word: the longest common run of words is kept, the others are removed or
 * added. Texts of more than 2,000 words are given whole, before and after.
 */
export function wordDifference(before: string, after: string): Piece[] {
  const [a, b] = [before.split(/(\s+)/), after.split(/(\s+)/)];
  if (a.length * b.length > MOST_WORDS * MOST_WORDS)
    return [
      { text: before, kind: "removed" },
      { text: after, kind: "added" },
    ];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const pieces: Piece[] = [];
  const push = (text: string, kind: Piece["kind"]) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) pieces.push({ text, kind });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(a[i++]!, "same");
      j++;
    } else if (j >= b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) push(a[i++]!, "removed");
    else push(b[j++]!, "added");
  }
  return pieces;
}
