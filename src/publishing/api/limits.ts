import type { MiddlewareHandler } from "hono";
import { clientAddress } from "../../platform/web/client-address.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { TokenBucket } from "../../platform/web/token-bucket.ts";
import { respondProblem } from "./problem.ts";

/** Requests a minute from one address, where the settings say nothing. */
export const USUAL_RATE = 3_000;

/**
 * So many requests a minute from each address, all of them at once if need be, told in the headers of the IETF
 * (draft-ietf-httpapi-ratelimit-headers). 0: no limit.
 */
export function limited(): MiddlewareHandler<AppEnv> {
  let bucket: TokenBucket | undefined;
  return async (c, next) => {
    const rate = c.get("services").config.apiRate ?? USUAL_RATE;
    if (rate === 0) return next();
    bucket ??= new TokenBucket({ size: rate, perSecond: rate / 60 });
    const share = bucket.take(clientAddress(c));
    const headers = { "RateLimit-Policy": `"address";q=${rate};w=60`, RateLimit: `"address";r=${share.remaining};t=${share.seconds}` };
    if (!share.ok)
      return respondProblem(
        c,
        { code: "too_many_requests", values: { seconds: share.seconds } },
        { ...headers, "Retry-After": String(share.seconds) },
      );
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}
