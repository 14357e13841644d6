import type { Kind } from "../record/kind.ts";
import { fold } from "../record/names.ts";
import { type ImportColumn, isOpenData, listNames } from "./columns.ts";
import { keyFields } from "./keys.ts";
import type { ImportProblem } from "./problems.ts";
import { columnLetter } from "./sheet.ts";

type Columns = readonly (ImportColumn | undefined)[];

/** What is wrong with the line of headings of the records. */
export function headerProblems(kind: Kind, header: readonly string[], columns: Columns): ImportProblem[] {
  const own = isOpenData(header);
  const lists = listNames(kind);
  // Told together: a file of the open data has thirty.
  const [computed, inSheets]: [string[], string[]] = [[], []];
  const unknown = header.flatMap((heading, i): ImportProblem[] => {
    if (columns[i] || heading === "") return [];
    if (lists.has(fold(heading))) inSheets.push(heading);
    else if (own) computed.push(heading);
    else return [unknownColumn(heading, i)];
    return [];
  });
  const given = new Set(columns.map((column) => column?.name));
  const known = [...given].some(
    (name) => name?.startsWith("name.") || name === "id" || (keyFields[kind.name] ?? []).some(([field]) => field === name),
  );
  const together = (code: string, headings: string[]): ImportProblem[] =>
    headings.length === 0 ? [] : [{ line: 1, code, values: { headings: headings.join(", ") }, warning: true }];
  return [
    ...unknown,
    ...twice(header, columns),
    ...together("columns_computed", computed),
    ...together("columns_in_sheets", inSheets),
    ...(known ? [] : [{ line: 1, code: "column_missing", values: { heading: "name.fr" }, warning: false }]),
  ];
}

/** And of the lines of a list. */
export function listHeaderProblems(kind: Kind, header: readonly string[], columns: Columns): ImportProblem[] {
  return [
    ...header.flatMap((heading, i) => (columns[i] || heading === "" ? [] : [unknownColumn(heading, i)])),
    ...twice(header, columns),
    ...(columns.some((column) => column?.field === kind.name)
      ? []
      : [{ line: 1, code: "column_of_record_missing", values: { heading: kind.name }, warning: false }]),
  ];
}

const unknownColumn = (heading: string, i: number): ImportProblem => ({
  line: 1,
  column: columnLetter(i),
  heading,
  code: "column_unknown",
  values: { heading },
  warning: true,
});

function twice(header: readonly string[], columns: Columns): ImportProblem[] {
  return header.flatMap((heading, i) =>
    columns[i] && columns.findIndex((column) => column?.name === columns[i]!.name) < i
      ? [{ line: 1, column: columnLetter(i), heading, code: "column_twice", values: { heading }, warning: false }]
      : [],
  );
}
