import type { ProjectFilter } from "../filters.ts";
import { add, all, type Bits, inAll, inAny, none, without } from "./bits.ts";
import { type Catalogue, type Shared, shared } from "./catalogue.ts";

/** What a list is narrowed by, each on its own. `rest`: what no choice is counted of. */
const conditions = [...shared, "year", "reporter", "rest"] as const;
export type Condition = (typeof conditions)[number];

export interface Selection {
  matched: Bits;
  /** What would match if one of the conditions were not asked. */
  without(condition: Condition): Bits;
}

type Asked = Omit<ProjectFilter, "sort" | "page" | "q">;

/** The projects that a filter leaves: what `matchingProjects` asks the database. `found`: those that hold its words. */
export function select(catalogue: Catalogue, filter: Asked, found?: Bits): Selection {
  const limit = catalogue.ids.length;
  const parts = new Map<Condition, Bits>();
  for (const name of shared) if (filter[name].length > 0) parts.set(name, withAny(catalogue, name, filter[name]));
  if (filter.year !== undefined) parts.set("year", inYear(catalogue, filter.year));
  if (filter.reporter !== "all") parts.set("reporter", filter.reporter === "city" ? catalogue.own : without(limit, catalogue.own));
  const amounts = filter.min === undefined && filter.max === undefined ? undefined : between(catalogue, filter.min, filter.max);
  const rest = inAll([amounts, found].filter((one) => one !== undefined));
  if (rest) parts.set("rest", rest);
  const but = (left?: Condition) => inAll([...parts].flatMap(([name, bits]) => (name === left ? [] : [bits]))) ?? all(limit);
  const matched = but();
  return { matched, without: (condition) => (parts.has(condition) ? but(condition) : matched) };
}

function withAny(catalogue: Catalogue, name: Shared, codes: string[]): Bits {
  return inAny(
    catalogue.ids.length,
    codes.map((code) => catalogue.with[name].get(code)),
  );
}

function inYear({ ids, firstYears, lastYears }: Catalogue, year: number): Bits {
  const bits = none(ids.length);
  // A year that is not known is 0.
  for (let i = 0; i < ids.length; i++) if (firstYears[i]! <= year && lastYears[i]! >= year && firstYears[i] !== 0) add(bits, i);
  return bits;
}

/** Amounts in euros; one that is not known is in no range. */
function between({ ids, amounts }: Catalogue, min: number | undefined, max: number | undefined): Bits {
  const [least, most] = [min === undefined ? -Infinity : Math.round(min * 100), max === undefined ? Infinity : Math.round(max * 100)];
  const bits = none(ids.length);
  for (let i = 0; i < ids.length; i++) if (amounts[i]! >= least && amounts[i]! <= most) add(bits, i);
  return bits;
}
