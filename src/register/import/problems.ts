import type { ImportColumn } from "./columns.ts";

/**
 * What is wrong in a file, and where: the sheet when it is not the first, the line and column that a spreadsheet shows
 * ("B7"), and the heading. Line 0: the file.
 */
export interface ImportProblem {
  sheet?: string;
  line: number;
  column?: string;
  heading?: string;
  code: string;
  values?: Record<string, string | number>;
  warning: boolean;
}
export type At = Pick<ImportProblem, "sheet" | "line" | "column" | "heading">;

export const wrong = (problems: readonly ImportProblem[]) => problems.some((problem) => !problem.warning);

/** The column that a problem's field came from: the very one, else the first of its field. */
export function columnOf(columns: readonly (ImportColumn | undefined)[], path: string): number {
  const exact = columns.findIndex((column) => column?.name === path);
  return exact >= 0 ? exact : columns.findIndex((column) => column?.field === path);
}
