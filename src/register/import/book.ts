import type { Kind } from "../record/kind.ts";
import { fold } from "../record/names.ts";
import { listNames } from "./columns.ts";
import { MAX_ROWS, type Row, readTables, type SheetProblem } from "./sheet.ts";

export interface Table {
  /** Of a workbook's other sheets; "" for the first, and for a CSV file. */
  sheet: string;
  header: string[];
  rows: Row[];
}
/** The records of a file (its first sheet), the lines of their lists (a sheet a list, called by its name), and other sheets. */
export type Book = { ok: true; csv: boolean; main: Table; lists: (Table & { list: string })[]; ignored: string[] } | SheetProblem;

/** `list`: the first sheet holds the lines of that list, and the file no records. */
export function readBook(bytes: Uint8Array, kind: Kind, list?: string): Book {
  const read = readTables(bytes, MAX_ROWS);
  if (!read.ok) return read;
  const book: Extract<Book, { ok: true }> = {
    ok: true,
    csv: read.tables[0]?.name === "",
    main: { sheet: "", header: [], rows: [] },
    lists: [],
    ignored: [],
  };
  const names = listNames(kind);
  for (const [i, { name, lines }] of read.tables.entries()) {
    const [header, ...rows] = lines;
    if (!header) {
      if (i === 0) return { ok: false, code: "empty" };
      continue;
    }
    if (rows.length > MAX_ROWS) return { ok: false, code: "too_big", message: String(MAX_ROWS) };
    const table = { sheet: i === 0 ? "" : name, header: header.cells, rows };
    const listed = i === 0 ? list : names.get(fold(name));
    if (listed) book.lists.push({ ...table, list: listed });
    else if (i === 0) book.main = table;
    else book.ignored.push(name);
  }
  book.lists = book.lists.filter(({ rows }) => rows.length > 0); // a template's sheet that was left as it is
  return book.main.rows.length + book.lists.length === 0 ? { ok: false, code: read.tables.length === 0 ? "empty" : "no_rows" } : book;
}
