import { setImmediate as breathe } from "node:timers/promises";
import { NotFit } from "../public-file.ts";
import { criticalIn } from "./validate.ts";

/** Activities looked at at once: some 10 ms in which nothing else is answered. */
const AT_ONCE = 25;
const END = "</iati-activity>\n";

/**
 * Lets an activities file through as it is made: first its head, then whole activities, then its end. Throws NotFit at
 * the first critical thing, so that what was let through is no whole file.
 */
export async function* guardActivities(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let head: string | undefined;
  for await (const part of content) {
    const text = String(part);
    if (head === undefined) head = text;
    else if (text.includes(END)) {
      const all = text.split(END).slice(0, -1);
      for (let i = 0; i < all.length; i += AT_ONCE) {
        refuse(`${head}${all.slice(i, i + AT_ONCE).join(END)}${END}</iati-activities>`);
        await breathe();
      }
    }
    yield text;
  }
}

/** The same for a file that comes in one part. */
export async function* guardWhole(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  for await (const part of content) {
    refuse(String(part));
    yield String(part);
  }
}

function refuse(xml: string): void {
  const finding = criticalIn(xml);
  if (finding) throw new NotFit(finding);
}
