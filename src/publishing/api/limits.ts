import type { MiddlewareHandler } from "hono";
import { clientNetwork } from "../../platform/web/client-address.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { apiLimit, limitHeaders } from "../../platform/web/limits/rules.ts";
import { takeOne } from "../../platform/web/limits/share.ts";
import { respondProblem } from "./problem.ts";

/** Requests a minute from one address, where the settings say nothing. */
export const USUAL_RATE = 3_000;

/** So many requests a minute from each address, told in the headers of each answer. 0: no limit. */
export function limited(): MiddlewareHandler<AppEnv> {
  let limit = apiLimit(USUAL_RATE);
  return async (c, next) => {
    const rate = c.get("services").config.apiRate ?? USUAL_RATE;
    if (rate === 0) return next();
    if (limit.size !== rate) limit = apiLimit(rate);
    const share = await takeOne(c.get("services"), limit, clientNetwork(c));
    const headers = limitHeaders(limit, share, "address");
    if (!share.ok) return respondProblem(c, { code: "too_many_requests", values: { seconds: share.seconds } }, headers);
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}
