import { LRUCache } from "lru-cache";

import type { Share } from "./rules.ts";

/**
 * So many requests at once, and so many more each second, for each name: an address, a key. Kept in the memory of one
 * node, for while the database is away; the names that have been quiet the longest are forgotten first, which only ever gives back.
 */
export class TokenBucket {
  readonly size: number;
  readonly perSecond: number;
  #left: LRUCache<string, { tokens: number; at: number }>;
  constructor(options: { size: number; perSecond: number; names?: number }) {
    this.size = options.size;
    this.perSecond = options.perSecond;
    this.#left = new LRUCache({ max: options.names ?? 10_000 });
  }
  /** Takes one. `now`: milliseconds. */
  take(name: string, now = Date.now()): Share {
    const { tokens: before, at } = this.#left.get(name) ?? { tokens: this.size, at: now };
    const tokens = Math.min(this.size, before + (Math.max(0, now - at) / 1000) * this.perSecond);
    const ok = tokens >= 1;
    const left = ok ? tokens - 1 : tokens;
    this.#left.set(name, { tokens: left, at: now });
    return { ok, remaining: Math.floor(left), seconds: Math.ceil(((ok ? this.size : 1) - left) / this.perSecond) };
  }
}
