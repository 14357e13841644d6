import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cannotRun, type Setting, spawnOptions } from "./command.ts";
import { PostgresFailure } from "./faults.ts";
import { findPostmaster, type Postmaster } from "./postmaster.ts";
import { boundLog, logSince, logSize } from "./server-log.ts";

const POLL_MS = 10;
const TELL_MS = 5_000;
const ATTEMPTS = 8;
// Another program took the port in between, or a killed server, or a process of it, is not wholly gone yet.
const passing = /Address already in use|pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

export interface Launch extends Setting {
  cluster: string;
  logFile: string;
  fast: boolean;
  log: (line: string) => void;
  /** The port to take; unset: a free one. */
  port?: number;
}

/**
 * Starts the server of a cluster on a port of 127.0.0.1 and waits until it accepts connections, recovery after a
 * crash included. Throws a PostgresFailure with what the server wrote when it ended instead.
 */
export async function launch(wanted: Launch): Promise<Postmaster> {
  boundLog(wanted.logFile);
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOn(wanted, wanted.port ?? (await freePort()));
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof PostgresFailure) || !passing.test(error.output)) throw error;
      await sleep(100 * attempt);
    }
  }
}

async function launchOn(wanted: Launch, port: number): Promise<Postmaster> {
  const from = logSize(wanted.logFile);
  const child = startProcess(wanted, port);
  let failure: Error | undefined;
  child.once("error", (error) => (failure = cannotRun(wanted, error)));
  child.once("exit", (code) => (failure ??= new PostgresFailure(logSince(wanted.logFile, from) || `it ended with code ${code}`)));
  const postmaster = await readiness(wanted, child, () => failure);
  child.removeAllListeners();
  return postmaster;
}

async function readiness(wanted: Launch, child: ChildProcess, failure: () => Error | undefined): Promise<Postmaster> {
  for (let told = Date.now(); ; await sleep(POLL_MS)) {
    const fault = failure();
    if (fault) throw fault;
    const found = findPostmaster(wanted.cluster);
    if (found?.pid === child.pid && found?.status === "ready") return found;
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    wanted.log("PostgreSQL is still starting, as it does after a crash.");
  }
}

// In a session of its own (detached), so that Ctrl-C at the terminal reaches the program alone, which first ends what
// it is doing; and not tied to this process, whose end must not wait for the server's.
function startProcess(wanted: Launch, port: number): ChildProcess {
  const flushing = wanted.fast ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : { fsync: "on" };
  const fixed = { port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "", ...flushing };
  const args = ["-D", wanted.cluster, ...Object.entries(fixed).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const output = openSync(wanted.logFile, "a", 0o600);
  try {
    const path = join(wanted.binaries.folder, "bin", "postgres");
    const child = spawn(path, args, { ...spawnOptions(wanted), detached: true, stdio: ["ignore", output, output] });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
