import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "../web/env.ts";
import { onBehalfOf } from "./context.ts";
import type { Telemetry } from "./types.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Asked by machines every few seconds. */
const PROBES = new Set(["/healthz", "/readyz", "/livez", "/metrics"]);

/**
 * Measures each request, writes one line of it, and begins its trace: by the pattern of its route, never by its address,
 * which may hold what is nobody's business. What it asks of the database, and the jobs that it leaves, bear its number.
 */
export function observe({ metrics, tracer, accessLog }: Telemetry): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    const requestId = c.get("requestId");
    const method = METHODS.has(c.req.method) ? c.req.method : "OTHER";
    const span = tracer?.request(method, c.req.raw.headers);
    await onBehalfOf({ requestId, trace: span }, next);
    const [status, ms, route] = [c.res.status, performance.now() - started, routePath(c, c.req.routeIndex) || "*"];
    metrics?.answered({ method, route, status, seconds: ms / 1_000 });
    span?.end(route, status);
    accessLog?.[PROBES.has(route) ? "debug" : "info"]({ requestId, method, route, status, ms: Math.round(ms * 10) / 10 }, "request");
  };
}
