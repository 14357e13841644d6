import { z } from "zod";
import type { ColumnName } from "./headings.ts";

/** What a person answered to the questions of a file, by the key of the question. */
export type Answers = Readonly<Record<string, string>>;
export const answersSchema = z.record(z.string().max(200), z.string().max(400));
/** Always one of the answers: the row stays out. */
export const REFUSE = "refuse";
/** The column in which the rows that stayed out say why; it is not read when they come again. */
export const WHY = "probleme";

/** One cell, and what became of it. `from` is left out where it would keep the name of a person. */
export interface Told {
  line: number;
  column: ColumnName | "";
  code: string;
  from?: string;
  to?: string;
  values?: Record<string, string | number>;
}
/** A question, for all the rows that are alike. */
export interface Question {
  key: string;
  code: string;
  column: ColumnName | "";
  about?: string;
  /** None: words are asked for. */
  choices: string[];
  count: number;
  examples: Told[];
}
/** What is told of one kind: how often, and some cells of it. */
export interface Group {
  code: string;
  column: ColumnName | "";
  count: number;
  examples: Told[];
}

const EXAMPLES = 5;
/** Of what keeps a row out, each is told; a file that is wrong on every line is cut there. */
const MOST_REFUSED = 5_000;

/** All that is told of a file, in bounded memory. */
export interface Report {
  repairs: Group[];
  warnings: Group[];
  questions: Question[];
  /** Why rows stay out: the first problems of each row. */
  refused: Told[];
  refusedLines: number[];
  /** Rows that wait for the answer to a question. */
  waitingLines: number[];
}

/** A value of a stranger's, short enough to be shown and kept; PostgreSQL keeps no lone surrogate and no NUL. */
export const short = (text: string): string => {
  const kept = text.replaceAll("\0", "").toWellFormed();
  return kept.length > 160 ? `${kept.slice(0, 159).toWellFormed()}…` : kept;
};

export class Teller {
  readonly #repairs = new Map<string, Group>();
  readonly #warnings = new Map<string, Group>();
  readonly #questions = new Map<string, Question>();
  readonly #refused: Told[] = [];
  readonly #refusedLines = new Set<number>();
  readonly #waiting = new Set<number>();

  repair(told: Told): void {
    count(this.#repairs, told);
  }
  warn(told: Told): void {
    count(this.#warnings, told);
  }
  refuse(told: Told): void {
    this.#refusedLines.add(told.line);
    if (this.#refused.length < MOST_REFUSED) this.#refused.push(brief(told));
  }
  /** Line 0: the question is of the file, and no row of it is sure to wait. */
  ask(question: Pick<Question, "key" | "code" | "column" | "about" | "choices">, told: Told, waits: boolean): void {
    const known = this.#questions.get(question.key);
    if (known) known.count++;
    else
      this.#questions.set(question.key, {
        ...question,
        ...(question.about ? { about: short(question.about) } : {}),
        count: 1,
        examples: [],
      });
    const { examples } = known ?? this.#questions.get(question.key)!;
    if (examples.length < EXAMPLES) examples.push(brief(told));
    if (waits) this.#waiting.add(told.line);
  }
  report(): Report {
    const sorted = (groups: Map<string, Group>) => [...groups.values()].sort((a, b) => b.count - a.count);
    return {
      repairs: sorted(this.#repairs),
      warnings: sorted(this.#warnings),
      questions: [...this.#questions.values()],
      refused: [...this.#refused].sort((a, b) => a.line - b.line),
      refusedLines: [...this.#refusedLines].sort((a, b) => a - b),
      waitingLines: [...this.#waiting].filter((line) => !this.#refusedLines.has(line)).sort((a, b) => a - b),
    };
  }
}

function count(groups: Map<string, Group>, told: Told): void {
  const key = `${told.code} ${told.column}`;
  const group = groups.get(key) ?? { code: told.code, column: told.column, count: 0, examples: [] };
  group.count++;
  if (group.examples.length < EXAMPLES) group.examples.push(brief(told));
  groups.set(key, group);
}

const brief = ({ from, to, ...told }: Told): Told => ({
  ...told,
  ...(from === undefined ? {} : { from: short(from) }),
  ...(to === undefined ? {} : { to: short(to) }),
});
