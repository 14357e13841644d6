import { rowObject } from "./cell.ts";
import type { Column, Context } from "./column.ts";

/** {"metadata": {…}, "<name>": [rows], "count": n}: the rows as objects with the names of the columns. */
export async function* json<R>(
  name: string,
  columns: Column<R>[],
  batches: AsyncIterable<R[]>,
  context: Context,
  metadata: object,
): AsyncGenerator<string> {
  let count = 0;
  yield `{"metadata":${JSON.stringify(metadata)},${JSON.stringify(name)}:[`;
  for await (const rows of batches) {
    yield (count > 0 ? ",\n" : "\n") + rows.map((row) => JSON.stringify(rowObject(columns, row, context))).join(",\n");
    count += rows.length;
  }
  yield `\n],"count":${count}}\n`;
}
