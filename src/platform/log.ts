import { type DestinationStream, pino } from "pino";
import { faultOf, scrub } from "./discreet.ts";

export type Log = pino.Logger;

const told = (value: unknown) => (typeof value === "string" ? scrub(value) : value);

/**
 * Structured lines on the standard error, without personal data: no address, no query string, no body, and of a fault no
 * more than discreet.ts lets through. They are written beside the work, and at the end of the process.
 */
export function makeLog(level: string, to: DestinationStream = pino.destination({ dest: 2, sync: false })): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: faultOf, error: faultOf, reason: told, fault: told },
      hooks: {
        // An error that is handed over alone, and a message that somebody else made.
        logMethod(given, method) {
          const [first, ...rest] = given as unknown as [unknown, ...unknown[]];
          const fields = first instanceof Error ? { err: first } : told(first);
          // Where a line has no words of its own, pino would take those of the error.
          const of = rest.length === 0 && typeof fields === "object" && fields !== null ? (fields as { err?: unknown }).err : undefined;
          method.apply(this, [fields, ...(of === undefined ? rest : [faultOf(of).message])] as never);
        },
      },
    },
    to,
  );
}
