import { fold } from "../../../register/record/names.ts";
import { type DateOrder, orderOf } from "./dates.ts";
import type { ColumnName, Layout } from "./headings.ts";
import { type Numbers, readSiret } from "./identifiers.ts";
import { readShare } from "./words.ts";

/** What a file says as a whole, by which single cells are understood. */
export interface Hints {
  order(column: ColumnName): DateOrder | undefined;
  /** Some row says who gives. */
  hasGiver: boolean;
  /** The only giver of the file. */
  onlyGiver: Numbers | undefined;
  giverNamed(name: string): Numbers | undefined;
  nameOfGiver(numbers: Numbers): string | undefined;
  /** The shares of this row's agreement add up to 100: they are in percent. */
  isHundred(line: number): boolean;
}

const DATES = ["agreedOn", "decidedOn", "period"] as const;

/** Read once, before the rows. */
export function hintsOf({ columns, rows }: Layout): Hints {
  const at = (column: ColumnName) => columns.indexOf(column);
  const cell = (cells: readonly string[], column: ColumnName) => cells[at(column)] ?? "";
  const orders = new Map(DATES.map((column) => [column as ColumnName, orderOf(rows.map(({ cells }) => cell(cells, column)))]));
  const [names, numbers] = [new Map<string, Numbers | null>(), new Map<string, string | null>()];
  for (const { cells } of rows) {
    const number = sure(cell(cells, "giverId"));
    const name = cell(cells, "giverName");
    if (number) add(numbers, number.siret!, name || undefined, (a, b) => fold(a) === fold(b));
    if (number && name) add(names, fold(name), number, (a, b) => a.siret === b.siret);
  }
  const only = numbers.size === 1 ? { siret: [...numbers.keys()][0]! } : undefined;
  return {
    order: (column) => orders.get(column),
    hasGiver: at("giverId") >= 0 && rows.some(({ cells }) => cell(cells, "giverId") !== ""),
    onlyGiver: only,
    giverNamed: (name) => names.get(fold(name)) ?? undefined,
    nameOfGiver: ({ siret = "" }) => numbers.get(siret) ?? undefined,
    isHundred: hundreds(rows, cell),
  };
}

/** Kept while all agree; null once two differ. */
function add<V>(map: Map<string, V | null>, key: string, value: V | undefined, same: (a: V, b: V) => boolean): void {
  const known = map.get(key);
  if (value === undefined) {
    if (known === undefined) map.set(key, undefined as never);
  } else if (known === undefined) map.set(key, value);
  else if (known !== null && !same(known, value)) map.set(key, null);
}

function sure(cell: string): Numbers | undefined {
  if (cell === "") return undefined;
  const reading = readSiret(cell);
  return (reading.kind === "clean" || reading.kind === "repaired") && reading.value.siret ? reading.value : undefined;
}

/** The rows of an agreement, as its cells stand: the same giver, decision, day and object. */
function hundreds(rows: Layout["rows"], cell: (cells: readonly string[], column: ColumnName) => string): (line: number) => boolean {
  const sums = new Map<string, { sum: number; lines: number[] }>();
  for (const { line, cells } of rows) {
    const share = readShare(cell(cells, "share"));
    if (share.kind !== "asked" || share.code !== "share_hundred") continue;
    const key = (["giverId", "decision", "agreedOn", "object"] as const).map((column) => cell(cells, column)).join("\n");
    const group = sums.get(key) ?? { sum: 0, lines: [] };
    group.sum += Math.round(share.choices[0]!.value! * 10_000);
    group.lines.push(line);
    sums.set(key, group);
  }
  const lines = new Set([...sums.values()].flatMap((group) => (group.lines.length > 1 && group.sum === 1_000_000 ? group.lines : [])));
  return (line) => lines.has(line);
}
