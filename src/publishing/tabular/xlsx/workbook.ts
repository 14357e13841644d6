import { escapeXml } from "../../xml.ts";
import { cellText } from "../cell.ts";
import type { Cell, CellType, Column, Context } from "../column.ts";
import { type SheetCell, STYLES, sheet, style } from "./sheet.ts";
import { type Entry, zip } from "./zip.ts";

const XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** In characters. */
const widths: Record<CellType, number> = {
  text: 28,
  code: 14,
  url: 24,
  day: 12,
  instant: 18,
  integer: 10,
  number: 12,
  money: 16,
  boolean: 9,
  texts: 28,
  objects: 36,
};

/** What a workbook says of itself in its second sheet: a label and a value a line. */
export type About = [label: string, value: string][];

/** One sheet of a workbook. `table`: the first row stays in sight and every column has its filter. */
export interface WorkSheet {
  name: string;
  rows: AsyncIterable<SheetCell[][]> | Iterable<SheetCell[][]>;
  widths: number[];
  table: boolean;
}

/**
 * A workbook, written as the rows of its sheets come, in constant memory. Written here because SheetJS holds the whole
 * sheet before writing it, and does not freeze the first row.
 */
export async function* workbook(sheets: WorkSheet[], about: { title: string; creator: string; at: Date }): AsyncGenerator<Uint8Array> {
  const each = (one: (n: number, sheet: WorkSheet) => string) => sheets.map((sheet, i) => one(i + 1, sheet)).join("");
  const entries: Entry[] = [
    {
      name: "[Content_Types].xml",
      content: [
        `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${MAIN}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${MAIN}.worksheet+xml"/>`)}</Types>`,
      ],
    },
    {
      name: "_rels/.rels",
      content: [
        `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
      ],
    },
    {
      name: "docProps/core.xml",
      content: [
        `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(about.title)}</dc:title><dc:creator>${escapeXml(about.creator)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${about.at.toISOString()}</dcterms:created></cp:coreProperties>`,
      ],
    },
    {
      name: "xl/workbook.xml",
      content: [
        `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${each((n, { name }) => `<sheet name="${escapeXml(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
      ],
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: [
        `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      ],
    },
    { name: "xl/styles.xml", content: [STYLES] },
    ...sheets.map(({ rows, widths: wide, table }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: sheet(rows, { widths: wide, table, selected: i === 0 }),
    })),
  ];
  yield* zip(entries, about.at);
}

/** A table of the open data, and what it says of itself in a second sheet. */
export function xlsx<R>(
  name: string,
  columns: Column<R>[],
  batches: AsyncIterable<R[]>,
  context: Context,
  about: About,
  at: Date,
): AsyncGenerator<Uint8Array> {
  return workbook(
    [
      { name, rows: dataRows(columns, batches, context), widths: widthsOf(columns), table: true },
      { name: "metadata", rows: [aboutRows(columns, about)], widths: [26, 40, 40, 12, 8, 60, 60, 40], table: false },
    ],
    { title: name, creator: context.city.name.fr ?? "", at },
  );
}

export const widthsOf = (columns: Column<never>[]): number[] => columns.map(({ type }) => widths[type]);

/** The line of names, then a line a row. */
export async function* dataRows<R>(
  columns: Column<R>[],
  batches: AsyncIterable<R[]> | Iterable<R[]>,
  context: Context,
): AsyncGenerator<SheetCell[][]> {
  yield [columns.map((column) => ({ value: column.name, style: style.header }))];
  for await (const rows of batches) yield rows.map((row) => columns.map((column) => dataCell(column as never, column.value(row, context))));
}

function dataCell(column: Column<never>, cell: Cell): SheetCell {
  if (column.type === "money" && typeof cell === "number") return { value: cell / 100, style: style.money };
  if (typeof cell === "number" || typeof cell === "boolean" || cell instanceof Date) return { value: cell };
  return { value: cellText(column, cell) };
}

function aboutRows<R>(columns: Column<R>[], about: About): SheetCell[][] {
  const titles = ["column", "libellé", "label", "type", "unit", "description (fr)", "description (en)", "codes"];
  return [
    ...about.map(([label, value]) => [
      { value: label, style: style.header },
      { value, style: style.wrapped },
    ]),
    [],
    titles.map((value) => ({ value, style: style.header })),
    ...columns.map((column) =>
      [
        column.name,
        column.label.fr,
        column.label.en,
        column.type,
        column.unit ?? "",
        column.description.fr,
        column.description.en,
        column.options?.codes.join(", ") ?? "",
      ].map((value) => ({ value, style: style.wrapped })),
    ),
  ];
}
