import type { Kind } from "../record/kind.ts";
import type { Status } from "../record/states.ts";
import type { Lookup } from "./cells.ts";
import type { ImportColumn } from "./columns.ts";
import type { KnownRecord } from "./keys.ts";
import type { At, ImportProblem } from "./problems.ts";

/** A record as a file would leave it. `version` and `status`: as it stands now; 0 and "draft" of a new one. */
export interface PlannedRow {
  sheet?: string;
  line: number;
  id: string;
  name: string;
  outcome: "created" | "changed" | "unchanged";
  changed: string[];
  version: number;
  status: Status;
  document: Record<string, unknown>;
}

/** A file under way: what its lines may name, and what those before have taken. */
export interface Plan {
  kind: Kind;
  header: string[];
  columns: (ImportColumn | undefined)[];
  lookup: Lookup;
  /** The line that each record, key and new name was first met on. */
  seen: Map<string, number>;
  /** A table of the open data; and, of a CSV file, with an apostrophe before what a spreadsheet would run. */
  own: boolean;
  guarded: boolean;
}
/** A line that is known to be about a record (`current`) or a new one, with the lines of its lists. */
export interface ReadRow {
  sheet?: string;
  line: number;
  cells: string[];
  lists: Map<string, GivenList>;
  id: string;
  title: string;
  keys: string[];
  problems: ImportProblem[];
  current?: KnownRecord | undefined;
  byName: boolean;
}
/** The lines that a sheet gives to a list of one record: they replace those that there are. */
export interface GivenList {
  lines: { value: Record<string, unknown>; line: number }[];
  first: At;
  sheet: string;
  header: string[];
  columns: (ImportColumn | undefined)[];
}

/** A record as it stands. */
export interface Standing {
  version: number;
  status: Status;
  document: Record<string, unknown>;
}
