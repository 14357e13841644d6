import type { Database } from "../database/connect.ts";
import type { Log } from "../log.ts";
import type { View } from "./rules.ts";
import { addViews, type Views } from "./store.ts";

const FLUSH_MS = 60_000;

/** Adds up the readings of one process and hands the sums to the database now and then; several processes add to the same rows. */
export class AudienceCounter {
  #sums = new Map<string, Views>();
  readonly #db: Database;
  constructor(db: Database) {
    this.#db = db;
  }
  count(view: View): void {
    this.#add({ ...view, views: 1 });
  }
  #add(row: Views): void {
    const key = [row.day, row.page, row.record, row.language, row.referrer, row.device].join("\n");
    const sum = this.#sums.get(key);
    if (sum) sum.views += row.views;
    else this.#sums.set(key, row);
  }
  /** Writes what was counted since the last time. When the database is away, it is kept for the next. */
  async flush(): Promise<void> {
    if (this.#sums.size === 0) return;
    const rows = [...this.#sums.values()];
    this.#sums = new Map();
    try {
      await addViews(this.#db, rows);
    } catch (error) {
      for (const row of rows) this.#add(row);
      throw error;
    }
  }
}

/** Hands over the sums each minute, and the last of them at the end. */
export function keepCounting(counter: AudienceCounter, log: Log): { stop(): Promise<void> } {
  const flush = () => counter.flush().catch((error: unknown) => log.warn({ reason: String(error) }, "the audience could not be added up"));
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
