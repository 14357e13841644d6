import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Measured } from "./metrics.ts";
import type { Telemetry } from "./types.ts";

/** What the settings ask to be watched; each library is read from the disk by those who want it alone. Throws a StartupError. */
export async function startTelemetry(
  config: Pick<Config, "metrics" | "traces" | "accessLog">,
  measured: Measured,
  log: Log,
): Promise<Telemetry & { stop(): Promise<void> }> {
  const metrics = config.metrics ? (await import("./metrics.ts")).makeMetrics(measured) : undefined;
  const tracer = config.traces ? (await import("./otlp.ts")).otlpTracer() : undefined;
  const served =
    metrics && config.metrics && "port" in config.metrics
      ? await (await import("./serve.ts")).serveMetrics(metrics, config.metrics)
      : undefined;
  if (served) log.info({ port: served.port }, "measures are told on a port of their own");
  return {
    metrics,
    tracer,
    accessLog: config.accessLog ? log : undefined,
    async stop() {
      await served?.stop();
      await tracer?.stop().catch(() => {});
    },
  };
}
