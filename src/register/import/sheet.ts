import { inflateRawSync } from "node:zlib";
import { type CellObject, read, utils, type WorkSheet } from "@e965/xlsx";
import { CsvError, parse } from "csv-parse/sync";

/** One row of a file, its cells as text, with the line that a spreadsheet or an editor shows (the heading is 1). */
export interface Row {
  line: number;
  cells: string[];
}
export interface SheetProblem {
  ok: false;
  code: "empty" | "encoding" | "csv" | "spreadsheet" | "too_big" | "no_rows";
  line?: number;
  message?: string;
}
/** All that a file holds: a CSV file has one table without a name. Lines without a word are left out. */
export type Tables = { ok: true; tables: { name: string; lines: Row[] }[] } | SheetProblem;

const MAX_UNPACKED = 150 * 1024 * 1024;
const MAX_COLUMNS = 300;
export const MAX_ROWS = 20_000;

/**
 * Reads the tables of a CSV, XLSX or ODS file, told apart by their first bytes: every sheet, headings not told from rows.
 * Nothing is guessed silently: what cannot be read says why. Sheets are read to the line after `most` rows and a heading.
 */
export function readTables(bytes: Uint8Array, most: number): Tables {
  if (bytes.length === 0) return { ok: false, code: "empty" };
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? readSpreadsheet(bytes, most) : readCsv(bytes);
}

const tableOf = (name: string, lines: { line: number; cells: unknown[] }[]) => ({
  name,
  lines: lines.map(({ line, cells }) => ({ line, cells: cells.map(cellText) })).filter(({ cells }) => cells.some((cell) => cell !== "")),
});

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  // A day, or a day and hour when the cell has one.
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace("T00:00:00", "");
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value).normalize("NFC").trim();
}

function readCsv(bytes: Uint8Array): Tables {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, code: "encoding" };
  const delimiter = delimiterOf(text);
  try {
    const records = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, info: true, bom: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    // A quoted cell may hold line ends: the row is where it starts. Where line ends are of several kinds the count may slip: no two rows share a line.
    let last = 0;
    const lines = records.map(({ record, info }) => {
      last = Math.max(last + 1, info.lines - record.join("").split("\n").length + 1);
      return { line: last, cells: record };
    });
    return { ok: true, tables: [tableOf("", lines)] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as unknown as { lines?: number }).lines;
    return { ok: false, code: "csv", ...(line === undefined ? {} : { line }), message: error.code };
  }
}

/** UTF-8, UTF-16 by its mark, else Windows-1252; undefined when the bytes are no text. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.subarray(0, 10_000).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Of ";", "," and tab, the one that cuts the first line into the most cells outside quotes. */
function delimiterOf(text: string): string {
  const [first = ""] = text.replace(/"[^"]*"/g, "").split(/\r?\n/, 1);
  return [";", ",", "\t"].map((mark) => ({ mark, n: first.split(mark).length })).sort((a, b) => b.n - a.n)[0]!.mark;
}

function readSpreadsheet(bytes: Uint8Array, most: number): Tables {
  const unpacked = unpackedWithin(bytes, MAX_UNPACKED);
  if (unpacked === "beyond") return { ok: false, code: "too_big", message: String(most) };
  // The library that reads the sheets would not come back from what cannot be unpacked.
  if (unpacked === "damaged") return { ok: false, code: "spreadsheet" };
  try {
    // The value that a formula had when the file was saved; never the formula.
    const book = read(bytes, {
      type: "array",
      cellDates: true,
      UTC: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      sheetRows: most + 2,
    });
    const tables = book.SheetNames.flatMap((name) => (book.Sheets[name] ? [tableOf(name, linesOf(book.Sheets[name]))] : []));
    return { ok: true, tables };
  } catch {
    return { ok: false, code: "spreadsheet" };
  }
}

/** The cells there are, line by line. What a sheet says of its own size is not believed: it may be a million empty lines. */
function linesOf(sheet: WorkSheet): { line: number; cells: unknown[] }[] {
  const lines = new Map<number, unknown[]>();
  for (const [address, cell] of Object.entries(sheet) as [string, CellObject][]) {
    if (address.startsWith("!") || cell.v === undefined || cell.t === "e" || cell.t === "z") continue;
    const { r, c } = utils.decode_cell(address);
    if (c >= MAX_COLUMNS) continue;
    const cells = lines.get(r + 1) ?? [];
    cells[c] = cell.v;
    lines.set(r + 1, cells);
  }
  const width = Math.max(0, ...[...lines.values()].map((cells) => cells.length));
  return [...lines].sort(([a], [b]) => a - b).map(([line, cells]) => ({ line, cells: Array.from({ length: width }, (_, i) => cells[i]) }));
}

/** Whether all the entries of a zip unpack, to no more than `limit` bytes: by unpacking them, as what a zip says of itself may be false. */
export function unpackedWithin(bytes: Uint8Array, limit: number): "within" | "beyond" | "damaged" {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [DIRECTORY, SIGNATURE, LOCAL, DEFLATED] = [46, 0x02014b50, 30, 8];
  let left = limit;
  for (let at = 0; at + DIRECTORY <= bytes.length; ) {
    if (view.getUint32(at, true) !== SIGNATURE) {
      at++;
      continue;
    }
    const [method, packed, unpacked, start] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 24, true),
      view.getUint32(at + 42, true),
    ];
    at += DIRECTORY + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (unpacked > left) return "beyond";
    if (start + LOCAL > bytes.length) return "damaged";
    if (method !== DEFLATED) {
      left -= packed;
      continue;
    }
    const data = start + LOCAL + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    try {
      left -= inflateRawSync(bytes.subarray(data, data + packed), { maxOutputLength: Math.max(left, 1) }).length;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "beyond" : "damaged";
    }
  }
  return left >= 0 ? "within" : "beyond";
}

/** "A", "B"… "Z", "AA": how spreadsheets name the column at an index that counts from 0. */
export function columnLetter(index: number): string {
  return utils.encode_col(index);
}
