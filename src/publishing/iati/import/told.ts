import { detached, type XmlNode } from "./node.ts";

/**
 * What became of a thing that is told: the activity left out; a value kept in the XML but not in the record; a value mended
 * where there is no doubt; a remark.
 */
export type Level = "refused" | "dropped" | "repaired" | "note";

const levels = {
  identifier_missing: "refused",
  identifier_twice: "refused",
  identifier_long: "refused",
  reporter_missing: "refused",
  title_missing: "refused",
  invalid: "refused",
  number: "dropped",
  date: "dropped",
  date_future: "dropped",
  date_order: "dropped",
  date_twice: "dropped",
  code_unknown: "dropped",
  code_missing: "dropped",
  country_unknown: "dropped",
  shares: "dropped",
  vocabulary: "dropped",
  currency_missing: "dropped",
  budgets_mixed: "dropped",
  budget_sum: "dropped",
  transaction_incomplete: "dropped",
  point: "dropped",
  result_title: "dropped",
  too_many: "dropped",
  address: "dropped",
  parent_later: "dropped",
  language_missing: "repaired",
  language_unknown: "repaired",
  text_cut: "repaired",
  rounded: "repaired",
  twice: "repaired",
  countries_of_transactions: "repaired",
  sectors_of_transactions: "repaired",
  party_unnamed: "repaired",
  element_unknown: "note",
  transaction_future: "note",
  organisation_ambiguous: "note",
  native: "note",
  edited_since: "note",
  reporter_changed: "refused",
  publish_needed: "note",
  draft_named: "note",
  duplicate_title: "note",
  duplicate_named: "note",
} as const satisfies Record<string, Level>;
export type ToldCode = keyof typeof levels;

/** One thing told of a file: where (line, element), about which activity, and what. */
export interface Told {
  line: number;
  element: string;
  identifier: string;
  code: ToldCode;
  level: Level;
  values?: Record<string, string | number>;
}
export type Tell = (code: ToldCode, at: Pick<XmlNode, "name" | "line">, values?: Record<string, string | number>) => void;

export const levelOf = (code: ToldCode): Level => levels[code];

/** As many as are kept; how many there were of each kind is counted whatever their number. */
const KEPT = 1_000;
const KEPT_OF_A_KIND = 200;

export interface Telling {
  tell(told: Omit<Told, "level">): void;
  all(): Told[];
  counts(): Partial<Record<ToldCode, number>>;
}

/** Collects what is told in bounded memory: the first of each kind, and the numbers. */
export function telling(): Telling {
  const kept: Told[] = [];
  const counts = new Map<ToldCode, number>();
  return {
    tell(told) {
      const count = (counts.get(told.code) ?? 0) + 1;
      counts.set(told.code, count);
      if (kept.length >= KEPT || count > KEPT_OF_A_KIND) return;
      const values = told.values && Object.fromEntries(Object.entries(told.values).map(([key, value]) => [key, short(value)]));
      kept.push(detached({ ...told, identifier: short(told.identifier), level: levelOf(told.code), ...(values ? { values } : {}) }));
    },
    all: () => kept.toSorted((a, b) => a.line - b.line),
    counts: () => Object.fromEntries(counts),
  };
}

/** A value of a stranger's, short enough to be shown and kept; PostgreSQL keeps no lone surrogate. */
function short<V extends string | number>(value: V): V {
  return typeof value === "string" && value.length > 120 ? (`${value.slice(0, 119).toWellFormed()}…` as V) : value;
}
