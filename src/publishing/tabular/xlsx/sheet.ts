import { escapeXml } from "../../xml.ts";

/** What a cell looks like: an index into the cellXfs of STYLES. */
export const style = { plain: 0, header: 1, money: 2, instant: 3, wrapped: 4 } as const;

export const STYLES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf fontId="1" borderId="1" applyFont="1" applyBorder="1" xfId="0"/><xf numFmtId="4" applyNumberFormat="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/><xf applyAlignment="1" xfId="0"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;

/** Excel refuses a file with more in one cell. */
const MAX_TEXT = 32_767;
const MAX_ROWS = 1_048_576;

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  return (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
}

export type SheetCell = { value: string | number | boolean | Date | null; style?: number };

/** A text is written as such: never as a formula, never as a number. */
export function cellXml(reference: string, { value, style: look }: SheetCell): string {
  const s = look ? ` s="${look}"` : "";
  if (value === null || value === "") return "";
  if (typeof value === "boolean") return `<c r="${reference}"${s} t="b"><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === "number") return `<c r="${reference}"${s}><v>${value}</v></c>`;
  // Days since 1899-12-30, as spreadsheets count them.
  if (value instanceof Date) return `<c r="${reference}" s="${style.instant}"><v>${value.getTime() / 86_400_000 + 25_569}</v></c>`;
  return `<c r="${reference}"${s} t="inlineStr"><is><t xml:space="preserve">${escapeXml(shorten(value).replace(/_x([0-9A-Fa-f]{4})_/g, "_x005F_x$1_"))}</t></is></c>`;
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A sheet, row by row as they come. With `table`, the first row stays in sight and every column has its filter. */
export async function* sheet(
  batches: AsyncIterable<SheetCell[][]> | Iterable<SheetCell[][]>,
  options: { widths: number[]; table: boolean; selected: boolean },
): AsyncGenerator<string> {
  // Two sheets selected would be edited together.
  const selected = options.selected ? ` tabSelected="1"` : "";
  const view = options.table
    ? `<sheetView workbookViewId="0"${selected}><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>`
    : `<sheetView workbookViewId="0"${selected}/>`;
  const columns = options.widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("");
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>${view}</sheetViews><cols>${columns}</cols><sheetData>`;
  let row = 0;
  for await (const rows of batches) {
    let text = "";
    for (const cells of rows) {
      row++;
      text += `<row r="${row}">${cells.map((cell, i) => cellXml(columnLetters(i) + row, cell)).join("")}</row>`;
    }
    if (row > MAX_ROWS) throw new Error("more rows than a spreadsheet can hold");
    yield text;
  }
  const filter = options.table ? `<autoFilter ref="A1:${columnLetters(options.widths.length - 1)}${row}"/>` : "";
  yield `</sheetData>${filter}</worksheet>`;
}
