import type { FC } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";

interface Piece { text: string; kind: "same" | "added" | "removed" }
const MOST_WORDS = 2_000;

/**
 * What changed between two texts, word by word: the longest common run of words is kept, the others are removed or
 * added. Texts of more than 2,000 words are given whole, before and after.
 */
export function wordDifference(before: string, after: string): Piece[] {
  const [a, b] = [before.split(/(\s+)/), after.split(/(\s+)/)];
  if (a.length * b.length > MOST_WORDS * MOST_WORDS) return [{ text: before, kind: "removed" }, { text: after, kind: "added" }];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const pieces: Piece[] = [];
  const push = (text: string, kind: Piece["kind"]) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) pieces.push({ text, kind });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { push(a[i++]!, "same"); j++; }
    else if (j >= b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) push(a[i++]!, "removed");
    else push(b[j++]!, "added");
  }
  return pieces;
}

/** A value of a field as text to compare: lists one line each, languages named, nothing as "". */
export function written(value: unknown, t: Translator): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (Array.isArray(value)) return value.map((one) => written(one, t)).join("\n");
  if (typeof value === "object") return Object.entries(value).filter(([, one]) => written(one, t) !== "").map(([name, one]) => `${name} : ${written(one, t).replaceAll("\n", "; ")}`).join(" · ");
  return String(value);
}

/** What stood and what stands, words added and removed marked in more than colour. */
export const Difference: FC<{ before: unknown; after: unknown; t: Translator; labels?: [string, string] }> = ({ before, after, t, labels }) => {
  const [old, next] = [written(before, t), written(after, t)];
  if (labels) {
    return (
      <dl class="before-after">
        <div><dt>{labels[0]}</dt><dd class="pre">{old || t("office.history.empty")}</dd></div>
        <div><dt>{labels[1]}</dt><dd class="pre">{next || t("office.history.empty")}</dd></div>
      </dl>
    );
  }
  return (
    <p class="pre">
      {wordDifference(old, next).map((piece) => (piece.kind === "same" ? piece.text : piece.kind === "added" ? <ins>{piece.text}</ins> : <del>{piece.text}</del>))}
    </p>
  );
};
