// Asking the running program, and watching what processes hold in memory.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import pg from "pg";
import { freePort } from "../support/ports.ts";
import { base, flagsOf, root, seconds } from "./program.ts";

export const encodings = "gzip, deflate, br";

export interface Shot {
  rate: number;
  p50: number;
  p99: number;
  failed: number;
}

/** Asks as fast as ten connections can, for some seconds. */
export async function shoot(requests: autocannon.Request[], connections = 10, url = base): Promise<Shot> {
  const headers = { "accept-encoding": encodings };
  const result = await autocannon({ url, connections, duration: seconds, headers, requests });
  const { p50, p99 } = result.latency;
  return { rate: result.requests.average, p50, p99, failed: result.non2xx + result.errors };
}

/** How long one answer takes, in milliseconds, and the bytes of its body on the wire, compressed as it came. */
export function ask(path: string, accepted = encodings): Promise<{ ms: number; bytes: number }> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(base + path, { headers: { "accept-encoding": accepted } }, (response) => {
      let bytes = 0;
      response.on("data", (part: Buffer) => (bytes += part.length));
      response.once("error", reject);
      response.once("end", () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - start, bytes });
        else reject(new Error(`${path} answers ${response.statusCode}`));
      });
    }).once("error", reject);
  });
}

/** How many answers of so many bytes a server that only gives them does in a second, on this machine, with the same client. */
export async function staticLimit(bytes: number, folder: string): Promise<number> {
  const [file, port] = [join(folder, `static-${bytes}`), await freePort()];
  writeFileSync(file, Buffer.alloc(bytes, "x"));
  const child = spawn(process.execPath, [join(root, "test/bench/static.ts"), String(port), file], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://localhost:${port}`;
  try {
    while (!(await fetch(url, { method: "HEAD" }).catch(() => undefined))) await sleep(20);
    return (await shoot([{ path: "/" }], 10, url)).rate;
  } finally {
    child.kill();
  }
}

/** Addresses that nobody asked for before. One counter for all connections: autocannon has each walk a list from its start. */
export function unasked(path: (i: number) => string): autocannon.Request[] {
  let i = 0;
  return [{ setupRequest: (request) => ({ ...request, path: path(i++) }) }];
}

const statusOf = (pid: number, name: string) => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  } catch {
    return 0; // It has ended.
  }
};
const processes = () => readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

/** The process that all sessions of the database are children of: one on this machine. */
async function postmasterOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
  const postmaster = statusOf(rows[0].pid, "PPid");
  await client.end();
  return postmaster;
}

export interface CommandRun {
  ms: number;
  /** The most that it held at any moment, in megabytes: the command, and the largest session of the database with the pages that sessions share. */
  nodeMB: number;
  databaseMB: number;
  code: number;
  output: string;
}

/** Runs a command of the built program to its end; its files are kept below `folder`. */
export async function command(args: string[], databaseUrl: string, folder: string): Promise<CommandRun> {
  const server = await postmasterOf(databaseUrl);
  const start = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...flagsOf("cli"), join(root, "dist/server/cli.js"), ...args], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      VILLE_MONDE_DATA: join(folder, "program"),
      LOG_LEVEL: "warn",
      VILLE_MONDE_API_RATE: "0",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (part) => (output = (output + part).slice(-20_000)));
  let code: number | undefined;
  child.once("exit", (status) => (code = status ?? 1));
  let [node, database] = [0, 0];
  while (code === undefined) {
    node = Math.max(node, statusOf(child.pid!, "VmHWM"));
    for (const pid of processes()) if (statusOf(pid, "PPid") === server) database = Math.max(database, statusOf(pid, "VmRSS"));
    await sleep(100);
  }
  return { ms: performance.now() - start, nodeMB: Math.round(node / 1024), databaseMB: Math.round(database / 1024), code, output };
}
