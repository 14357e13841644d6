import type { Row } from "../../../register/import/sheet.ts";
import { fold } from "../../../register/record/names.ts";
import { readAmount } from "./amount.ts";
import { readDay } from "./dates.ts";
import type { ColumnName, Layout } from "./headings.ts";
import type { Hints } from "./hints.ts";
import { type Numbers, readRna, readSiret } from "./identifiers.ts";
import { type Period, readPeriod } from "./period.ts";
import { looksLikePerson } from "./person.ts";
import { asked, clean, type Reading, repaired } from "./reading.ts";
import { readText, saysNothing } from "./texts.ts";
import { type Answers, REFUSE, type Teller } from "./told.ts";
import { type Nature, readAidNumber, readNature, readShare, readTerms, readYesNo } from "./words.ts";

/** A row of a file, understood: what SCDL says of one grant to one body. */
export interface GrantRow {
  line: number;
  giver: Numbers & { name: string };
  beneficiary: Numbers & { name: string };
  agreedOn: string;
  decidedOn: string | null;
  decision: string | null;
  object: string;
  /** As the file gives it, in cents: of the whole agreement, or of this body's part (see agreements.ts). */
  amountCents: number;
  sharePercent: number | null;
  nature: Nature;
  terms: string | null;
  period: Period;
  stateAid: boolean;
  aidNumber: string | null;
  scheme: string | null;
  /** Words that were cut to fit, whole. */
  remarks: string[];
}

/** The most that the register keeps of each text; the schema's own limits, where it has some. */
const LONGEST = { object: 256, terms: 256, decision: 120, aidNumber: 20, scheme: 300, name: 300, giverName: 300 } as const;

interface Reader {
  layout: Layout;
  hints: Hints;
  answers: Answers;
  tell: Teller;
}

/** Reads a row. Undefined when it stays out, or waits for an answer: why is told. */
export function readGrantRow(reader: Reader, row: Row): GrantRow | undefined {
  const { layout, hints, answers, tell } = reader;
  let out = false;
  const cell = (column: ColumnName) => {
    const at = layout.columns.indexOf(column);
    return at < 0 ? "" : (row.cells[at] ?? "");
  };
  const refuse = (column: ColumnName | "", code: string, from?: string) => {
    tell.refuse({ line: row.line, column, code, ...(from === undefined ? {} : { from }) });
    out = true;
  };
  /** The value that a reading gives, by the answer where it is asked; undefined when the row stays out for it. */
  const take = <T>(column: ColumnName, reading: Reading<T>, from: string, write: (value: T) => string = plainly): T | undefined => {
    if (reading.kind === "refused") return void refuse(column, reading.code, from);
    if (reading.kind !== "asked") {
      if (reading.warning) tell.warn({ line: row.line, column, code: reading.warning, from });
      if (reading.kind === "repaired") tell.repair({ line: row.line, column, code: reading.code, from, to: write(reading.value) });
      return reading.value;
    }
    const { code, about, choices } = reading;
    const key = [`${code}.${column}`, ...(about === undefined ? [] : [fold(about).slice(0, 60)])].join("-");
    const answer = answers[key];
    const question = { key, code, column, ...(about === undefined ? {} : { about }), choices: choices.map((one) => one.answer) };
    const chosen = choices.find((one) => one.answer === answer);
    tell.ask(question, { line: row.line, column, code, from }, !chosen && answer !== REFUSE);
    if (chosen) return chosen.value;
    out = true;
    if (answer === REFUSE) tell.refuse({ line: row.line, column, code, from });
    return undefined;
  };
  const words = (column: keyof typeof LONGEST, remarks: string[]): string => {
    const from = cell(column);
    const text = take(column, readText(from), from) ?? "";
    if (text.length <= LONGEST[column]) return text;
    const cut = `${text.slice(0, LONGEST[column] - 1).toWellFormed()}…`;
    const kept = take(column, asked("too_long", [{ answer: "cut", value: cut }]), from);
    if (kept !== undefined) remarks.push(text);
    return kept ?? "";
  };

  if (row.cells.slice(layout.columns.length).some((one) => one !== "")) refuse("", "cell_outside");
  // The second line of merged cells, a total, a note.
  if (cell("name") === "" && cell("amount") === "") {
    refuse("", "not_a_grant");
    return undefined;
  }
  const remarks: string[] = [];
  const name = words("name", remarks);
  const numbers = readNumbers(cell("siret"), cell("rna"), take);
  const unnumbered = !numbers.siret && !numbers.siren && !numbers.rna;
  if (name === "" && !out) refuse("name", "name_missing");
  if (name !== "" && unnumbered && looksLikePerson(name)) {
    // Who a person is stays out of the report as well.
    tell.refuse({ line: row.line, column: "name", code: "person" });
    return undefined;
  }
  if (unnumbered && !out) tell.warn({ line: row.line, column: "siret", code: "identifier_missing", from: name });

  const decidedOn =
    cell("decidedOn") === "" ? null : (take("decidedOn", readDay(cell("decidedOn"), hints.order("decidedOn")), cell("decidedOn")) ?? null);
  const agreedOn = readAgreedOn(cell("agreedOn"), decidedOn, hints, take);
  const amountCents =
    cell("amount") === "" ? void refuse("amount", "amount_missing") : take("amount", readAmount(cell("amount")), cell("amount"), euros);
  const nature = take("nature", readNature(cell("nature")), cell("nature"), natureWords);
  const periodCell = cell("period");
  const period = take("period", readPeriod(saysNothing(periodCell) ? "" : periodCell, hints.order("period")), periodCell, periodWords);
  if (period === null && layout.columns.includes("period") && saysNothing(periodCell))
    tell.warn({ line: row.line, column: "period", code: "period_missing", ...(periodCell ? { from: periodCell } : {}) });
  const stateAid = take("stateAid", readYesNo(cell("stateAid")), cell("stateAid"));
  const shareCell = cell("share");
  const share = readShare(shareCell);
  const certain = share.kind === "asked" && share.code === "share_hundred" && hints.isHundred(row.line);
  const sharePercent = take("share", certain ? repaired(share.choices[0]!.value, "share_hundred") : share, shareCell, percent);
  const objectCell = words("object", remarks);
  const object = objectCell === "" && !out ? take("object", asked("object_missing", [{ answer: "unnamed", value: "" }]), "") : objectCell;
  const terms = words("terms", remarks);
  const aidNumber = words("aidNumber", remarks);
  const decision = words("decision", remarks);
  const scheme = words("scheme", remarks);
  const giver = readGiver(reader, row, cell, take, words);
  const readableTerms = take("terms", readTerms(terms), terms);
  const readableAid = take("aidNumber", readAidNumber(aidNumber), aidNumber);
  if (out || agreedOn === undefined || amountCents === undefined || !nature || !giver || object === undefined) return undefined;
  return {
    line: row.line,
    giver,
    beneficiary: { ...numbers, name },
    agreedOn,
    decidedOn,
    decision: decision || null,
    object,
    amountCents,
    sharePercent: sharePercent ?? null,
    nature,
    terms: readableTerms ?? null,
    period: period ?? null,
    stateAid: stateAid ?? false,
    aidNumber: readableAid ?? null,
    scheme: scheme || null,
    remarks,
  };
}

type Take = <T>(column: ColumnName, reading: Reading<T>, from: string, write?: (value: T) => string) => T | undefined;

/** A number that is lost is no loss where the other one says who it is. */
function readNumbers(siretCell: string, rnaCell: string, take: Take): Numbers {
  const siret = saysNothing(siretCell) ? clean<Numbers>({}) : readSiret(siretCell);
  const rna = saysNothing(rnaCell) ? clean<Numbers>({}) : readRna(rnaCell);
  const sure = (reading: Reading<Numbers>) =>
    (reading.kind === "clean" || reading.kind === "repaired") && Object.keys(reading.value).length > 0;
  const spare = (reading: Reading<Numbers>) =>
    reading.kind === "asked" || reading.kind === "refused" ? repaired<Numbers>({}, "number_left_out") : reading;
  const first = take("siret", sure(rna) ? spare(siret) : siret, siretCell, numberWords);
  const second = take("rna", sure(siret) ? spare(rna) : rna, rnaCell, numberWords);
  return { ...second, ...first };
}

/** The day of the agreement; where there is none, that of the decision, if a person says so. */
function readAgreedOn(cell: string, decidedOn: string | null, hints: Hints, take: Take): string | undefined {
  if (!saysNothing(cell)) return take("agreedOn", readDay(cell, hints.order("agreedOn")), cell);
  const missing: Reading<string> = decidedOn
    ? asked("agreed_missing", [{ answer: "decided", value: decidedOn }])
    : { kind: "refused", code: "date_missing" };
  return take("agreedOn", missing, cell);
}

/** Who gives: its number and its name, each found by the other in the same file where one is missing. */
function readGiver(
  { hints, answers, tell }: Reader,
  row: Row,
  cell: (column: ColumnName) => string,
  take: Take,
  words: (column: "giverName", remarks: string[]) => string,
): GrantRow["giver"] | undefined {
  const name = words("giverName", []);
  const idCell = cell("giverId");
  if (idCell === "" && !hints.hasGiver) {
    const key = "giver";
    const given = giverOf(answers[key] ?? "");
    tell.ask(
      { key, code: "giver", column: "giverId", choices: [] },
      { line: row.line, column: "giverId", code: "giver", from: name },
      !given,
    );
    return given && { ...given, name: given.name || name };
  }
  const same = name === "" ? undefined : hints.giverNamed(name);
  const only = same ?? hints.onlyGiver;
  const missing: Reading<Numbers> = only
    ? asked("giver_missing", [{ answer: "same", value: only }], name)
    : { kind: "refused", code: "giver_missing" };
  const numbers = take("giverId", idCell === "" ? missing : readSiret(idCell), idCell || name, numberWords);
  if (!numbers) return undefined;
  if (!numbers.siret && !numbers.siren) {
    tell.refuse({ line: row.line, column: "giverId", code: "giver_missing", from: idCell });
    return undefined;
  }
  if (name !== "") return { ...numbers, name };
  const known = hints.nameOfGiver(numbers);
  if (known) tell.repair({ line: row.line, column: "giverName", code: "giver_name", from: "", to: known });
  return { ...numbers, name: known ?? "" };
}

/** "22660001600010 Département des Pyrénées-Orientales": what is answered to who gives. */
export function giverOf(answer: string): (Numbers & { name: string }) | undefined {
  const match = /^([\d\s.\u00a0]{14,24}?)(?:\s+([^\d\s].*))?$/.exec(answer.trim());
  const reading = readSiret(match?.[1] ?? "");
  if (reading.kind === "asked" || reading.kind === "refused" || !reading.value.siret) return undefined;
  return { siret: reading.value.siret, name: match?.[2]?.trim() ?? "" };
}

const plainly = (value: unknown) => (value === true ? "oui" : value === false ? "non" : String(value ?? ""));
const percent = (value: number | null) => (value === null ? "" : `${value} %`);
const euros = (cents: number) => (cents / 100).toFixed(2);
const numberWords = ({ siret, siren, rna }: Numbers) => siret ?? siren ?? rna ?? "";
const periodWords = (period: Period) => (period === null ? "" : period.end === null ? period.start : `${period.start}/${period.end}`);
const natureWords = ({ inCash, inKind }: Nature) =>
  [...(inCash ? ["aide en numéraire"] : []), ...(inKind ? ["aide en nature"] : [])].join(";");
