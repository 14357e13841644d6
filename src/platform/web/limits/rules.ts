/** So many at once, and so many more each second, for each name: an address, a key. */
export interface Limit {
  name: string;
  size: number;
  perSecond: number;
  /** How many a node asks the database for at a time: 1 where each counts, more where asking costs more than it saves. */
  batch: number;
  /** How many a node gives before it asks at all, for names that come once and go. They are counted when it asks. */
  credit: number;
}

const MINUTE = 60;

/**
 * Every limit on what strangers and keys may ask of the site. What costs a person's time (a mail, a story to read) is
 * asked for one by one; what costs a few milliseconds, by handfuls. Attempts to sign in have a count of their own
 * (src/platform/accounts).
 */
export const limits = {
  /** Of each network address, asking to follow: whoever types does not notice. */
  follow: { name: "follow", size: 10, perSecond: 1 / MINUTE, batch: 1, credit: 0 },
  /** A class sends thirty stories from one address within minutes; a program, more. */
  story: { name: "story", size: 40, perSecond: 1 / MINUTE, batch: 1, credit: 0 },
  /** Of each partner city: it may bring a whole exhibition in an afternoon. */
  collected: { name: "collected", size: 60, perSecond: 1 / 30, batch: 1, credit: 0 },
  /** Of each network address, checking eligibility: every country and form, one after the other. */
  eligibility: { name: "eligibility", size: 40, perSecond: 1 / 15, batch: 2, credit: 2 },
  /** Of each key of the API: a burst, then five a second. A batch of payments is one request. */
  key: { name: "key", size: 100, perSecond: 5, batch: 10, credit: 0 },
  /** Of each network address: what browsers report of a page's policy. A page that is wrong makes many at once. */
  report: { name: "report", size: 30, perSecond: 1 / 20, batch: 10, credit: 5 },
} as const satisfies Record<string, Limit>;

/** Of each network address, reading the open API: so many a minute, all of them at once if need be. */
export const apiLimit = (perMinute: number): Limit => ({
  name: "api",
  size: perMinute,
  perSecond: perMinute / MINUTE,
  batch: Math.max(1, Math.floor(perMinute / 20)),
  credit: Math.floor(perMinute / 100),
});

/** What is left to whoever asked. */
export interface Share {
  ok: boolean;
  /** How many may still be made at once. */
  remaining: number;
  /** Seconds until all of them may be again; of a refusal, until one may. */
  seconds: number;
}

/** What the database gave, and in how many seconds the name has all of its share again. */
export interface Granted {
  granted: number;
  seconds: number;
}

/** What the headers of the IETF say of a share (draft-ietf-httpapi-ratelimit-headers-10), under a name for whom it is counted. */
export function limitHeaders(limit: Limit, share: Share, whose: string): Record<string, string> {
  return {
    "RateLimit-Policy": `"${whose}";q=${limit.size};w=${Math.ceil(limit.size / limit.perSecond)}`,
    RateLimit: `"${whose}";r=${share.remaining};t=${share.seconds}`,
    ...(share.ok ? {} : { "Retry-After": String(share.seconds) }),
  };
}
