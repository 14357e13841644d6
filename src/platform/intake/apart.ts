import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";
import type { Format } from "./rules.ts";

/** What is done apart, with the bytes of one file. */
export type Work = { do: "pdf" | "sizes"; bytes: Uint8Array } | { do: "redraw"; bytes: Uint8Array; format: Format };

/** A file that takes longer is not read to its end. */
const LONGEST_MS = 120_000;
/** The process, with its memory, goes when nothing has come for so long. */
const IDLE_MS = 30_000;

let last: Promise<unknown> = Promise.resolve();
let worker: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * Has native code read a file that somebody sent: in a process without our settings, secrets and connections, one file at a
 * time. Undefined where it came to no end: it crashed, or took too long.
 */
export function apart<T>(work: Work): Promise<T | undefined> {
  const mine = last.then(() => ask<T>(work));
  last = mine.catch(() => {});
  return mine;
}

function ask<T>(work: Work): Promise<T | undefined> {
  clearTimeout(idle);
  worker ??= open();
  const child = worker;
  return new Promise((resolve) => {
    const end = (answer: T | undefined, alive: boolean) => {
      clearTimeout(late);
      child.removeAllListeners("message").removeAllListeners("exit");
      child.unref();
      child.channel?.unref();
      if (alive) idle = setTimeout(() => close(child), IDLE_MS).unref();
      else close(child);
      resolve(answer);
    };
    const late = setTimeout(() => end(undefined, false), LONGEST_MS);
    child.ref();
    child.channel?.ref();
    child.on("message", (message: { answer: T | undefined }) => end(message.answer, true));
    child.on("exit", () => end(undefined, false));
    child.send(work, (error) => {
      if (error) end(undefined, false);
    });
  });
}

function close(child: ChildProcess): void {
  if (worker === child) worker = undefined;
  child.kill("SIGKILL");
}

function open(): ChildProcess {
  const built = !import.meta.url.endsWith(".ts");
  const child = fork(join(projectRoot, built ? "dist/server/apart.js" : "src/platform/intake/apart-process.ts"), {
    execArgv: ["--max-old-space-size=256"],
    env: {},
    serialization: "advanced",
    // What a reader thinks of a file may quote it: it is in no log.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.on("error", () => {});
  return child;
}
