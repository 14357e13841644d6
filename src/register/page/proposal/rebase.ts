import { same } from "../../record/history.ts";
import type { Kind } from "../../record/kind.ts";

/**
 * What a proposal says, written again on what stands now: a field that it left as it was takes what stands, one that it
 * changed keeps its own words. `both`: fields that it and somebody else have changed, each in their own way, to be read.
 */
export function rebased(
  kind: Kind,
  base: Record<string, unknown>,
  current: Record<string, unknown>,
  mine: Record<string, unknown>,
): { document: Record<string, unknown>; both: string[] } {
  const both: string[] = [];
  const document = Object.fromEntries(
    Object.keys(kind.fields).map((name) => {
      if (same(mine[name], base[name])) return [name, current[name]];
      if (!same(current[name], base[name]) && !same(current[name], mine[name])) both.push(name);
      return [name, mine[name]];
    }),
  );
  return { document, both };
}
