import type { ProjectResult } from "./rules.ts";

type Measured = Pick<ProjectResult, "ascending" | "baselineValue" | "targetValue" | "actualValue">;

/** Where the values of a result stand between 0 and 1, on a scale that holds them all and zero. */
export interface ResultScale {
  baseline: number | undefined;
  target: number | undefined;
  actual: number | undefined;
}

export function resultScale(result: Measured): ResultScale | undefined {
  const values = [result.baselineValue, result.targetValue, result.actualValue].filter((value) => value !== null);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (values.length < 2 || low === high) return undefined;
  const place = (value: number | null) => (value === null ? undefined : (value - low) / (high - low));
  return { baseline: place(result.baselineValue), target: place(result.targetValue), actual: place(result.actualValue) };
}

/**
 * How far from the start to the target, in per cent, whichever way the indicator should go; undefined when a value is
 * missing or the target is where it began.
 */
export function progress(result: Measured): number | undefined {
  const { targetValue: target, actualValue: actual } = result;
  const start = result.baselineValue ?? (result.ascending ? 0 : null);
  if (start === null || target === null || actual === null || target === start) return undefined;
  return ((actual - start) / (target - start)) * 100;
}
