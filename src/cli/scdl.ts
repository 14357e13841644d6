import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import type { Actor } from "../platform/accounts/rights.ts";
import { translator } from "../platform/i18n/messages.ts";
import { StartupError } from "../platform/startup-error.ts";
import { importScdl, type ScdlResult } from "../publishing/scdl/import/actions.ts";
import { refusedCsv } from "../publishing/scdl/import/refused.ts";
import { answersSchema } from "../publishing/scdl/import/told.ts";
import { choiceWords, placeOf, planProblemWords, questionWords, toldWords } from "../publishing/scdl/import/words-of.ts";
import { cityOf, complain, type ExitCode, options, say, type Work } from "./command.ts";
import { progress, readInput, UsageError } from "./io.ts";

export const scdlUsage =
  "import scdl FILE [--dry-run] [--publish] [--answers FILE.json] [--all-or-nothing] [--refused FILE.csv] [--licence TEXT]";

/** Grants that a file of essential data holds: what is doubtful is asked, and answered in a file. */
export function parseScdlImport(args: string[]): Work {
  const { values, positionals } = options(args, {
    "dry-run": { type: "boolean" },
    publish: { type: "boolean" },
    answers: { type: "string" },
    "all-or-nothing": { type: "boolean" },
    refused: { type: "string" },
    licence: { type: "string" },
  });
  const [, path, ...rest] = positionals;
  if (!path || rest.length > 0) throw new UsageError("import scdl: which file?");
  const bytes = readInput(path);
  const answers = values.answers ? readAnswers(values.answers) : {};
  if (values.refused && existsSync(values.refused)) throw new UsageError(`--refused: ${values.refused} is there already`);
  return async ({ config, db }) => {
    const by: Actor = { id: "cli", name: "Command line", role: "system" };
    const bar = progress("grants");
    const result = await importScdl(
      { db, city: await cityOf({ config, db }) },
      { name: basename(path), bytes, licence: values.licence },
      by,
      {
        dryRun: values["dry-run"] ?? false,
        answers,
        publish: values.publish ?? false,
        allOrNothing: values["all-or-nothing"] ?? false,
        onProgress: bar.tell,
      },
    ).finally(bar.end);
    if (values.refused && result.ok) writeFileSync(values.refused, refusedCsv(result.plan.layout, result.plan.report, translator("fr")));
    return tell(path, result);
  };
}

function readAnswers(path: string): z.infer<typeof answersSchema> {
  try {
    return answersSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new StartupError(
      `${path} holds no answers: a JSON object is expected, the key of each question with its answer, as a dry run lists them.`,
    );
  }
}

function tell(path: string, result: ScdlResult): ExitCode {
  const t = translator("en");
  if (!result.ok) {
    complain(
      `${path}: ${result.reason === "unreadable" ? planProblemWords(t, result.problem) : t.dynamic(`scdl.failed.${result.reason}`)}`,
    );
    return 1;
  }
  const { numbers, written } = result;
  const { repairs, warnings, questions, refused } = result.plan.report;
  for (const [word, groups] of [
    ["repaired", repairs],
    ["to check", warnings],
  ] as const)
    for (const group of groups)
      for (const [i, example] of group.examples.entries())
        say(
          `${path}:${placeOf(example)}: ${word}: ${toldWords(t, example)}${i === group.examples.length - 1 && group.count > i + 1 ? ` (and ${group.count - i - 1} more)` : ""}`,
        );
  for (const told of refused) complain(`${path}:${placeOf(told)}: ${toldWords(t, told)}`);
  for (const question of questions) {
    complain(`${path}: question "${question.key}" (${question.count} rows): ${questionWords(t, question)}`);
    const choices = question.choices.length > 0 ? [...question.choices, "refuse"] : [];
    for (const choice of choices) complain(`    "${choice}": ${choiceWords(t, question, choice)}`);
  }
  say(`${written ? "" : "nothing written: "}${t("scdl.numbers", { ...numbers })}`);
  return numbers.refused + numbers.waiting > 0 ? 1 : 0;
}
