import { type Localised, textIn } from "../../platform/localised.ts";
import { changedFields } from "../record/history.ts";
import type { Problem } from "../record/kind.ts";
import { linksOf } from "../record/links.ts";
import { parseDocument } from "../record/parse.ts";
import { slugOf } from "../record/slug.ts";
import { readCell } from "./cells.ts";
import { isClear } from "./columns.ts";
import { placeInLists } from "./lists.ts";
import type { Plan, PlannedRow, ReadRow, Standing } from "./plan.ts";
import { type At, columnOf, type ImportProblem, wrong } from "./problems.ts";
import { columnLetter } from "./sheet.ts";

type Document = Standing["document"];

const GUARD = /^'(?='*[=+\-@\t\r])/;

/** The cells of a line as values of fields: empty ones keep their value, the agreed word empties it. */
function readCells(plan: Plan, row: ReadRow, document: Document | undefined): { given: Record<string, any>; problems: ImportProblem[] } {
  const { kind, columns, lookup, header, own } = plan;
  const [problems, given]: [ImportProblem[], Record<string, any>] = [[], {}];
  const at = (i: number) => ({ line: row.line, column: columnLetter(i), heading: header[i] ?? "" });
  row.cells.forEach((written, i) => {
    const column = columns[i];
    if (written === "" || column?.name === "id") return;
    if (i >= columns.length) problems.push({ line: row.line, column: columnLetter(i), code: "cell_outside", warning: false });
    if (!column || column.shares) return;
    const cell = plan.guarded ? written.replace(GUARD, "") : written;
    const read = isClear(cell) ? { ok: true as const, value: column.empty } : readCell(kind.name, column, cell, lookup, { own, document });
    if (!read.ok) problems.push({ ...at(i), ...read.problem, warning: false });
    else if (!column.language) given[column.field] = read.value;
    else given[column.field] = { ...(given[column.field] ?? (document?.[column.field] as Localised)), [column.language]: read.value };
  });
  columns.forEach((column, i) => {
    const cell = row.cells[i] ?? "";
    if (!column?.shares || cell === "") return;
    const lines = (given[column.field] ?? document?.[column.field] ?? []) as Document[];
    const read = isClear(cell) ? undefined : readCell(kind.name, column, cell, lookup, { own });
    const shares = read?.ok ? (read.value as number[]) : lines.map(() => null);
    if (shares.length !== lines.length) problems.push({ ...at(i), code: "shares_count", values: { count: lines.length }, warning: false });
    else if (shares.some(Number.isNaN)) problems.push({ ...at(i), code: "type_number", warning: false });
    else given[column.field] = lines.map((line, n) => ({ ...line, percentage: shares[n] }));
  });
  return { given, problems };
}

/** What a line would do to the record as it stands (undefined for a new one). */
export function planRow(plan: Plan, row: ReadRow, record: Standing | undefined): { row?: PlannedRow; problems: ImportProblem[] } {
  const { kind, columns, header, lookup } = plan;
  const document = record?.document;
  const place = ({ path }: Problem): At => {
    const inList = placeInLists(row.lists, path);
    if (inList) return inList;
    const here = { line: row.line, ...(row.sheet ? { sheet: row.sheet } : {}) };
    const found = columnOf(columns, path);
    const i = found >= 0 ? found : columnOf(columns, path.split(".")[0]!);
    return i >= 0 && !row.sheet
      ? { ...here, column: columnLetter(i), heading: header[i]! }
      : { ...here, ...(path ? { heading: path.split(".")[0]! } : {}) };
  };
  const told = (problem: Problem, warning: boolean): ImportProblem => ({
    ...place(problem),
    code: problem.code,
    warning,
    ...(problem.values ? { values: problem.values } : {}),
  });
  const read = readCells(plan, row, document);
  const given = read.given;
  const problems = [...row.problems, ...read.problems];
  for (const [list, { lines, first }] of row.lists) {
    if (list in given) problems.push({ ...first, code: "list_twice", values: { list }, warning: false });
    given[list] = lines.map((line) => line.value);
  }
  const parsed = parseDocument(kind, { ...document, ...given }, true);
  if (!parsed.ok) {
    // A cell that could not be read is told already; that its field is then empty is not told again.
    const word = ({ sheet, line, column }: ImportProblem) => `${sheet} ${line} ${column}`;
    const unread = new Set(problems.flatMap((problem) => (problem.column ? [word(problem)] : [])));
    return {
      problems: [
        ...problems,
        ...parsed.problems.map((problem) => told(problem, false)).filter((problem) => !problem.column || !unread.has(word(problem))),
      ],
    };
  }
  problems.push(...parsed.warnings.map((warning) => told(warning, true)));
  const changed = document ? changedFields(kind, document, parsed.document) : Object.keys(given);
  if (record?.status === "published" && changed.length > 0) {
    const hidden = linksOf(kind.fields, parsed.document).filter(({ to, key }) => {
      const target = to.type === "record" ? lookup.records.get(to.kind)?.byId(key) : undefined;
      return target !== undefined && target.status !== "published";
    });
    problems.push(...hidden.map(({ path, key }) => told({ path, code: "published_reference", values: { key } }, false)));
  }
  if (row.byName && changed.length > 0) problems.push(told({ path: "name", code: "known_by_name", values: { id: row.id } }, true));
  if (wrong(problems)) return { problems };
  const id = row.id || lookup.records.get(kind.name)!.newId(slugOf(row.title));
  const outcome = !document ? "created" : changed.length > 0 ? "changed" : "unchanged";
  const planned: PlannedRow = {
    ...(row.sheet ? { sheet: row.sheet } : {}),
    line: row.line,
    id,
    name: row.title || (textIn(parsed.document.name as Localised, "fr")?.text ?? id),
    outcome,
    changed: outcome === "changed" ? changed : [],
    version: record?.version ?? 0,
    status: record?.status ?? "draft",
    document: parsed.document,
  };
  return { row: planned, problems };
}
