import { fold } from "../record/names.ts";
import type { Table } from "./book.ts";
import { readCell } from "./cells.ts";
import { isClear, listColumns, matchHeader } from "./columns.ts";
import { listHeaderProblems } from "./headings.ts";
import { keyFields, keyOf } from "./keys.ts";
import type { GivenList, Plan, ReadRow } from "./plan.ts";
import { type At, columnOf, type ImportProblem, wrong } from "./problems.ts";
import { columnLetter, type Row } from "./sheet.ts";

/**
 * Gives the lines of a list's sheet to the rows that they are of. A record that the sheet of records does not name becomes
 * a row of its own, that only these lines change.
 */
export function readList(plan: Plan, owners: Owners, { list, sheet, header, rows }: Table & { list: string }): ImportProblem[] {
  const columns = matchHeader(listColumns(plan.kind, list), header);
  const here = sheet === "" ? {} : { sheet };
  const problems = listHeaderProblems(plan.kind, header, columns).map((problem) => ({ ...here, ...problem }));
  if (wrong(problems)) return problems;
  const ownerAt = columns.findIndex((column) => column?.field === plan.kind.name);
  for (const row of rows) {
    const at = { ...here, line: row.line, column: columnLetter(ownerAt), heading: header[ownerAt]! };
    const found = owners.find(row.cells[ownerAt] ?? "", at);
    if (!found.ok) {
      problems.push({ ...at, ...found.problem, warning: false });
      continue;
    }
    const given: GivenList = found.row.lists.get(list) ?? { lines: [], first: at, sheet, header, columns };
    found.row.lists.set(list, given);
    const said = row.cells.filter((cell, i) => cell !== "" && i !== ownerAt);
    // "(empty)" alone after the record: it has no such line any more.
    if (said.length === 1 && isClear(said[0]!)) continue;
    const value = readLine(plan, list, row, ownerAt, { ...here, header, columns }, found.row.problems);
    given.lines.push({ value, line: row.line });
  }
  return problems;
}

function readLine(
  { kind, lookup }: Plan,
  list: string,
  row: Row,
  ownerAt: number,
  { sheet, header, columns }: Pick<At, "sheet"> & Pick<GivenList, "header" | "columns">,
  problems: ImportProblem[],
): Record<string, unknown> {
  const value: Record<string, any> = {};
  row.cells.forEach((cell, i) => {
    const column = columns[i];
    if (cell === "" || i === ownerAt || isClear(cell)) return;
    const at = { ...(sheet ? { sheet } : {}), line: row.line, column: columnLetter(i), ...(header[i] ? { heading: header[i] } : {}) };
    if (i >= columns.length) problems.push({ ...at, code: "cell_outside", warning: false });
    if (!column) return;
    const field = column.field.slice(list.length + 1);
    const read = readCell(kind.name, column, cell, lookup);
    if (!read.ok) problems.push({ ...at, ...read.problem, warning: false });
    else value[field] = column.language ? { ...value[field], [column.language]: read.value } : read.value;
  });
  return value;
}

/** Where the field "results.3.actualOn" was given, when its list came in a sheet. */
export function placeInLists(lists: ReadonlyMap<string, GivenList>, path: string): At | undefined {
  const [list = "", index, ...rest] = path.split(".");
  const given = lists.get(list);
  if (!given) return undefined;
  const line = given.lines[Number(index)]?.line;
  if (line === undefined) return { ...(given.first.sheet ? { sheet: given.first.sheet } : {}), line: given.first.line };
  const i = columnOf(given.columns, [list, ...rest.slice(0, 1)].join("."));
  const place = i >= 0 ? { column: columnLetter(i), heading: given.header[i]! } : rest.length > 0 ? { heading: rest[0]! } : {};
  return { ...(given.sheet ? { sheet: given.sheet } : {}), line, ...place };
}

type Found = { ok: true; row: ReadRow } | { ok: false; problem: { code: string; values?: Record<string, string | number> } };
export interface Owners {
  /** The row of the record that a cell names, by its identifier, a number of its own or its exact name. */
  find(cell: string, at: At): Found;
  /** The rows of records that only sheets of lists name. */
  added: ReadRow[];
}

export function ownersOf({ kind, lookup }: Plan, rows: readonly ReadRow[]): Owners {
  const directory = lookup.records.get(kind.name)!;
  const [byId, byKey, byTitle] = [new Map<string, ReadRow>(), new Map<string, ReadRow>(), new Map<string, ReadRow[]>()];
  const add = (row: ReadRow) => {
    if (row.id) byId.set(row.id, row);
    for (const key of row.keys) byKey.set(key, row);
    if (row.title) byTitle.set(fold(row.title), [...(byTitle.get(fold(row.title)) ?? []), row]);
  };
  rows.forEach(add);
  const added: ReadRow[] = [];
  const find = (written: string, at: At): Found => {
    const cell = written.trim();
    if (cell === "") return { ok: false, problem: { code: "required" } };
    const keys = (keyFields[kind.name] ?? []).map(([field]) => keyOf(field, cell));
    const inFile = byId.get(cell) ?? keys.map((key) => byKey.get(key)).find(Boolean);
    if (inFile) return { ok: true, row: inFile };
    const known = directory.byId(cell) ?? keys.map((key) => directory.byKey(key)).find(Boolean);
    const titled = known ? [] : (byTitle.get(fold(cell)) ?? []);
    const records = known ? [known] : directory.named(cell).filter(({ id }) => !titled.some((row) => row.id === id));
    if (titled.length + records.length !== 1)
      return {
        ok: false,
        problem: { code: titled.length + records.length > 1 ? "ambiguous_reference" : "unknown_reference", values: { key: cell } },
      };
    if (titled[0]) return { ok: true, row: titled[0] };
    const current = records[0]!;
    const already = byId.get(current.id);
    if (already) return { ok: true, row: already };
    const { sheet, line } = at;
    const row: ReadRow = {
      ...(sheet ? { sheet } : {}),
      line,
      cells: [],
      lists: new Map(),
      id: current.id,
      title: "",
      keys: [],
      problems: [],
      current,
      byName: false,
    };
    add(row);
    added.push(row);
    return { ok: true, row };
  };
  return { find, added };
}
