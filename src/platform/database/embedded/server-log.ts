import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from "node:fs";

const MOST_BYTES = 5 * 1024 * 1024;
const EVERY_MS = 3_600_000;

/** Cuts the server's log once it passes 5 MB: its text moves to `<file>.1`, over the one before. */
export function boundLog(file: string): void {
  if (logSize(file) < MOST_BYTES) return;
  // The server keeps the file open to append, so it must be emptied, not replaced.
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** Bounds the log now and then every hour, until the function returned is called. Does not keep the process alive. */
export function keepLogBounded(file: string): () => void {
  const timer = setInterval(() => {
    try {
      boundLog(file);
    } catch {
      // A full disk: the log is the least of it, and the next hour tries again.
    }
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** The size of the log in bytes, 0 when there is none. */
export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What the log gained since it had `from` bytes, at most 64 kB. */
export function logSince(file: string, from: number): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(Math.min(Math.max(logSize(file) - from, 0), 65_536));
    return buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, from));
  } finally {
    closeSync(handle);
  }
}
