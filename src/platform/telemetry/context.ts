import { AsyncLocalStorage } from "node:async_hooks";

/** On whose behalf something is done: a request, or the request that asked for a job. */
export interface Cause {
  requestId: string;
  /** What is being traced; undefined where nothing is. */
  trace?: Trace | undefined;
}

/** Marks the beginning of something that happens within; the function returned marks its end. */
export interface Trace {
  begin(name: string, attributes: Record<string, string | number>): (error?: unknown) => void;
}

const causes = new AsyncLocalStorage<Cause>();
const ID = /^[\w-]{1,64}$/;

/** Does `work`, and all that it starts, on behalf of a request. */
export function onBehalfOf<T>(cause: Cause, work: () => T): T {
  return ID.test(cause.requestId) ? causes.run(cause, work) : work();
}

export const cause = (): Cause | undefined => causes.getStore();
