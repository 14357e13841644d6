/**
 * Cuts a whole number into whole parts in proportion to weights, by the largest remainder: the parts add up to the
 * total exactly and each is within one of its exact share. The first wins a tie. Weights are whole, not negative, and
 * not all zero.
 */
export function largestRemainder(total: number, weights: number[]): number[] {
  // Cents times days pass 2^53.
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = exact.map((product) => Number(product / sum));
  const left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((product, i) => ({ i, remainder: product % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of byRemainder.slice(0, left)) parts[i]!++;
  return parts;
}

/** A whole number of 1/scale as a decimal without useless zeros: (3334, 100) → "33.34". */
function decimal(value: number, scale: number): string {
  const digits = String(scale).length - 1;
  // bounded: the digits of a number.
  return `${Math.floor(value / scale)}.${String(value % scale).padStart(digits, "0")}`.replace(/\.?0+$/, "") || "0";
}

/**
 * Percentages that add up to exactly 100, as texts. Those given are kept as they are, to four decimals; when none is
 * known the shares are equal, to two decimals, the first taking what is left: 33.34, 33.33, 33.33.
 */
export function percentages(given: (number | null)[]): string[] {
  if (given.length === 1) return ["100"];
  const [scale, weights] = given.every((one) => one === null)
    ? [100, given.map(() => 1)]
    : [10_000, given.map((one) => Math.round((one ?? 0) * 10_000))];
  return largestRemainder(100 * scale, weights).map((part) => decimal(part, scale));
}
