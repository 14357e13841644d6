import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { birthOf, isAlive, isPostmaster } from "./process.ts";

const FAST_MS = 15_000;
const IMMEDIATE_MS = 6_000;
const POLL_MS = 10;

/** A running PostgreSQL server, as its postmaster.pid tells it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** "starting", "ready", "stopping"… */
  status: string;
}

/**
 * The live server of `cluster`, or undefined. A postmaster.pid whose number now belongs to some other program is
 * removed, as PostgreSQL itself would refuse to start on it; one of a dead process stays, since from it PostgreSQL
 * checks that no process of the dead server still holds its memory.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const found = readPidFile(cluster);
  if (!found) return undefined;
  const { folder, memory, ...postmaster } = found;
  if (isSameFolder(folder, memory, cluster) && isPostmaster(postmaster.pid, [folder, cluster])) return postmaster;
  if (birthOf(postmaster.pid) !== undefined) rmSync(join(cluster, "postmaster.pid"), { force: true });
  return undefined;
}

/**
 * Stops the server of `cluster`, if any: a fast shutdown, and an immediate one when that takes longer than `fastMs`.
 * Resolves once it is gone, or after 6 s more.
 */
export async function stopPostmaster(cluster: string, log: (line: string) => void, fastMs = FAST_MS): Promise<void> {
  const running = findPostmaster(cluster);
  const birth = running && birthOf(running.pid);
  if (!running || !birth) return;
  send(running.pid, "SIGINT");
  if (await isGone(running.pid, birth, fastMs)) return;
  log(`PostgreSQL did not stop within ${fastMs / 1_000} s: it is stopped at once, and will recover at its next start.`);
  send(running.pid, "SIGQUIT");
  if (!(await isGone(running.pid, birth, IMMEDIATE_MS))) log(`PostgreSQL (process ${running.pid}) is still there.`);
}

interface PidFile extends Postmaster {
  /** What the cluster was called when its server started. */
  folder: string;
  /** The key of its shared memory: the number of that folder (its inode), or the next that was free. */
  memory: number;
}

/** The lines of postmaster.pid that matter: 1 the number, 2 the folder, 4 the port, 7 the memory, 8 the status. */
function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8")
      .split("\n")
      .map((line) => line.trim());
    const pid = Number(lines[0]);
    const memory = Number.parseInt(lines[6] ?? "", 10);
    return pid > 0 ? { pid, folder: lines[1] ?? "", memory, port: Number(lines[3]), status: lines[7] ?? "starting" } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

// The folder may have been renamed under its server, or copied with its pid file, and that of another folder is then
// to be left alone.
function isSameFolder(noted: string, memory: number, cluster: string): boolean {
  const old = statSync(noted, { throwIfNoEntry: false });
  const now = statSync(cluster);
  if (old) return old.ino === now.ino && old.dev === now.dev;
  const distance = (memory >>> 0) - (now.ino >>> 0);
  return Number.isNaN(memory) || (distance >= 0 && distance < 100);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function isGone(pid: number, birth: string, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; isAlive(pid, birth); ) {
    if (Date.now() > until) return false;
    await sleep(POLL_MS);
  }
  return true;
}
