import { stringify } from "csv-stringify/sync";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { ExpertTotal, RankedRow } from "./ranking-store.ts";

// What a spreadsheet would take for a formula gets an apostrophe before it.
const guarded = (text: string) => (/^'*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text);
const euros = (cents: number | null) => (cents === null ? "" : (cents / 100).toFixed(2));
const number = (value: number | null) => (value === null ? "" : String(value));

/** The ranking of an edition with the names of the experts and what each gave: RFC 4180, for officers alone. */
export function rankingCsv(rows: readonly RankedRow[], experts: readonly ExpertTotal[], t: Translator): string {
  const names = [...new Set(experts.map(({ userName }) => userName))];
  const given = new Map(experts.map((one) => [`${one.application} ${one.userName}`, one.total]));
  const head = [
    "rank",
    "number",
    "applicant",
    "title",
    "countries",
    "state",
    "asked",
    "given",
    "assigned",
    "mean",
    "min",
    "max",
    "deviation",
    "advised",
    "decision",
    "proposed",
    "comment",
  ];
  const lines = rows.map((row) => [
    String(row.rank),
    row.number,
    guarded(row.applicant),
    guarded(row.title),
    row.countries.join(" "),
    t.dynamic(`state.application.${row.state}`),
    euros(row.askedCents),
    String(row.given),
    String(row.asked),
    number(row.mean),
    number(row.min),
    number(row.max),
    number(row.deviation),
    euros(row.advisedCents),
    row.decision ? t.dynamic(`jury.decision.${row.decision}`) : "",
    row.proposedCents > 0 ? euros(row.proposedCents) : "",
    guarded(row.decisionComment ?? ""),
    ...names.map((name) => number(given.get(`${row.id} ${name}`) ?? null)),
  ]);
  return stringify([[...head.map((name) => t.dynamic(`assessment.csv.${name}`)), ...names.map(guarded)], ...lines], {
    record_delimiter: "windows",
  });
}
