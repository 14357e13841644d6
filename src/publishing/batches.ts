/** How many records are read at once: memory stays the same at any number of them. */
export const BATCH = 200;

/** Rows in the order of their identifiers, some at a time: `next` gives those after an identifier, at most `BATCH`. */
export async function* inBatches<T extends { id: string }>(next: (after: string) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let after = ""; ; ) {
    const rows = await next(after);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}
