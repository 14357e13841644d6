import { parentPort, workerData } from "node:worker_threads";
import { watchPaths } from "./coverage.ts";
import { mutate, random } from "./mutate.ts";
import { targets } from "./targets.ts";

/** What the parent says: which target, for how long, from which seed; and the memory in which it sees the input under way. */
interface Task {
  name: string;
  seconds: number;
  seed: number;
  shared: SharedArrayBuffer;
}
const { name, seconds, seed, shared } = workerData as Task;
const target = targets.find((one) => one.name === name)!;
const underWay = new Uint8Array(shared);
const length = new Int32Array(shared, 0, 1);
const show = (input: Uint8Array) => {
  underWay.set(input.subarray(0, underWay.length - 4), 4);
  Atomics.store(length, 0, Math.min(input.length, underWay.length - 4));
};

const { run, close } = await target.open();
const words = target.dictionary.map((word) => new TextEncoder().encode(word));
const below = random(seed);
const corpus = target.seeds();
const paths = await watchPaths(target.guides);
const tell = (message: object) => parentPort!.postMessage(message);
let runs = 0;
const attempt = async (input: Uint8Array) => {
  show(input);
  await run(input);
  runs++;
  return paths.fresh();
};
try {
  for (const input of corpus.slice()) await attempt(input);
  const end = Date.now() + seconds * 1_000;
  for (let told = 0; Date.now() < end; ) {
    const input = mutate(corpus[below(corpus.length)]!, corpus, words, below);
    if ((await attempt(input)) > 0) corpus.push(input);
    if (Date.now() - told > 250) tell({ runs, corpus: corpus.length, paths: paths.all() });
    if (Date.now() - told > 250) told = Date.now();
  }
  await paths.stop();
  await close();
  tell({ runs, corpus: corpus.length, paths: paths.all(), done: true });
} catch (error) {
  tell({ runs, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  await close().catch(() => {});
}
