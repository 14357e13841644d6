import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { version } from "../version.ts";
import type { Tracer } from "./types.ts";

/**
 * Traces of requests, of what they ask of the database, and of jobs, sent as OTLP by HTTP to where the variables
 * OTEL_EXPORTER_OTLP_* say. OTEL_SERVICE_NAME names the site, OTEL_TRACES_SAMPLER_ARG says what share of the traces is kept.
 * This file is read from the disk only where traces are wanted.
 */
export function otlpTracer(env: Record<string, string | undefined> = process.env): Tracer {
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG ?? "1");
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ "service.name": env.OTEL_SERVICE_NAME || "ville-monde", "service.version": version() }),
    ),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share >= 0 && share <= 1 ? share : 1) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer("ville-monde");

  const within = (context: Context) => ({
    begin(name: string, attributes: Record<string, string | number>) {
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, context);
      return (error?: unknown) => end(span, error);
    },
  });
  return {
    request(method, headers) {
      const caller = callerOf(headers.get("traceparent") ?? "");
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes: { "http.request.method": method } }, caller);
      return {
        ...within(trace.setSpan(caller, span)),
        end(route, status) {
          span.updateName(`${method} ${route}`);
          span.setAttributes({ "http.route": route, "http.response.status_code": status });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    job(task) {
      const span = tracer.startSpan(`job ${task}`, { kind: SpanKind.CONSUMER }, ROOT_CONTEXT);
      return { ...within(trace.setSpan(ROOT_CONTEXT, span)), end: (error?: unknown) => end(span, error) };
    },
    stop: () => provider.shutdown(),
  };
}

/** Who asks may be traced already (W3C Trace Context, level 1). */
function callerOf(traceparent: string): Context {
  const [, traceId, spanId, flags] = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}

/** Of an error, its kind: its message may hold values. */
function end(span: Span, error: unknown): void {
  if (error !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute("error.type", (error as { code?: string }).code ?? (error as Error).name ?? "error");
  }
  span.end();
}
