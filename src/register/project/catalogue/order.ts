import { type Bits, has } from "./bits.ts";
import type { Catalogue } from "./catalogue.ts";

const known = new WeakMap<Catalogue, Map<string, Uint32Array>>();

/** The order of all projects by a number of theirs, made when it is first asked for; what is not known comes last. */
export function orderBy(catalogue: Catalogue, by: "recent" | "amount" | "start"): Uint32Array {
  let orders = known.get(catalogue);
  if (!orders) known.set(catalogue, (orders = new Map()));
  let order = orders.get(by);
  if (!order) orders.set(by, (order = sorted(catalogue, by)));
  return order;
}

function sorted({ ids, amounts, firstYears, lastYears }: Catalogue, by: "recent" | "amount" | "start"): Uint32Array {
  const key = {
    recent: (i: number) => (lastYears[i] === 0 ? Infinity : -lastYears[i]!),
    amount: (i: number) => (Number.isNaN(amounts[i]!) ? Infinity : -amounts[i]!),
    start: (i: number) => (firstYears[i] === 0 ? Infinity : firstYears[i]!),
  }[by];
  const keys = Float64Array.from(ids, (_, i) => key(i));
  // Equal ones stay in the order of their identifiers.
  return Uint32Array.from(keys.keys()).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}

/** A page of the projects of a set in an order. */
export function pageOf(order: Uint32Array, set: Bits, from: number, size: number): number[] {
  const page: number[] = [];
  let left = from;
  for (let k = 0; k < order.length && page.length < size; k++) if (has(set, order[k]!) && left-- <= 0) page.push(order[k]!);
  return page;
}
