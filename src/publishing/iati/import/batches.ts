import type { XmlNode } from "./node.ts";
import type { ReadOne } from "./read.ts";
import { type Item, readIati } from "./reader.ts";

const BATCH = 500;
/** A batch of large activities, by their XML, is one of fewer. */
const BATCH_CHARACTERS = 4_000_000;

/** The activities of a file by batches, each read as it comes; all else goes to `aside`. */
export async function* batches(
  source: AsyncIterable<Uint8Array>,
  read: (node: XmlNode) => ReadOne,
  aside: (item: Item) => void,
): AsyncGenerator<ReadOne[]> {
  let [batch, weight]: [ReadOne[], number] = [[], 0];
  for await (const item of readIati(source)) {
    if (item.type !== "activity") {
      aside(item);
      continue;
    }
    const one = read(item.node);
    batch.push(one);
    weight += "xml" in one ? one.xml.length : 0;
    if (batch.length < BATCH && weight < BATCH_CHARACTERS) continue;
    yield batch;
    [batch, weight] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** The same, the next being read while the one before is written. */
export async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = source.next();
      next.catch(() => {}); // told when it is its turn
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
