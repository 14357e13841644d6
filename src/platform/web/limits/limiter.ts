import { LRUCache } from "lru-cache";
import type { Granted, Limit, Share } from "./rules.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Asks the database for so many of what a name has left. */
export type Ask = (limit: Limit, name: string, want: number) => Promise<Granted>;

/** What a node was given and has not used goes after this: it may be asked for elsewhere by then. In milliseconds. */
const HELD_MS = 10_000;
/** A database that does not answer by then is away, and is not asked again for a while. */
const PATIENCE_MS = 1_500;
const AWAY_MS = 5_000;
/** A name that is quiet for so long is a new one, with its credit. */
const QUIET_MS = 60_000;

interface Held {
  /** What may still be given here without asking. */
  left: number;
  until: number;
  /** Whether the database was asked; before, what is given is on credit, and counted when it is. */
  asked: boolean;
  unpaid: number;
  /** What the database had left then, and when the name has all again. */
  elsewhere: number;
  fullAt: number;
  refusedUntil: number;
  asking: Promise<void> | undefined;
}

/**
 * Shares each limit between all nodes, the database counting. A node asks it for a handful at a time and remembers a
 * refusal until it is over, so that a flood costs the database next to nothing. While the database is away each node
 * counts for itself.
 */
export class Limiter {
  readonly #ask: Ask;
  readonly #held = new LRUCache<string, Held>({ max: 20_000, ttl: QUIET_MS });
  readonly #alone = new Map<string, TokenBucket>();
  #awayUntil = 0;
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Takes one. `now`: milliseconds, on a clock of this node. */
  async take(limit: Limit, name: string, now = Date.now()): Promise<Share> {
    const key = `${limit.name} ${limit.size} ${name}`;
    for (;;) {
      if (now < this.#awayUntil) return this.#takeAlone(limit, name, now);
      const held = this.#held.get(key) ?? fresh(limit, now);
      this.#held.set(key, held);
      if (now < held.refusedUntil) return { ok: false, remaining: 0, seconds: seconds(held.refusedUntil - now) };
      if (held.left > 0 && now < held.until) return give(held, limit, now);
      held.asking ??= this.#refill(held, limit, name, now).finally(() => {
        held.asking = undefined;
      });
      await held.asking;
    }
  }

  async #refill(held: Held, limit: Limit, name: string, now: number): Promise<void> {
    const want = Math.min(limit.size, held.unpaid + limit.batch);
    const answer = await inTime(this.#ask(limit, name, want));
    if (!answer) {
      this.#awayUntil = now + AWAY_MS;
      return;
    }
    const left = answer.granted - held.unpaid;
    held.unpaid = 0;
    held.asked = true;
    held.left = Math.max(0, left);
    held.until = now + HELD_MS;
    held.fullAt = now + answer.seconds * 1_000;
    held.elsewhere = Math.max(0, Math.floor(limit.size - answer.seconds * limit.perSecond));
    // Until the name has one again: all but one of its share are still to come back.
    if (left <= 0) held.refusedUntil = now + Math.max(1, answer.seconds * 1_000 - ((limit.size - 1) / limit.perSecond) * 1_000);
  }

  #takeAlone(limit: Limit, name: string, now: number): Share {
    const known = this.#alone.get(limit.name);
    const bucket = known?.size === limit.size ? known : new TokenBucket(limit);
    this.#alone.set(limit.name, bucket);
    return bucket.take(name, now);
  }
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

function fresh(limit: Limit, now: number): Held {
  const credit = { left: limit.credit, until: now + HELD_MS };
  return { ...credit, asked: false, unpaid: 0, elsewhere: limit.size - limit.credit, fullAt: now, refusedUntil: 0, asking: undefined };
}

function give(held: Held, limit: Limit, now: number): Share {
  held.left--;
  if (!held.asked) held.unpaid++;
  const full = Math.max(held.fullAt, now + (held.unpaid / limit.perSecond) * 1_000);
  return { ok: true, remaining: held.elsewhere + held.left, seconds: seconds(full - now) };
}

/** Undefined when it fails, or takes too long. */
async function inTime(answer: Promise<Granted>): Promise<Granted | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
