import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { StartupError } from "../platform/startup-error.ts";

/** Wrong usage: told with the usage line, and the process ends with 2. */
export class UsageError extends Error {}

/** Progress on one line of a terminal; nothing where the output is kept in a file. */
export function progress(label: string): { tell(done: number, total?: number): void; end(): void } {
  const shown = process.stderr.isTTY;
  return {
    tell(done, total) {
      if (!shown) return;
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

/** Where an export goes: a file, or the standard output. */
export function output(path: string | undefined): Writable {
  if (!path) return process.stdout;
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new StartupError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}): give another place with --out.`);
  }
  return createWriteStream(path);
}

export async function readStandardInput(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const part of process.stdin) text += part;
  return text;
}
