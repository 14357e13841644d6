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
