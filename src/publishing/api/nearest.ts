/** How many letters must be added, taken away or changed to make `b` of `a`, no letter's case counting. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1]!.toLowerCase() === b[j - 1]!.toLowerCase() ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

/** The name that was probably meant; undefined when none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.slice(0, 60);
  const [best] = names.map((name) => ({ name, far: distance(word, name) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(2, Math.floor(best.name.length / 2)) ? best.name : undefined;
}
