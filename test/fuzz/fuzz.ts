// `npm run fuzz [target] [seconds] [seed]`: each target fed with inputs that are bred to reach code that none before had
// reached. Exit 1 when one crashes, hangs or writes half; the input is kept in test-results/fuzz.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type Target, targets } from "./targets.ts";

/** An input that takes longer is taken for one that never ends. */
const HANG_MS = 20_000;
/** Opening a target may mean making a database. */
const OPEN_MS = 120_000;
const [only, seconds, seed] = process.argv.slice(2);
const chosen = targets.filter(({ name }) => !only || only === "all" || name === only);
if (chosen.length === 0) {
  console.error(`There is no target ${only}: ${targets.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

interface Told {
  runs: number;
  corpus?: number;
  paths?: number;
  done?: boolean;
  failed?: string;
}

async function fuzz({ name }: Target): Promise<boolean> {
  const start = Number(seed ?? Date.now() % 2 ** 31);
  const shared = new SharedArrayBuffer(128 * 1024);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { name, seconds: Number(seconds ?? 20), seed: start, shared },
  });
  const fault = (why: string) => {
    const length = new Int32Array(shared, 0, 1)[0]!;
    const input = Buffer.from(new Uint8Array(shared).slice(4, 4 + length));
    const path = join("test-results/fuzz", `${name}-${createHash("sha256").update(input).digest("hex").slice(0, 12)}`);
    mkdirSync("test-results/fuzz", { recursive: true });
    writeFileSync(path, input);
    console.error(`${name}: ${why}\nseed ${start}; the input is in ${path}`);
    return false;
  };
  return new Promise((resolve) => {
    let last = "";
    let alarm = setTimeout(() => end(fault("did not open")), OPEN_MS);
    const end = (good: boolean) => {
      clearTimeout(alarm);
      void worker.terminate();
      resolve(good);
    };
    worker.on("message", (told: Told) => {
      clearTimeout(alarm);
      alarm = setTimeout(() => end(fault(`no end after ${HANG_MS / 1_000} s`)), HANG_MS);
      if (told.failed) return end(fault(told.failed));
      last = `${name}: ${told.runs} inputs, ${told.corpus} kept, ${told.paths} paths`;
      if (told.done) {
        console.log(last);
        end(true);
      }
    });
    worker.on("error", (error: Error) => end(fault(error.stack ?? error.message)));
  });
}

let good = true;
for (const target of chosen) good = (await fuzz(target)) && good;
process.exit(good ? 0 : 1);
