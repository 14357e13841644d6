import { type DateOrder, readDay } from "./dates.ts";
import { asked, clean, mapReading, type Reading, repaired } from "./reading.ts";

/** When a grant is paid: on a day (`end` null), or within a period. Null: nothing is said. */
export type Period = { start: string; end: string | null } | null;

const LEAVE_OUT = { answer: "leave_out", value: null };
/** Of days that are lists, not bounds: one below the other, or with a semicolon. */
const LIST = /[\n;,]|\bet\b/;
/** No period is longer. */
const MOST_SIGNS = 200;
// bounded: MOST_SIGNS.
const BETWEEN = /_|\s+(?:au|à|a|to)\s+|\s+[-–—]\s+|→/i;

/** 2017-12-14, 2017-03-14/2018-03-14, and with "_", as the regulation of 2017 wrote it. */
export function readPeriod(cell: string, order?: DateOrder): Reading<Period> {
  const text = cell
    .trim()
    .slice(0, MOST_SIGNS)
    .replace(/^du\s+/i, "");
  if (text === "") return clean(null);
  const one = readDay(text, order);
  if (one.kind !== "refused") return mapReading(one, (start) => ({ start, end: null }));
  const { parts, listed } = partsOf(text);
  if (parts.length < 2) return asked("period_unreadable", [LEAVE_OUT]);
  const days = parts.map((part) => readDay(part, order));
  const question = days.find((day) => day.kind === "asked");
  if (days.some((day) => day.kind === "refused")) return asked("period_unreadable", [LEAVE_OUT]);
  if (!question) {
    const values = days.map((day) => (day as { value: string }).value);
    return bounds(values, listed, text);
  }
  // The same answer for both ends.
  const choices = question.choices.map(({ answer }) => {
    const values = days.map((day) =>
      day.kind === "asked" ? (day.choices.find((one) => one.answer === answer) ?? day.choices[0]!).value : (day as { value: string }).value,
    );
    return { answer, value: spanOf(values) };
  });
  return asked(question.code, choices);
}

function partsOf(text: string): { parts: string[]; listed: boolean } {
  const clean = (parts: string[]) => parts.map((part) => part.trim()).filter(Boolean);
  const slash = /^(\d{4}-\d{2}-\d{2})\s*\/\s*(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (slash) return { parts: [slash[1]!, slash[2]!], listed: false };
  if (BETWEEN.test(text)) return { parts: clean(text.split(BETWEEN)), listed: false };
  if (LIST.test(text)) return { parts: clean(text.split(LIST)), listed: true };
  // 30/01/2018-29/01/2022: the mark that the dates themselves do not use.
  const dash = /^([\d/.]{6,10})\s*[-–]\s*([\d/.]{6,10})$/.exec(text);
  return { parts: dash ? [dash[1]!, dash[2]!] : [text], listed: false };
}

const spanOf = (days: string[]): Period => {
  const sorted = [...days].sort();
  return { start: sorted[0]!, end: sorted.at(-1)! };
};

function bounds(days: string[], listed: boolean, text: string): Reading<Period> {
  if (listed || days.length > 2) return asked("period_list", [{ answer: "span", value: spanOf(days) }, LEAVE_OUT]);
  const [start, end] = days as [string, string];
  if (end < start) return asked("period_reversed", [{ answer: "swap", value: spanOf(days) }, LEAVE_OUT]);
  return text === `${start}/${end}` ? clean({ start, end }) : repaired({ start, end }, "period_form");
}
