import { stringify } from "csv-stringify/sync";
import { cellText } from "./cell.ts";
import type { Cell, Column, Context } from "./column.ts";

/**
 * RFC 4180: UTF-8, comma, CRLF, decimal point, a line of names. No byte order mark: every program then reads the
 * first name as "id", and a spreadsheet set to French would not split the commas anyway; it has the XLSX.
 */
export async function* csv<R>(columns: Column<R>[], batches: AsyncIterable<R[]> | Iterable<R[]>, context: Context): AsyncGenerator<string> {
  const lines = (rows: string[][]) => stringify(rows, { record_delimiter: "windows" });
  yield lines([columns.map((column) => column.name)]);
  for await (const rows of batches) yield lines(rows.map((row) => columns.map((column) => csvCell(column, column.value(row, context)))));
}

function csvCell<R>(column: Column<R>, cell: Cell): string {
  const text = cellText(column as never, cell);
  return typeof cell === "string" || Array.isArray(cell) ? guardFormula(text) : text;
}

// What Excel, LibreOffice and Google Sheets take for a formula, unless it is a plain number. Apostrophes already there
// count too, so that taking one away always gives the text back.
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A text that a spreadsheet would run gets an apostrophe before it, which the spreadsheet hides. Others stay as they are. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
