import type { Database } from "../database/connect.ts";
import { dayOf } from "../instants.ts";
import { addRefusals, type Refusal } from "./store.ts";

const FLUSH_MS = 10_000;
/** Of one node between two writings; the details are few fixed words, and stay so if one day they are not. */
const MOST = 200;

const sums = new WeakMap<Database, Map<string, Refusal & { day: string; count: number }>>();

/** Counts a refusal; the sums are written every ten seconds, and a database that is away loses those of that time. */
export function noteRefusal(db: Database, { sort, detail }: Refusal): void {
  let waiting = sums.get(db);
  if (!waiting) {
    waiting = new Map();
    sums.set(db, waiting);
    setTimeout(() => void writeRefusals(db).catch(() => {}), FLUSH_MS).unref();
  }
  const day = dayOf(new Date());
  const key = `${day} ${sort} ${detail}`;
  const known = waiting.get(key);
  if (known) known.count++;
  else if (waiting.size < MOST) waiting.set(key, { day, sort, detail, count: 1 });
}

/** Writes what was counted since the last time. */
export async function writeRefusals(db: Database): Promise<void> {
  const waiting = sums.get(db);
  sums.delete(db);
  if (waiting) await addRefusals(db, [...waiting.values()]);
}
