import type { Locale } from "../../platform/i18n/languages.ts";
import type { Dataset } from "../datasets.ts";
import { type CellType, type Column, wordsIn } from "./column.ts";

const types: Record<CellType, { type: string; format?: string }> = {
  text: { type: "string" },
  code: { type: "string" },
  url: { type: "string", format: "uri" },
  day: { type: "string" },
  instant: { type: "datetime" },
  integer: { type: "integer" },
  number: { type: "number" },
  money: { type: "number" },
  boolean: { type: "boolean" },
  texts: { type: "string" },
  objects: { type: "string" },
};

function field(column: Column<never>, locale: Locale) {
  const constraints = {
    ...(column.name === "id" ? { required: true, unique: true } : {}),
    ...(column.type === "code" && column.options ? { enum: column.options.codes } : {}),
    ...(column.type === "day" ? { pattern: "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?" } : {}),
  };
  return {
    name: column.name,
    title: wordsIn(column.label, locale),
    description: wordsIn(column.description, locale),
    ...types[column.type],
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
  };
}

/** The columns of a dataset's CSV as a Table Schema (specs.frictionlessdata.io/table-schema). */
export function tableSchema(name: string, dataset: Dataset, locale: Locale): object {
  return {
    $schema: "https://specs.frictionlessdata.io/schemas/table-schema.json",
    name,
    title: wordsIn(dataset.title, locale),
    description: wordsIn(dataset.description, locale),
    fields: dataset.columns.map((column) => field(column as never, locale)),
    primaryKey: ["id"],
    missingValues: [""],
  };
}
