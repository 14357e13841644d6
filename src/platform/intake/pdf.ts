import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { projectRoot } from "../project-root.ts";
import { type FileRefusal, type Find, notTaken } from "./rules.ts";

export type PdfTold = { state: "password" | "damaged" } | { state: "read"; found: string[] };

/** A file that takes longer is not read to its end. */
const LONGEST_MS = 90_000;
/** The reader and its memory go when nothing has come for so long. */
const IDLE_MS = 30_000;
const END = Buffer.from("%%EOF");
/** How far from the end readers look for its mark, in bytes. */
const END_WITHIN = 2_048;

/**
 * What a PDF holds beside its pages: by the objects themselves, those in compressed streams and those whose names are
 * written in code included. A copy of the bytes goes to another thread. One file at a time.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<{ ok: true; found: Set<Find> } | FileRefusal> {
  const tail = Buffer.from(bytes.subarray(-END_WITHIN));
  const end = tail.lastIndexOf(END);
  if (end < 0) return notTaken("file_truncated");
  // A PDF that is a ZIP too, by what follows its end.
  if (tail.includes("PK\x05\x06", end, "latin1")) return notTaken("file_mismatch");
  const told = await inTurn(() => ask(bytes));
  if (told.state === "read") return { ok: true, found: new Set(told.found as Find[]) };
  return notTaken(told.state === "password" ? "file_password" : "file_damaged");
}

let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => {});
  return mine;
}

let reader: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let count = 0;

function ask(bytes: Uint8Array): Promise<PdfTold> {
  clearTimeout(idle);
  reader ??= open();
  const worker = reader;
  const id = ++count;
  return new Promise((resolve) => {
    const end = (told: PdfTold, alive: boolean) => {
      clearTimeout(late);
      worker.removeAllListeners("message").removeAllListeners("exit").removeAllListeners("error");
      worker.unref();
      worker.on("error", () => {});
      if (!alive) close(worker);
      else idle = setTimeout(() => close(worker), IDLE_MS).unref();
      resolve(told);
    };
    const late = setTimeout(() => end({ state: "damaged" }, false), LONGEST_MS);
    worker.on("message", (answer: { id: number; told: PdfTold }) => {
      if (answer.id === id) end(answer.told, true);
    });
    worker.on("error", () => end({ state: "damaged" }, false));
    worker.on("exit", () => end({ state: "damaged" }, false));
    worker.ref();
    worker.postMessage({ id, bytes });
  });
}

function close(worker: Worker): void {
  if (reader === worker) reader = undefined;
  void worker.terminate();
}

function open(): Worker {
  const built = !import.meta.url.endsWith(".ts");
  const worker = new Worker(join(projectRoot, built ? "dist/server/pdf-worker.js" : "src/platform/intake/pdf-worker.ts"), {
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  // What the reader thinks of a file may quote it: it is in no log.
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}
