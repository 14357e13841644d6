import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { StartupError } from "../platform/startup-error.ts";

/** Wrong usage: told with the usage line, and the process ends with 2. */
export class UsageError extends Error {}

/** Progress on one line of a terminal; nothing where the output is kept in a file. */
export function progress(label: string): { tell(done: number, total?: number): void; end(): void } {
  const shown = process.stderr.isTTY;
  let last = 0;
  return {
    tell(done, total) {
      if (!shown || Date.now() - last < 50) return;
      last = Date.now();
      const bar = total
        ? `${"█".repeat(Math.round((done / total) * 20)).padEnd(20, "░")} ${Math.round((done / total) * 100)} %`
        : String(done);
      process.stderr.write(`\r${label} ${bar}\u001b[K`);
    },
    end() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}

/** A file that the command line names; no more of it than `most` bytes, when that is said. */
export function readInput(path: string, most?: number): Uint8Array {
  try {
    if (most === undefined) return readFileSync(path);
    const [file, bytes] = [openSync(path, "r"), new Uint8Array(most)];
    try {
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new StartupError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/**
 * Gives `work` the file named, or the standard output when none is. A file that could not be written to its end is
 * removed, not left to be taken for a whole one.
 */
export async function write(path: string | undefined, work: (out: Writable) => Promise<void>): Promise<void> {
  try {
    await work(path ? (await open(path, "w")).createWriteStream() : process.stdout);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (!path && code === "EPIPE") return; // who reads has had enough: `… | head`
    if (path && statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
    if (path && (syscall === "open" || syscall === "write"))
      throw new StartupError(`${path} cannot be written (${code}): give another place with --out.`);
    throw error;
  }
}

export async function readStandardInput(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const part of process.stdin) text += part;
  return text;
}
