import { utils, write } from "@e965/xlsx";
import type { City } from "../../platform/city.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import type { Reference } from "../reference-store.ts";
import { cellText } from "../tabular/cell.ts";
import { type Cell, type Column, wordsIn } from "../tabular/column.ts";
import { csv } from "../tabular/csv.ts";
import { style } from "../tabular/xlsx/sheet.ts";
import { dataRows, type WorkSheet, widthsOf, workbook } from "../tabular/xlsx/workbook.ts";
import type { DeclarationContext } from "./columns/column.ts";
import { findingColumns } from "./columns/finding.ts";
import type { Declaration, Table } from "./declarations.ts";

export const declarationFormats = ["xlsx", "ods", "csv"] as const;
export type DeclarationFormat = (typeof declarationFormats)[number];

export const declarationTypes: Record<DeclarationFormat, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  csv: "text/csv; charset=utf-8; header=present",
};

export interface Writing {
  city: City;
  baseUrl: string;
  reference: Reference;
  locale: Locale;
  at: Date;
}

/** The name of the file of a declaration: "eapd-2025.xlsx". */
export const fileName = ({ name, year }: Declaration, format: DeclarationFormat): string => `${name}${year ? `-${year}` : ""}.${format}`;

/**
 * A declaration as a file, its headings and words in one language. A workbook has a sheet for each table, the check
 * list and the meaning of each column; CSV has the rows of all tables in one.
 */
export async function* declarationFile(
  declaration: Declaration,
  format: DeclarationFormat,
  writing: Writing,
): AsyncGenerator<string | Uint8Array> {
  const context: DeclarationContext = writing;
  const { tables } = declaration;
  if (format === "csv") {
    yield* csv(inWords(tables[0]!.columns, writing.locale), [tables.flatMap(({ rows }) => rows)], context);
    return;
  }
  const t = translator(writing.locale);
  const sheets = [
    ...tables.map(({ name, columns, rows }) => ({ title: t.dynamic(`declaration.table.${name}`), columns, rows })),
    { title: t("declaration.table.check"), columns: findingColumns as Column<any>[], rows: declaration.findings as any[] },
  ].map((sheet) => ({ ...sheet, columns: inWords(sheet.columns, writing.locale) }));
  const notes = notesOf(declaration, writing, tables[0]!);
  const notesTitle = t("declaration.table.meaning");
  if (format === "xlsx") {
    const work: WorkSheet[] = [
      ...sheets.map(({ title, columns, rows }) => ({
        name: title,
        rows: dataRows(columns, [rows], context),
        widths: widthsOf(columns),
        table: true,
      })),
      {
        name: notesTitle,
        rows: [notes.map((line) => line.map((value, i) => ({ value, style: i === 0 ? style.header : style.wrapped })))],
        widths: [30, 90, 16],
        table: false,
      },
    ];
    yield* workbook(work, {
      title: t.dynamic(`declaration.${declaration.name}.title`),
      creator: textIn(writing.city.name, writing.locale)?.text ?? "",
      at: writing.at,
    });
    return;
  }
  const book = utils.book_new();
  for (const { title, columns, rows } of sheets) {
    const lines = rows.map((row) => columns.map((column) => plainCell(column, column.value(row, context))));
    const sheet = utils.aoa_to_sheet([columns.map(({ name }) => name), ...lines]);
    sheet["!cols"] = widthsOf(columns).map((wch) => ({ wch }));
    utils.book_append_sheet(book, sheet, title);
  }
  utils.book_append_sheet(book, utils.aoa_to_sheet(notes), notesTitle);
  yield new Uint8Array(write(book, { type: "array", bookType: "ods" }));
}

/** The same columns, headed by their labels. */
const inWords = <R>(columns: Column<R>[], locale: Locale): Column<R>[] =>
  columns.map((column) => ({ ...column, name: wordsIn(column.label, locale) }));

/** A value as SheetJS takes it. A text stays a text: it is never read as a formula. */
function plainCell(column: Column<never>, cell: Cell) {
  if (cell === null || cell === undefined) return null;
  if (column.type === "money") return { t: "n", v: (cell as number) / 100, z: "0.00" };
  if (typeof cell === "number" || typeof cell === "boolean") return cell;
  const text = cellText(column, cell);
  return text === "" ? null : { t: "s", v: printable(text) };
}

/** Without what XML cannot hold, which SheetJS would write all the same. */
const printable = (text: string) => text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");

/** What the file is, what it is not, and what each column means. */
function notesOf({ name, year, findings }: Declaration, { city, locale, at }: Writing, table: Table): string[][] {
  const t = translator(locale);
  return [
    [t.dynamic(`declaration.${name}.title`), year === null ? "" : String(year)],
    [t("declaration.note"), t.dynamic(`declaration.${name}.note`)],
    [t("declaration.authority"), `${textIn(city.name, locale)?.text ?? ""}, SIRET ${city.siret}`],
    [t("declaration.madeAt"), at.toISOString()],
    [t("declaration.table.check"), String(findings.length)],
    [],
    [t("data.column.name"), t("data.column.meaning"), t("data.column.type")],
    ...table.columns.map((column) => [wordsIn(column.label, locale), wordsIn(column.description, locale), column.name]),
  ];
}
