/** `npm run faults` runs every round of the tests of faults; `npm test` a few of each. */
export const allRounds = process.env.VILLE_MONDE_ALL_ROUNDS === "1";

/** The rounds to run: all, or so many of them, the first and the last among them. */
export function rounds<T>(all: readonly T[], few: number): T[] {
  return allRounds ? [...all] : Array.from({ length: few }, (_, i) => all[Math.round((i * (all.length - 1)) / (few - 1))]!);
}
