import { stringify } from "csv-stringify/sync";
import { languages } from "../../platform/i18n/languages.ts";
import { guardFormula } from "../tabular/csv.ts";
import type { Format } from "./params.ts";
import type { Resource } from "./resources.ts";
import type { Shape } from "./rows-store.ts";

export const mediaTypes: Record<Format, string> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv; charset=utf-8; header=present",
};

/** One JSON object a line: rows as they are read. */
export async function* ndjson(batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const rows of batches) yield `${rows.join("\n")}\n`;
}

/** One line a row: a text of the content in a column per language, codes parted by "|", what is no single value as JSON. */
export async function* csv(resource: Resource, shape: Shape, batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  const columns = shape.fields.flatMap((name): { head: string; cell: (row: Record<string, unknown>) => string }[] => {
    const widget = resource.fields[name]?.widget;
    if (widget?.type === "text" && widget.localised && !shape.lang)
      return languages.map((locale) => ({
        head: `${name}_${locale}`,
        cell: (row) => guardFormula(((row[name] ?? {}) as Record<string, string>)[locale] ?? ""),
      }));
    return [{ head: name, cell: (row) => cellOf(row[name]) }];
  });
  if (shape.include.length > 0) columns.push({ head: "included", cell: (row) => cellOf(row.included) });
  const lines = (rows: string[][]) => stringify(rows, { record_delimiter: "windows" });
  yield lines([columns.map(({ head }) => head)]);
  for await (const rows of batches)
    yield lines(
      rows.map((row) => {
        const object = JSON.parse(row) as Record<string, unknown>;
        return columns.map(({ cell }) => cell(object));
      }),
    );
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return guardFormula(value);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return guardFormula(value.join("|"));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
