import { relative } from "node:path";
import { projectRoot } from "../../platform/project-root.ts";
import { StartupError } from "../../platform/startup-error.ts";
import type { Problem } from "../record/kind.ts";

/** Where something of a file is: what a message needs for a person to find it. */
export interface Origin {
  file: string;
  line: number;
  id: string;
}
export interface SeedProblem extends Origin, Problem {}

/** Files of data that cannot be loaded. Nothing of them was written. The message lists every fault found. */
export class SeedError extends StartupError {
  override name = "SeedError";
  problems: SeedProblem[];
  constructor(problems: SeedProblem[]) {
    const count = problems.length === 1 ? "one fault" : `${problems.length} faults`;
    super(
      `The data cannot be loaded, nothing was written (${count}):\n${problems.map((problem) => `  ${sentenceOf(problem)}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

const remedies: Record<string, string> = {
  syntax: "the YAML cannot be read: {reason}",
  not_a_list: "write a list of items, each with its id",
  id: "give an id of small letters, digits and hyphens",
  twice: "it stands twice: keep one",
  required: "give a value",
  unknown_field: "there is no such field: remove it or correct its name",
  unknown_reference: "there is no “{key}”: add it before, or correct it",
  choice: "give one of {allowed}",
  pattern: "it does not have the form expected",
  url: "give a whole address that starts with https://",
  date: "write YYYY, YYYY-MM or YYYY-MM-DD, between quotes when it is a year",
  instant_invalid: "write YYYY-MM-DDTHH:MM:SSZ in UTC, or a day and hour of the city’s clocks",
  instant_skipped: "the clocks jump over this hour that day: give another",
  instant_twice: "this hour is there twice that day: write its offset after it, {first} or {second}",
  too_long: "shorten it to {maximum} characters",
  too_small: "give at least {minimum}",
  too_big: "give at most {maximum}",
  exactly_one: "name one partner, organisation or network, and one only",
  before_start: "the end comes before the start: correct one of them",
  shares_not_100: "the shares add up to {total}: make them 100",
  tranches_sum: "the tranches add up to {total}: make them the amount",
  currency_of_money: "give a currency to an amount of money, and to nothing else",
  identifier_or_reason: "give an identifier, or say in noIdentifier why there is none",
  siret_check_digit: "the check digit of the SIRET does not match",
  siren_check_digit: "the check digit of the SIREN does not match",
  siren_of_siret: "the SIREN is not the start of the SIRET",
  taken: "another record has it already ({rule})",
  no_beneficiary: "name this beneficiary in grants/organisations.yaml",
  no_translation: "add the purpose “{purpose}” to grants/purposes.yaml",
  no_grant: "the list has no grant {grant}: correct the year or the SIRET",
};

/** One fault or doubt in one line: file, line, item, field, and what to do about it. */
export function sentenceOf({ file, line, id, path, code, values = {} }: SeedProblem): string {
  const remedy = (remedies[code] ?? (code.startsWith("type_") ? `write a ${code.slice(5)}` : `refused (${code})`)).replace(
    /\{(\w+)\}/g,
    (_, name: string) => String(values[name] ?? ""),
  );
  const place = `${relative(projectRoot, file)}:${line}`;
  return `${[place, id, path].filter(Boolean).join(", ")}: ${remedy}`;
}
