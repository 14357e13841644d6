import type { Problem } from "./kind.ts";
import { firstDay, lastDay } from "./partial-date.ts";

/** One date may not come after the other, as far as they are known. */
export function inOrder<K extends string>(value: { [key in K]: string | null }, first: K, last: K, prefix = ""): Problem[] {
  const [start, end] = [value[first], value[last]];
  if (!start || !end || firstDay(start) <= lastDay(end)) return [];
  return [{ path: prefix + last, code: "before_start" }];
}

/** Shares are all absent (one line, or not known) or sum to 100. Compared in ten-thousandths, as they are kept. */
export function sharesAddUp(lines: { percentage: number | null }[], path: string): Problem[] {
  if (lines.every((line) => line.percentage === null)) return [];
  const total = lines.reduce((sum, line) => sum + Math.round((line.percentage ?? 0) * 10_000), 0);
  return total === 1_000_000 ? [] : [{ path, code: "shares_not_100", values: { total: total / 10_000 } }];
}

/** Exactly one of the columns names who it is. */
export function oneOf(line: Record<string, unknown>, names: string[], path: string): Problem[] {
  return names.filter((name) => line[name] !== null).length === 1 ? [] : [{ path: `${path}.${names[0]}`, code: "exactly_one" }];
}

/** No value stands twice. */
export function unique<T>(lines: T[], key: (line: T) => unknown, path: string): Problem[] {
  const seen = new Set<unknown>();
  return lines.flatMap((line, i) => {
    const value = key(line);
    if (seen.has(value)) return [{ path: `${path}.${i}`, code: "twice" }];
    seen.add(value);
    return [];
  });
}
