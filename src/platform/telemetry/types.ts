import type { Log } from "../log.ts";
import type { Trace } from "./context.ts";

/** A request that is traced. */
export interface RequestTrace extends Trace {
  /** `route`: its pattern. */
  end(route: string, status: number): void;
}

/** Sends traces away. */
export interface Tracer {
  request(method: string, headers: Headers): RequestTrace;
  job(task: string): Trace & { end(error?: unknown): void };
  /** Sends what has not gone. */
  stop(): Promise<void>;
}

/** What a node measures of itself, in the text format of Prometheus. */
export interface Metrics {
  answered(request: { method: string; route: string; status: number; seconds: number }): void;
  jobDone(job: { task: string; failed: boolean; seconds: number }): void;
  /** What Prometheus is told. Never throws: without the database, ville_monde_up is 0 and its figures are left out. */
  text(): Promise<{ type: string; body: string }>;
}

/** What watches the requests of a node. */
export interface Telemetry {
  metrics?: Metrics | undefined;
  tracer?: Tracer | undefined;
  /** Where each request is written down; undefined: it is not. */
  accessLog?: Log | undefined;
}
