// What the measures share: the built program as a process of its own, its memory, the load of the machine.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { marked } from "../support/marked.ts";
import { freePort } from "../support/ports.ts";

export const quick = process.argv.includes("--quick");
export const seconds = quick ? 1 : 5;
export const root = join(import.meta.dirname, "../..");
const port = await freePort();
export const base = `http://localhost:${port}`;

export interface Running {
  pid: number;
  readyMs: number;
  stop(): Promise<void>;
}

/** What `npm run <script>` gives Node: the program is measured as it is run. */
export function flagsOf(script: "start" | "cli"): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
  return scripts[script]!.split("node ")
    .at(-1)!
    .split(" ")
    .filter((word) => word.startsWith("--"));
}

/** Starts the built program and waits until /healthz answers. */
export async function run(env: Record<string, string>): Promise<Running> {
  const start = performance.now();
  const child = spawn(process.execPath, [...flagsOf("start"), "dist/server/main.js"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", PORT: String(port), LOG_LEVEL: "warn", VILLE_MONDE_API_RATE: "0", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!(await fetch(`${base}/healthz`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error("the program did not start");
    await sleep(20);
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    pid: child.pid!,
    readyMs: performance.now() - start,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Resident memory of a process, in megabytes. */
export const memory = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);

export const load = () => loadavg()[0]!.toFixed(1);

/** The day, the machine, the program: what a number means nothing without. */
export const machine = () =>
  `Measured on ${new Date().toISOString().slice(0, 10)} on ${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program’s own PostgreSQL, client and server on the same machine`;

/** Keeps a report in docs/performance.md between its marks. A quick run keeps nothing. */
export const keep = (mark: string, report: string): void => keepIn("docs/performance.md", mark, report);

/** The same in another document. */
export function keepIn(document: string, mark: string, report: string): void {
  console.log(report);
  if (quick) return;
  marked(document, mark).put(report);
}
