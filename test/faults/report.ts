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

/** Puts a table between the marks `<!-- mark -->` of docs/reliability.md. */
export function keepBetween(mark: string, text: string): void {
  const path = join(projectRoot, "docs/reliability.md");
  const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const page = readFileSync(path, "utf8");
  const [before = "", rest = ""] = page.split(open);
  const after = rest.split(close)[1];
  if (after === undefined) throw new Error(`docs/reliability.md has no ${open} … ${close}`);
  writeFileSync(path, `${before}${open}\n${text}\n${close}${after}`);
}

export const machine = () =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program’s own PostgreSQL with every write flushed`;

/** `tests`: whether the tests of faults held, with every round. */
export function keepReliability(rows: Row[], seed: number, tests: boolean): void {
  keepBetween(
    "faults",
    [
      `Last run: ${machine()}; seed ${seed}.`,
      "",
      "| what was broken | s | writes answered | refused or unanswered | lost | payments doubled | mails | arrived twice | what else |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---|",
      ...rows.map(
        (row) =>
          `| ${row.what} | ${number(row.seconds)} | ${number(row.acknowledged)} | ${number(row.unanswered)} | ${row.lost} | ${row.doubled} | ${number(row.mails)} | ${row.mailsDoubled} | ${[row.said, ...row.faults.map((fault) => `**${fault}**`)].filter(Boolean).join("; ")} |`,
      ),
      "",
      `The tests of faults (test/faults), every round: ${tests ? "all held" : "**one did not hold**"}.`,
    ].join("\n"),
  );
}
