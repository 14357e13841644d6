import { decimalOfCents } from "../money.ts";
import { type Cell, type Column, type Context, SEPARATOR } from "./column.ts";

/** A value as one text, as CSV and XLSX write it; "" when there is none. */
export function cellText(column: Column<never>, cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (Array.isArray(cell)) return cell.map((one) => (typeof one === "string" ? one : column.inWords!(one))).join(SEPARATOR);
  if (cell instanceof Date) return cell.toISOString();
  if (column.type === "money") return decimalOfCents(cell as number);
  return String(cell);
}

/** A row as a JSON object; every column is there, null when it is empty. */
export function rowObject<R>(columns: Column<R>[], row: R, context: Context): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((column) => {
      const cell = column.value(row, context) ?? null;
      return [column.name, column.type === "money" && cell !== null ? Number(decimalOfCents(cell as number)) : cell];
    }),
  );
}
