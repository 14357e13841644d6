import type { Hono } from "hono";
import type { AppEnv, Services } from "../web/env.ts";
import { bears } from "./serve.ts";

/** /metrics on the port of the site, for who bears the token of the settings; not there for anybody else. */
export function measures(app: Hono<AppEnv>, { config, telemetry }: Services): void {
  const { metrics } = telemetry ?? {};
  if (!metrics || !config.metrics || !("token" in config.metrics)) return;
  const { token } = config.metrics;
  app.get("/metrics", async (c) => {
    if (!bears(c.req.header("authorization"), token)) return c.notFound();
    const { type, body } = await metrics.text();
    return c.body(body, 200, { "Content-Type": type, "Cache-Control": "no-store" });
  });
}
