import { pino } from "pino";

export type Log = pino.Logger;

/** Structured lines on the standard error, without personal data: no address, no query string, no body. */
export function makeLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
