import type { ServerOptions } from "node:http";

/**
 * How long a request may take to come: what drips is answered 408 and ended, so that nobody holds connections. A head comes
 * at once or not at all; a body of twenty megabytes, over the slowest line that a form is still sent by, at some 25 kB a second.
 * Heads are bounded by Node itself: 16 kB, two thousand names.
 */
export const serverLimits = {
  headersTimeout: 20_000,
  requestTimeout: 15 * 60_000,
  connectionsCheckingInterval: 10_000,
} satisfies ServerOptions;
