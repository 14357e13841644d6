import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import type { Kind } from "../record/kind.ts";
import { allCountries, termsOfVocabulary } from "../record/list-store.ts";
import { findRecords, resolveAllLinks } from "../record/store.ts";
import { type Book, readBook } from "./book.ts";
import { kindsNamed, type Lookup, lookupOf, vocabulariesNamed } from "./cells.ts";
import { type ImportColumn, importColumns, isOpenData, listColumns, matchHeader } from "./columns.ts";
import { directoryOf } from "./directory.ts";
import { headerProblems } from "./headings.ts";
import { identifyRow } from "./identify.ts";
import { ownersOf, readList } from "./lists.ts";
import type { Plan, PlannedRow, ReadRow } from "./plan.ts";
import { type ImportProblem, wrong } from "./problems.ts";
import { planRow } from "./rules.ts";
import type { SheetProblem } from "./sheet.ts";
import { knownRecords } from "./store.ts";
import { writeRows } from "./write.ts";

export type { ImportProblem } from "./problems.ts";
export type ImportedRow = Pick<PlannedRow, "sheet" | "line" | "id" | "name" | "outcome" | "changed">;
export type ImportReport =
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "unreadable"; sheet: SheetProblem }
  /**
   * `written` only when nothing is wrong and it was not a dry run. Lists all problems, not the first. `digest` is of what
   * the file would do; `stale` when that is no longer what `expected` said, or a record was saved while the file was read.
   */
  | { ok: true; written: boolean; stale: boolean; digest: string; rows: ImportedRow[]; problems: ImportProblem[] };
export interface ImportOptions {
  dryRun: boolean;
  expected?: string | undefined;
  /** The file, or its first sheet, holds the lines of this list ("results") rather than records. */
  list?: string | undefined;
  onProgress?: (done: number, total: number) => void;
}

const STEP = 500;

/**
 * Reads a CSV, XLSX or ODS file of one kind of record and brings the register to what it says, as drafts, in one
 * transaction: all of it or nothing. A dry run only reads. A row is an existing record when its identifier, its own
 * number (reference, SIRET…) or its exact name is; columns that the file lacks, and empty cells, keep their value. The
 * lines of a list are in a sheet called by its name, each with its record.
 */
export async function importFile(
  db: Database,
  name: KindName,
  bytes: Uint8Array,
  by: Actor,
  options: ImportOptions,
): Promise<ImportReport> {
  if (!may(by, "record.import")) return { ok: false, reason: "forbidden" };
  const book = readBook(bytes, kindOf(name), options.list);
  if (!book.ok) return { ok: false, reason: "unreadable", sheet: book };
  const { rows, problems } = await planFile(db, kindOf(name), book);
  const digest = createHash("sha256")
    .update(JSON.stringify(rows.map(({ line, id, outcome, changed }) => [line, id, outcome, changed])))
    .digest("hex")
    .slice(0, 32);
  const told = { digest, rows: rows.map(({ document: _, version: __, status: ___, ...row }) => row), problems };
  const stale = options.expected !== undefined && options.expected !== digest;
  if (options.dryRun || stale || wrong(problems)) return { ok: true, written: false, stale, ...told };
  const done = await writeRows(db, name, rows, by, options.onProgress);
  if (!done.written && !done.stale) problems.push(...done.problems);
  return { ok: true, written: done.written, stale: !done.written && done.stale, ...told };
}

/** What a file would do, and all that is wrong with it. Writes nothing. */
async function planFile(
  db: Database,
  kind: Kind,
  book: Extract<Book, { ok: true }>,
): Promise<{ rows: PlannedRow[]; problems: ImportProblem[] }> {
  const { main, lists } = book;
  const columns = matchHeader(importColumns(kind), main.header);
  const own = isOpenData(main.header);
  const all = [...columns, ...lists.flatMap(({ list, header }) => matchHeader(listColumns(kind, list), header))];
  const plan: Plan = {
    kind,
    header: main.header,
    columns,
    lookup: await lookUp(db, kind, all),
    seen: new Map(),
    own,
    guarded: own && book.csv,
  };
  const planned: PlannedRow[] = [];
  const problems = main.rows.length === 0 ? [] : headerProblems(kind, main.header, columns);
  problems.push(
    ...book.ignored.map((sheet): ImportProblem => ({ sheet, line: 0, code: "sheet_unknown", values: { sheet }, warning: true })),
  );
  if (wrong(problems)) return { rows: planned, problems };
  const rows: ReadRow[] = main.rows.map((row) => identifyRow(plan, row));
  const owners = ownersOf(plan, rows);
  for (const list of lists) problems.push(...readList(plan, owners, list));
  rows.push(...owners.added);
  for (let start = 0; start < rows.length; start += STEP) {
    const step = rows.slice(start, start + STEP);
    const known = await findRecords(
      db,
      kind,
      step.flatMap(({ current }) => (current ? [current.id] : [])),
    );
    const records = new Map(known.map((record) => [record.id, record]));
    const done = step.map((row) => planRow(plan, row, row.current && records.get(row.id)));
    problems.push(...done.flatMap((one) => one.problems));
    const made = done.flatMap(({ row }) => row ?? []);
    problems.push(...(await deadLinks(db, kind, made)));
    // What is planned is not read again, nor written when it is unchanged: a large file is not held twice.
    for (const { cells } of step) cells.length = 0;
    planned.push(...made.map((row) => (row.outcome === "unchanged" ? { ...row, document: {} } : row)));
    await breathe(); // pages are served between two steps
  }
  return { rows: planned, problems };
}

/** What a record kept of before, and leads nowhere now (a term that was taken away): refused when it is written again. */
async function deadLinks(db: Database, kind: Kind, rows: readonly PlannedRow[]): Promise<ImportProblem[]> {
  const written = rows.filter(({ outcome }) => outcome !== "unchanged");
  const links = await resolveAllLinks(
    db,
    kind,
    written.map(({ document }) => document),
  );
  return links.flatMap(({ problems }, i) =>
    problems.map(({ path, code, values }) => {
      const { sheet, line } = written[i]!;
      return { ...(sheet ? { sheet } : {}), line, heading: path, code, ...(values ? { values } : {}), warning: false };
    }),
  );
}

async function lookUp(db: Database, kind: Kind, columns: (ImportColumn | undefined)[]): Promise<Lookup> {
  const used = columns.flatMap((column) => column ?? []);
  const vocabularies = new Set(used.flatMap(vocabulariesNamed));
  const kinds = new Set([kind.name, ...used.flatMap(kindsNamed)]);
  const [country, terms, records] = await Promise.all([
    allCountries(db, "fr").then(lookupOf),
    Promise.all([...vocabularies].map(async (vocabulary) => [vocabulary, lookupOf(await termsOfVocabulary(db, vocabulary))] as const)),
    Promise.all([...kinds].map(async (one) => [one, directoryOf(await knownRecords(db, one))] as const)),
  ]);
  return { country, terms: new Map(terms), records: new Map(records) };
}
