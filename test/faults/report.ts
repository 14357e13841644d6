import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.ts";

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

const page = join(projectRoot, "docs/reliability.md");
/** What stands before, between and after the marks `<!-- mark -->` of docs/reliability.md. */
function around(mark: string): [before: string, between: string, after: string] {
  const [open, close] = [`<!-- ${mark} -->\n`, `\n<!-- /${mark} -->`];
  const [before = "", rest = ""] = readFileSync(page, "utf8").split(open);
  const [between = "", after] = rest.split(close);
  if (after === undefined) throw new Error(`docs/reliability.md has no ${open} … ${close}`);
  return [before + open, between, close + after];
}

/** Puts a table between the marks `<!-- mark -->` of docs/reliability.md. */
export function keepBetween(mark: string, text: string): void {
  const [before, , after] = around(mark);
  writeFileSync(page, `${before}${text}${after}`);
}

export const machine = () =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program’s own PostgreSQL with every write flushed`;

const HEAD = [
  "| what was broken | s | writes answered | refused or unanswered | lost | payments doubled | mails | arrived twice | what else | run |",
  "|---|---:|---:|---:|---:|---:|---:|---:|---|---|",
];
const TESTS = "the tests of faults (test/faults), every round";

/** Puts each row in the place of what was kept of the same fault; the others stay. `tests`: whether the tests of faults held, where they ran. */
export function keepReliability(rows: Row[], seed: number, tests: boolean | undefined): void {
  const kept = new Map<string, string>();
  for (const line of around("faults")[1].split("\n").slice(4)) kept.set(line.split(" | ")[0]!.slice(2), line);
  const run = `${new Date().toISOString().slice(0, 10)}, seed ${seed}`;
  for (const row of rows) {
    const else_ = [row.said, ...row.faults.map((fault) => `**${fault}**`)].filter(Boolean).join("; ");
    const counts = [row.seconds, row.acknowledged, row.unanswered, row.lost, row.doubled, row.mails, row.mailsDoubled].map(number);
    kept.set(row.what, `| ${[row.what, ...counts, else_, run].join(" | ")} |`);
  }
  if (tests !== undefined)
    kept.set(TESTS, `| ${TESTS} | | | | | | | | ${tests ? "all held" : "**one did not hold**"} | ${run.split(",")[0]} |`);
  keepBetween(
    "faults",
    [
      `On ${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program’s own PostgreSQL with every write flushed.`,
      "",
      ...HEAD,
      ...kept.values(),
    ].join("\n"),
  );
}
