import { pino } from "pino";

export type Log = pino.Logger;

/**
 * Structured lines on the standard error, without personal data: no address, no query string, no body. They are written
 * beside the work, and at the end of the process.
 */
export function makeLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }));
}
