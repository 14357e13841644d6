import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { type KindName, kindOf } from "../kinds.ts";
import { type PutOutcome, putRecord } from "../record/actions.ts";
import { problemsOfDatabase } from "../record/database-errors.ts";
import type { Kind, Problem } from "../record/kind.ts";
import { allCountries, idsByName, termsOfVocabulary } from "../record/list-store.ts";
import { parseDocument } from "../record/parse.ts";
import { slugOf } from "../record/slug.ts";
import { findRecord, freeId } from "../record/store.ts";
import { type Lookup, lookupOf, namesInCell, readCell } from "./cells.ts";
import { fold, type ImportColumn, matchHeader } from "./columns.ts";
import { columnLetter, readSheet, type Row, type Sheet } from "./sheet.ts";
import { idByKey, rollbackToSavepoint, savepoint } from "./store.ts";

/** What is wrong in a file, and where: the line and column that a spreadsheet shows ("B7"), and the heading. */
export interface ImportProblem { line: number; column?: string; heading?: string; code: string; values?: Record<string, string | number>; warning: boolean }
export interface ImportedRow { line: number; id: string; name: string; outcome: PutOutcome }
export type ImportReport =
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "unreadable"; sheet: Extract<Sheet, { ok: false }> }
  /** `written` only when nothing is wrong and it was not a dry run. Lists all problems, not the first. */
  | { ok: true; written: boolean; rows: ImportedRow[]; problems: ImportProblem[] };

class Undo extends Error {}

/**
 * Reads a CSV, XLSX or ODS file of one kind of record and brings the register to what it says, as drafts, in one
 * transaction: all of it or nothing. A dry run does all of that and undoes it. A row is an existing record when its
 * identifier, its own number (reference, SIRET) or its exact name is; columns that the file lacks keep their value.
 */
export async function importFile(db: Database, name: KindName, bytes: Uint8Array, by: Actor, options: { dryRun: boolean }): Promise<ImportReport> {
  if (!may(by, "import")) return { ok: false, reason: "forbidden" };
  const sheet = readSheet(bytes);
  if (!sheet.ok) return { ok: false, reason: "unreadable", sheet };
  const kind = kindOf(name);
  const columns = matchHeader(kind, sheet.header);
  const problems = headerProblems(kind, sheet.header, columns);
  const rows: ImportedRow[] = [];
  const failed = () => problems.some((problem) => !problem.warning);
  if (failed()) return { ok: true, written: false, rows, problems };
  const lookup = await lookUp(db, kind, columns, sheet.rows);
  const seen = new Map<string, number>();
  try {
    await db.transaction().execute(async (trx) => {
      for (const row of sheet.rows) {
        const imported = await importRow(trx, { kind, name, row, sheet, columns, lookup, by, seen });
        problems.push(...imported.problems);
        if (imported.row) rows.push(imported.row);
      }
      if (options.dryRun || failed()) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) {
      // What only the whole file breaks (a deferred rule): told as such, without a line.
      const whole = problemsOfDatabase(kind, error);
      if (!whole) throw error;
      problems.push(...whole.map(({ code, values }) => ({ line: 0, code, warning: false, ...(values ? { values } : {}) })));
    }
  }
  return { ok: true, written: !options.dryRun && !failed(), rows, problems };
}

function headerProblems(kind: Kind, header: string[], columns: (ImportColumn | undefined)[]): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const first = new Map<string, number>();
  header.forEach((heading, i) => {
    const at = { line: 1, column: columnLetter(i), heading };
    const column = columns[i];
    if (!column) {
      if (heading !== "") problems.push({ ...at, code: "column_unknown", values: { heading }, warning: true });
    } else if (first.has(column.name)) problems.push({ ...at, code: "column_twice", values: { heading }, warning: false });
    else first.set(column.name, i);
  });
  if (![...first.keys()].some((one) => one.startsWith("name.")) && !first.has("id")) problems.push({ line: 1, code: "column_missing", values: { heading: `${kind.name}: name.fr` }, warning: false });
  return problems;
}

async function lookUp(db: Database, kind: Kind, columns: (ImportColumn | undefined)[], rows: Row[]): Promise<Lookup> {
  const widgets = columns.flatMap((column) => (column ? [column.widget] : []));
  const vocabularies = new Set(widgets.flatMap((widget) => (widget.type === "terms" || widget.type === "term" ? [widget.vocabulary] : widget.type === "list" ? ["dac-sector"] : [])));
  const names = new Map<string, Set<string>>([[kind.name, new Set()]]);
  for (const { cells } of rows) {
    columns.forEach((column, i) => {
      if (!column || !cells[i]) return;
      for (const { kind: to, name } of namesInCell(column, cells[i]!)) names.set(to, (names.get(to) ?? new Set()).add(name));
      if (column.name.startsWith("name.")) names.get(kind.name)!.add(cells[i]!);
    });
  }
  const terms = await Promise.all([...vocabularies].map(async (vocabulary): Promise<[string, Map<string, string>]> => [vocabulary, lookupOf(await termsOfVocabulary(db, vocabulary))]));
  const records = await Promise.all([...names].map(async ([to, wanted]): Promise<[string, Map<string, string[]>]> => [to, await idsByName(db, to, [...wanted])]));
  return { country: lookupOf(await allCountries(db, "fr")), terms: new Map(terms), records: new Map(records) };
}

interface RowContext { kind: Kind; name: KindName; row: Row; sheet: { header: string[] }; columns: (ImportColumn | undefined)[]; lookup: Lookup; by: Actor; seen: Map<string, number> }

async function importRow(trx: Database, context: RowContext): Promise<{ problems: ImportProblem[]; row?: ImportedRow }> {
  const { kind, name, row, sheet, columns, lookup, by, seen } = context;
  const at = (index: number) => (index < 0 ? { line: row.line } : { line: row.line, column: columnLetter(index), heading: sheet.header[index]! });
  const problems: ImportProblem[] = [];
  const given: Record<string, any> = {};
  columns.forEach((column, i) => {
    const cell = row.cells[i] ?? "";
    if (!column || column.name === "id" || cell === "") return;
    const read = readCell(kind.name, column, cell, lookup);
    if (!read.ok) problems.push({ ...at(i), ...read.problem, warning: false });
    else if (column.language) given[column.field] = { ...given[column.field], [column.language]: read.value };
    else given[column.field] = read.value;
  });
  row.cells.slice(columns.length).forEach((cell, i) => { if (cell !== "") problems.push({ ...at(columns.length + i), heading: "", code: "cell_outside", warning: false }); });

  const cellOf = (field: string) => row.cells[columns.findIndex((column) => column?.name === field)] ?? "";
  const title = textIn((given.name ?? {}) as Localised, "fr")?.text ?? "";
  const id = await identify(trx, kind, cellOf("id"), given, title, lookup);
  if (id.ambiguous) return { problems: [...problems, { ...at(columns.findIndex((column) => column?.field === "name")), code: "ambiguous_reference", values: { key: title }, warning: false }] };
  // The same record twice in one file: by its identifier, or, for new ones, by its name.
  const key = id.id ?? `new ${fold(title)}`;
  const twice = seen.get(key);
  if (twice !== undefined) return { problems: [...problems, { ...at(columns.findIndex((column) => column?.field === (id.id ? "id" : "name"))), code: "row_twice", values: { line: twice }, warning: false }] };
  seen.set(key, row.line);

  const current = id.id ? await findRecord(trx, kind, id.id) : undefined;
  const input = { ...current?.document, ...given, ...(given.name && current ? { name: { ...(current.document.name as Localised), ...given.name } } : {}) };
  const indexOf = (path: string) => columns.findIndex((column) => column && (column.name === path || column.field === path.split(".")[0]));
  const told = (found: Problem[], warning: boolean): ImportProblem[] => found.map(({ path, code, values }) => ({ ...at(indexOf(path)), ...(indexOf(path) < 0 && path ? { heading: path } : {}), code, warning, ...(values ? { values } : {}) }));
  if (problems.some((problem) => !problem.warning)) return { problems: [...problems, ...told(otherProblems(kind, input), false)] };

  const target = id.id ?? (await freeId(trx, kind, slugOf(title)));
  const put = await guarded(trx, kind, () => putRecord(trx, name, target, input, by, { lenient: true, overwrite: true }));
  if (!put.ok) return { problems: [...problems, ...told(put.problems, false)] };
  return { problems: [...problems, ...told(put.warnings, true)], row: { line: row.line, id: target, name: title || target, outcome: put.outcome } };
}

/** A row whose cells are already wrong is still parsed, so that all that is wrong with it is told at once; what a wrong cell leaves empty is not told twice. */
function otherProblems(kind: Kind, input: unknown): Problem[] {
  const parsed = parseDocument(kind, input, true);
  return parsed.ok ? [] : parsed.problems.filter((problem) => problem.code !== "required");
}

async function identify(trx: Database, kind: Kind, idCell: string, given: Record<string, unknown>, title: string, lookup: Lookup): Promise<{ id?: string; ambiguous?: boolean }> {
  if (idCell) return { id: slugOf(idCell) };
  const own = await idByKey(trx, kind.name, given);
  if (own) return { id: own };
  const same = lookup.records.get(kind.name)?.get(title) ?? [];
  return same.length > 1 ? { ambiguous: true } : same[0] ? { id: same[0] } : {};
}

type Put = Awaited<ReturnType<typeof putRecord>>;

/** What the database refuses for one row is undone for that row, so that the next ones can still be checked. */
async function guarded(trx: Database, kind: Kind, work: () => Promise<Put>): Promise<Put> {
  await savepoint(trx);
  try {
    return await work();
  } catch (error) {
    const problems = problemsOfDatabase(kind, error);
    if (!problems) throw error;
    await rollbackToSavepoint(trx);
    return { ok: false, problems };
  }
}
