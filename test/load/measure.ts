import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { memory } from "../bench/program.ts";

/** How long answers took, in milliseconds, and how many failed. */
export class Times {
  #all: number[] = [];
  failed = 0;
  add(ms: number): void {
    this.#all.push(ms);
  }
  get count(): number {
    return this.#all.length;
  }
  at(share: number): number {
    const sorted = Float64Array.from(this.#all).sort();
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  }
}

/** Asks, reads the whole answer, and notes how long it took. A status that is not wanted, or none, has failed. */
export async function timed(
  times: Times,
  url: string,
  init: RequestInit = {},
  wanted = (status: number) => status < 400,
): Promise<Response | undefined> {
  const start = performance.now();
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000), ...init });
    const copy = answer.clone();
    await answer.arrayBuffer();
    if (wanted(answer.status)) times.add(performance.now() - start);
    else times.failed++;
    return copy;
  } catch {
    times.failed++;
    return undefined;
  }
}

/** The memory of a process while something goes on: megabytes at the start, at the most, at the end, and whether it grew on. */
export function watchMemory(pid: number): { end(): Promise<{ start: number; most: number; end: number; flat: boolean }> } {
  const samples: number[] = [memory(pid)];
  const timer = setInterval(() => samples.push(memory(pid)), 500);
  const mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / Math.max(1, some.length);
  return {
    async end() {
      clearInterval(timer);
      const third = Math.floor(samples.length / 3);
      // What is in use settles after the first third: from then on it must not climb.
      const flat = mean(samples.slice(-third)) <= mean(samples.slice(third, 2 * third)) * 1.15 + 5;
      return { start: samples[0]!, most: Math.max(...samples), end: memory(pid), flat };
    },
  };
}

/** How many files this process may have open. */
export const openFiles = (): number => Number(/Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 1_024);

/** Does `work` again and again, `at` so many at a time, until the time is over. */
export async function during(seconds: number, at: number, work: (n: number) => Promise<void>): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  let n = 0;
  await Promise.all(
    Array.from({ length: at }, async () => {
      while (performance.now() < until) await work(n++);
    }),
  );
}

/** A reader who comes by every tenth of a second while something else goes on: what he waits. */
export function passerBy(base: string, paths: readonly string[]): { times: Times; stop(): Promise<void> } {
  const times = new Times();
  let stopped = false;
  const work = (async () => {
    for (let n = 0; !stopped; n++) {
      await timed(times, base + paths[n % paths.length]!);
      await sleep(100);
    }
  })();
  return {
    times,
    async stop() {
      stopped = true;
      await work;
    },
  };
}
