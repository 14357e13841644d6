import { cpus } from "node:os";
import { marked } from "../support/marked.ts";

/** What came of a fault: how many writes were answered, and what of them is not so. */
export interface Row {
  what: string;
  seconds: number;
  said: string;
  acknowledged: number;
  unanswered: number;
  lost: number;
  doubled: number;
  mails: number;
  mailsDoubled: number;
  faults: string[];
}

const number = (value: number) => value.toLocaleString("en");

/**
 * Puts the rows of a table between the marks `<!-- mark -->` of docs/reliability.md, each in the place of the one that begins
 * with the same cell; the others stay.
 */
export function keepRows(mark: string, on: string, head: readonly [string, string], rows: readonly string[][]): void {
  const { text, put } = marked("docs/reliability.md", mark);
  const kept = new Map<string, string>();
  for (const line of text
    .split("\n")
    .filter((one) => one.startsWith("| "))
    .slice(1))
    kept.set(line.split(" | ")[0]!.slice(2), line);
  for (const cells of rows) kept.set(cells[0]!, `| ${cells.join(" | ")} |`);
  put([on, "", ...head, ...kept.values()].join("\n"));
}

export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program’s own PostgreSQL with every write flushed`;
/** The day of a run. */
export const today = () => new Date().toISOString().slice(0, 10);

const HEAD = [
  "| what was broken | s | writes answered | refused or unanswered | lost | payments doubled | mails | arrived twice | what else | run |",
  "|---|---:|---:|---:|---:|---:|---:|---:|---|---|",
] as const;
const TESTS = "the tests of faults (test/faults), every round";

/** Puts each row in the place of what was kept of the same fault; the others stay. `tests`: whether the tests of faults held, where they ran. */
export function keepReliability(rows: Row[], seed: number, tests: boolean | undefined): void {
  const run = `${today()}, seed ${seed}`;
  const lines = rows.map((row) => {
    const counts = [row.seconds, row.acknowledged, row.unanswered, row.lost, row.doubled, row.mails, row.mailsDoubled].map(number);
    return [row.what, ...counts, [row.said, ...row.faults.map((fault) => `**${fault}**`)].filter(Boolean).join("; "), run];
  });
  if (tests !== undefined) lines.push([TESTS, ..."       ", tests ? "all held" : "**one did not hold**", today()]);
  keepRows("faults", `On ${machine()}.`, HEAD, lines);
}
