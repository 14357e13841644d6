import { stringify } from "csv-stringify/sync";
import type { Making } from "../public-file.ts";
import { guardFormula } from "../tabular/csv.ts";
import { aideColumns } from "./columns.ts";
import { publicEditions } from "./edition-store.ts";

/** The editions as rows of « dispositif d’aide » 0.2.0. */
async function rowsOf({ db, city, baseUrl }: Making): Promise<string[][]> {
  return (await publicEditions(db)).map((edition) => aideColumns.map(([, value]) => value(edition, { city, baseUrl })));
}

export async function* aidesCsv(making: Making): AsyncGenerator<string> {
  const rows = await rowsOf(making);
  const header = aideColumns.map(([name]) => name);
  yield stringify([header, ...rows.map((row) => row.map(guardFormula))], { record_delimiter: "windows" });
}

/** The same rows as objects. What is empty is left out. */
export async function* aidesJson(making: Making): AsyncGenerator<string> {
  const rows = await rowsOf(making);
  const objects = rows.map((row) => Object.fromEntries(aideColumns.flatMap(([name], i) => (row[i] === "" ? [] : [[name, row[i]]]))));
  yield `${JSON.stringify(objects, null, 1)}\n`;
}
