import { type Localised, textIn } from "../../platform/localised.ts";
import { slugOf } from "../record/slug.ts";
import { readCell } from "./cells.ts";
import { isClear } from "./columns.ts";
import { type KnownRecord, keyFields, keyOf } from "./keys.ts";
import type { Plan, ReadRow } from "./plan.ts";
import type { ImportProblem } from "./problems.ts";
import { columnLetter, type Row } from "./sheet.ts";

/** The record that a line is about: by its identifier, else by a number of its own, else by its exact name, and then that is said. */
export function identifyRow(plan: Plan, row: Row): ReadRow {
  const { kind, lookup, seen, columns, header } = plan;
  const problems: ImportProblem[] = [];
  const given = namesOf(plan, row);
  const title = textIn((given.name ?? {}) as Localised, "fr")?.text ?? "";
  const idCell = row.cells[columns.findIndex((column) => column?.name === "id")] ?? "";
  const directory = lookup.records.get(kind.name)!;
  const { line, cells } = row;
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
  const known = (id: string, current: KnownRecord | undefined, byName: boolean): ReadRow => ({
    line,
    cells,
    lists: new Map(),
    id,
    title,
    keys: keys.map(([, key]) => key),
    problems,
    current,
    byName,
  });
  for (const [field, key] of keys) once(key, field);
  if (idCell !== "" && !isClear(idCell)) {
    const id = idCell.trim();
    if (slugOf(id) !== id) problems.push({ ...at("id"), code: "pattern", warning: false });
    once(`id ${id}`, "id");
    return known(id, directory.byId(id), false);
  }
  const own = keys.flatMap(([, key]) => directory.byKey(key) ?? [])[0];
  if (own) {
    if (!seen.has(`id ${own.id}`)) seen.set(`id ${own.id}`, line);
    return known(own.id, own, false);
  }
  // Another number of its own makes it another record, whatever its name.
  const same = title === "" ? [] : directory.named(title).filter((record) => keys.length === 0 || record.keys.length === 0);
  if (same.length > 1) problems.push({ ...at("name"), code: "ambiguous_reference", values: { key: title }, warning: false });
  if (same.length === 1) {
    once(`id ${same[0]!.id}`, "name");
    return known(same[0]!.id, same[0], true);
  }
  const word = `name ${slugOf(title)}`;
  if (title !== "" && seen.has(word))
    problems.push({ ...at("name"), code: "name_twice", values: { line: seen.get(word)! }, warning: true });
  else seen.set(word, line);
  return known("", undefined, false);
}

/** The cells that say who it is. What cannot be read of them is told with the rest of the line. */
function namesOf({ kind, columns, lookup }: Plan, row: Row): Record<string, any> {
  const keys = new Set(["name", ...(keyFields[kind.name] ?? []).map(([field]) => field)]);
  const given: Record<string, any> = {};
  columns.forEach((column, i) => {
    const cell = row.cells[i] ?? "";
    if (!column || !keys.has(column.field) || cell === "" || isClear(cell)) return;
    const read = readCell(kind.name, column, cell, lookup);
    if (!read.ok) return;
    given[column.field] = column.language ? { ...given[column.field], [column.language]: read.value } : read.value;
  });
  return given;
}
