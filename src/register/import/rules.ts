import { type Localised, textIn } from "../../platform/localised.ts";
import { changedFields } from "../record/history.ts";
import type { Kind, Problem } from "../record/kind.ts";
import { linksOf } from "../record/links.ts";
import { parseDocument } from "../record/parse.ts";
import { slugOf } from "../record/slug.ts";
import { type Lookup, readCell } from "./cells.ts";
import type { ImportColumn } from "./columns.ts";
import { type KnownRecord, keyFields, keyOf } from "./keys.ts";
import { columnLetter, type Row } from "./sheet.ts";

/** What is wrong in a file, and where: the line and column that a spreadsheet shows ("B7"), and the heading. Line 0: the file. */
export interface ImportProblem {
  line: number;
  column?: string;
  heading?: string;
  code: string;
  values?: Record<string, string | number>;
  warning: boolean;
}
export interface PlannedRow {
  line: number;
  id: string;
  name: string;
  outcome: "created" | "changed" | "unchanged";
  changed: string[];
  document: Record<string, unknown>;
}

/** A file under way: what its lines may name, and what those before have taken. */
export interface Plan {
  kind: Kind;
  header: string[];
  columns: (ImportColumn | undefined)[];
  lookup: Lookup;
  /** The line that each record, key and new name was first met on. */
  seen: Map<string, number>;
}
type Given = Record<string, unknown>;
export interface ReadRow {
  line: number;
  given: Given;
  id: string;
  title: string;
  problems: ImportProblem[];
  current?: KnownRecord | undefined;
  byName: boolean;
}

export function headerProblems({ kind, header, columns }: Plan): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const seen = new Set<string>();
  header.forEach((heading, i) => {
    const at = { line: 1, column: columnLetter(i), heading };
    const column = columns[i];
    if (!column) {
      if (heading !== "") problems.push({ ...at, code: "column_unknown", values: { heading }, warning: true });
    } else if (seen.has(column.name)) problems.push({ ...at, code: "column_twice", values: { heading }, warning: false });
    else seen.add(column.name);
  });
  const known = [...seen].some(
    (name) => name.startsWith("name.") || name === "id" || (keyFields[kind.name] ?? []).some(([field]) => field === name),
  );
  if (!known) problems.push({ line: 1, code: "column_missing", values: { heading: "name.fr" }, warning: false });
  return problems;
}

/** The cells of a line as values of fields, and the record that the line is about, if there is one. */
export function readRow(plan: Plan, row: Row): ReadRow {
  const { kind, columns, lookup, header } = plan;
  const problems: ImportProblem[] = [];
  const given: Record<string, any> = {};
  row.cells.forEach((cell, i) => {
    const column = columns[i];
    if (cell === "" || column?.name === "id") return;
    if (i >= columns.length) problems.push({ line: row.line, column: columnLetter(i), code: "cell_outside", warning: false });
    if (!column) return;
    const read = readCell(kind.name, column, cell, lookup);
    if (!read.ok) problems.push({ line: row.line, column: columnLetter(i), heading: header[i]!, ...read.problem, warning: false });
    else if (column.language) given[column.field] = { ...given[column.field], [column.language]: read.value };
    else given[column.field] = read.value;
  });
  const title = textIn((given.name ?? {}) as Localised, "fr")?.text ?? "";
  const idCell = row.cells[columns.findIndex((column) => column?.name === "id")] ?? "";
  return { line: row.line, given, title, ...identify(plan, row.line, idCell, given, title, problems), problems };
}

/** By its identifier, else by a number of its own, else by its exact name: and then that is said. */
function identify(
  { kind, lookup, seen, columns, header }: Plan,
  line: number,
  idCell: string,
  given: Given,
  title: string,
  problems: ImportProblem[],
): { id: string; current?: KnownRecord | undefined; byName: boolean } {
  const directory = lookup.records.get(kind.name)!;
  const at = (field: string) => {
    const i = columns.findIndex((column) => column?.field === field);
    return { line, ...(i < 0 ? {} : { column: columnLetter(i), heading: header[i]! }) };
  };
  const once = (word: string, field: string) => {
    const first = seen.get(word);
    if (first !== undefined) problems.push({ ...at(field), code: "row_twice", values: { line: first }, warning: false });
    else seen.set(word, line);
  };
  const keys = (keyFields[kind.name] ?? []).flatMap(([field]) =>
    given[field] === undefined || given[field] === null ? [] : [[field, keyOf(field, given[field])] as const],
  );
  for (const [field, key] of keys) once(key, field);
  if (idCell !== "") {
    const id = idCell.trim();
    if (slugOf(id) !== id) problems.push({ ...at("id"), code: "pattern", warning: false });
    once(`id ${id}`, "id");
    return { id, current: directory.byId(id), byName: false };
  }
  const own = keys.flatMap(([, key]) => directory.byKey(key) ?? [])[0];
  if (own) {
    if (keys.length === 0 || !seen.has(`id ${own.id}`)) seen.set(`id ${own.id}`, line);
    return { id: own.id, current: own, byName: false };
  }
  // Another number of its own makes it another record, whatever its name.
  const same = title === "" ? [] : directory.named(title).filter((record) => keys.length === 0 || record.keys.length === 0);
  if (same.length > 1) problems.push({ ...at("name"), code: "ambiguous_reference", values: { key: title }, warning: false });
  if (same.length === 1) {
    once(`id ${same[0]!.id}`, "name");
    return { id: same[0]!.id, current: same[0], byName: true };
  }
  const word = `name ${slugOf(title)}`;
  if (title !== "" && seen.has(word))
    problems.push({ ...at("name"), code: "name_twice", values: { line: seen.get(word)! }, warning: true });
  else seen.set(word, line);
  return { id: "", byName: false };
}

/** What a line would do to the record as it stands (`document`; undefined for a new one). */
export function planRow(
  plan: Plan,
  row: ReadRow,
  document: Record<string, unknown> | undefined,
): { row?: PlannedRow; problems: ImportProblem[] } {
  const { kind, columns, header, lookup } = plan;
  const told = (problem: Problem, warning: boolean): ImportProblem => {
    const i = columnOf(plan, problem.path);
    const place = i >= 0 ? { column: columnLetter(i), heading: header[i]! } : problem.path ? { heading: problem.path.split(".")[0]! } : {};
    return { line: row.line, ...place, code: problem.code, warning, ...(problem.values ? { values: problem.values } : {}) };
  };
  const input: Record<string, any> = { ...document, ...row.given };
  for (const column of columns) {
    if (column?.language && row.given[column.field] && document)
      input[column.field] = { ...(document[column.field] as Localised), ...(row.given[column.field] as Localised) };
  }
  const parsed = parseDocument(kind, input, true);
  // A cell that could not be read is told already; that its field is then empty is not told again.
  const unread = new Set(row.problems.flatMap((problem) => (problem.column ? [problem.column] : [])));
  if (!parsed.ok)
    return {
      problems: [
        ...row.problems,
        ...parsed.problems.map((problem) => told(problem, false)).filter((problem) => !problem.column || !unread.has(problem.column)),
      ],
    };
  const problems = [...row.problems, ...parsed.warnings.map((warning) => told(warning, true))];
  const changed = document ? changedFields(kind, document, parsed.document) : Object.keys(row.given);
  if (row.current?.status === "published" && changed.length > 0) {
    const hidden = linksOf(kind.fields, parsed.document).filter(
      ({ to, key }) => to.type === "record" && lookup.records.get(to.kind)?.byId(key)?.status === "draft",
    );
    problems.push(...hidden.map(({ path, key }) => told({ path, code: "published_reference", values: { key } }, false)));
  }
  if (row.byName && changed.length > 0) problems.push({ ...told({ path: "name", code: "known_by_name", values: { id: row.id } }, true) });
  if (problems.some((problem) => !problem.warning)) return { problems };
  const id = row.id || lookup.records.get(kind.name)!.newId(slugOf(row.title));
  const outcome = !document ? "created" : changed.length > 0 ? "changed" : "unchanged";
  const name = row.title || (textIn(parsed.document.name as Localised, "fr")?.text ?? id);
  return { row: { line: row.line, id, name, outcome, changed: outcome === "changed" ? changed : [], document: parsed.document }, problems };
}

/** The column that a problem's field came from: the very one, else the first of its field. */
function columnOf({ columns }: Plan, path: string): number {
  const exact = columns.findIndex((column) => column?.name === path);
  return exact >= 0 ? exact : columns.findIndex((column) => column?.field === path.split(".")[0]);
}
