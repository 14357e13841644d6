import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import { putRecord } from "../record/actions.ts";
import { problemsOfDatabase } from "../record/database-errors.ts";
import type { Kind } from "../record/kind.ts";
import { allCountries, termsOfVocabulary } from "../record/list-store.ts";
import { findRecords } from "../record/store.ts";
import { kindsNamed, type Lookup, lookupOf } from "./cells.ts";
import { type ImportColumn, matchHeader } from "./columns.ts";
import { directoryOf } from "./directory.ts";
import { headerProblems, type ImportProblem, type Plan, type PlannedRow, planRow, type ReadRow, readRow } from "./rules.ts";
import { readSheet, type Sheet } from "./sheet.ts";
import { knownRecords } from "./store.ts";

export type { ImportProblem } from "./rules.ts";
export type ImportedRow = Omit<PlannedRow, "document">;
export type ImportReport =
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "unreadable"; sheet: Extract<Sheet, { ok: false }> }
  /**
   * `written` only when nothing is wrong and it was not a dry run. Lists all problems, not the first. `digest` is of what
   * the file would do; `stale` when that is no longer what `expected` said.
   */
  | { ok: true; written: boolean; stale: boolean; digest: string; rows: ImportedRow[]; problems: ImportProblem[] };

const STEP = 500;
const wrong = (problems: ImportProblem[]) => problems.some((problem) => !problem.warning);

/**
 * Reads a CSV, XLSX or ODS file of one kind of record and brings the register to what it says, as drafts, in one
 * transaction: all of it or nothing. A dry run only reads. A row is an existing record when its identifier, its own
 * number (reference, SIRET…) or its exact name is; columns that the file lacks, and empty cells, keep their value.
 */
export async function importFile(
  db: Database,
  name: KindName,
  bytes: Uint8Array,
  by: Actor,
  options: { dryRun: boolean; expected?: string | undefined; onProgress?: (done: number, total: number) => void },
): Promise<ImportReport> {
  if (!may(by, "import")) return { ok: false, reason: "forbidden" };
  const sheet = readSheet(bytes);
  if (!sheet.ok) return { ok: false, reason: "unreadable", sheet };
  const { rows, problems } = await planFile(db, kindOf(name), sheet);
  const digest = createHash("sha256")
    .update(JSON.stringify(rows.map(({ line, id, outcome, changed }) => [line, id, outcome, changed])))
    .digest("hex")
    .slice(0, 32);
  const stale = options.expected !== undefined && options.expected !== digest;
  const write = !options.dryRun && !stale && !wrong(problems);
  if (write) problems.push(...(await writeRows(db, name, rows, by, options.onProgress)));
  return { ok: true, written: write && !wrong(problems), stale, digest, rows: rows.map(({ document: _, ...row }) => row), problems };
}

/** What a file would do, and all that is wrong with it. Writes nothing. */
async function planFile(
  db: Database,
  kind: Kind,
  { header, rows }: Extract<Sheet, { ok: true }>,
): Promise<{ rows: PlannedRow[]; problems: ImportProblem[] }> {
  const columns = matchHeader(kind, header);
  const plan: Plan = { kind, header, columns, lookup: await lookUp(db, kind, columns), seen: new Map() };
  const problems = headerProblems(plan);
  const planned: PlannedRow[] = [];
  if (wrong(problems)) return { rows: planned, problems };
  for (let start = 0; start < rows.length; start += STEP) {
    const read: ReadRow[] = rows.slice(start, start + STEP).map((row) => readRow(plan, row));
    const known = await findRecords(
      db,
      kind,
      read.flatMap((row) => (row.current ? [row.current.id] : [])),
    );
    const documents = new Map(known.map((record) => [record.id, record.document]));
    for (const row of read) {
      const done = planRow(plan, row, row.current && documents.get(row.id));
      problems.push(...done.problems);
      if (done.row) planned.push(done.row);
    }
    await breathe(); // pages are served between two steps
  }
  return { rows: planned, problems };
}

async function lookUp(db: Database, kind: Kind, columns: (ImportColumn | undefined)[]): Promise<Lookup> {
  const used = columns.flatMap((column) => (column ? [column] : []));
  const vocabularies = new Set(
    used.flatMap(({ widget }) =>
      widget.type === "terms" || widget.type === "term" ? [widget.vocabulary] : widget.type === "list" ? ["dac-sector"] : [],
    ),
  );
  const kinds = new Set([kind.name, ...used.flatMap(kindsNamed)]);
  const [country, terms, records] = await Promise.all([
    allCountries(db, "fr").then(lookupOf),
    Promise.all([...vocabularies].map(async (vocabulary) => [vocabulary, lookupOf(await termsOfVocabulary(db, vocabulary))] as const)),
    Promise.all([...kinds].map(async (one) => [one, directoryOf(await knownRecords(db, one))] as const)),
  ]);
  return { country, terms: new Map(terms), records: new Map(records) };
}

class Undo extends Error {}

/** All rows or none. What the database refuses comes back with the line it was refused at. */
async function writeRows(
  db: Database,
  name: KindName,
  rows: PlannedRow[],
  by: Actor,
  onProgress?: (done: number, total: number) => void,
): Promise<ImportProblem[]> {
  let problems: ImportProblem[] = [];
  let line = 0;
  try {
    await db.transaction().execute(async (trx) => {
      for (const [done, row] of rows.entries()) {
        onProgress?.(done, rows.length);
        if (row.outcome === "unchanged") continue;
        line = row.line;
        const put = await putRecord(trx, name, row.id, row.document, by, {
          lenient: true,
          overwrite: true,
          isNew: row.outcome === "created",
        });
        if (put.ok) continue;
        problems = put.problems.map(({ path, code, values }) => ({
          line,
          ...(path ? { heading: path } : {}),
          code,
          warning: false,
          ...(values ? { values } : {}),
        }));
        throw new Undo();
      }
      line = 0; // what only the whole file breaks (a deferred rule) has no line
    });
  } catch (error) {
    if (error instanceof Undo) return problems;
    const refused = problemsOfDatabase(kindOf(name), error);
    if (!refused) throw error;
    return refused.map(({ path, code, values }) => ({
      line,
      ...(path ? { heading: path } : {}),
      code,
      warning: false,
      ...(values ? { values } : {}),
    }));
  }
  return problems;
}
