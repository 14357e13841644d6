/**
 * The rows of a table that is typed as text: a line a row, cells apart by "|", the first row its headings. A line of
 * dashes, as people who know Markdown write under the headings, is left out; "\|" is a bar in a cell.
 */
export function rowsOf(text: string): string[][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?$/.test(line))
    .map((line) =>
      line
        .replace(/^\|/, "")
        .replace(/(?<!\\)\|$/, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.replaceAll("\\|", "|").trim()),
    );
}
