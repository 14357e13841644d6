import type { Translator } from "../../../platform/i18n/messages.ts";
import { schemaName } from "./headings.ts";
import type { PlanProblem } from "./plan.ts";
import { type Question, REFUSE, type Told } from "./told.ts";

/** What is told, in words: the pages, the command line and the file of refused rows say the same. */

/** "12 montant": the line and the schema's name of the column. */
export const placeOf = ({ line, column }: Told): string => (column === "" ? String(line) : `${line} ${schemaName(column)}`);

/** "ligne 3, montant", in the words of the reader. */
export const placeWords = (t: Translator, { line, column }: Told): string =>
  column === "" ? t("scdl.placeRow", { line }) : t("scdl.place", { line, column: schemaName(column) });

export function toldWords(t: Translator, { code, from, to, values }: Told): string {
  const problem =
    code === "invalid" ? t.dynamic(t.has(`problem.${values?.problem}`) ? `problem.${values?.problem}` : "problem.invalid", values) : "";
  const words = t.dynamic(`scdl.told.${code}`, { ...values, from: from ?? "", to: to ?? "", problem });
  if (to !== undefined && from !== undefined && from !== "" && code !== "known_by_name") return `${words} « ${from} » → « ${to} »`;
  return from !== undefined && from !== "" && code !== "known_by_name" ? `${words} « ${from} »` : words;
}

export const questionWords = (t: Translator, { code, about, examples }: Question): string =>
  t.dynamic(`scdl.ask.${code}`, { about: about ?? "", example: examples[0]?.from ?? "" });

export const choiceWords = (t: Translator, { code, examples }: Question, choice: string): string =>
  choice === REFUSE ? t("scdl.choice.refuse") : t.dynamic(`scdl.choice.${code}.${choice}`, { example: examples[0]?.from ?? "" });

export function planProblemWords(t: Translator, problem: PlanProblem): string {
  const { code } = problem;
  if (code === "no_headings" || code === "column_twice" || code === "column_missing")
    return t.dynamic(`scdl.unreadable.${code}`, { heading: "heading" in problem ? problem.heading : "" });
  const { line = 1, message = "" } = problem as { line?: number; message?: string };
  return t.dynamic(`office.import.unreadable.${code}`, { line, message });
}
