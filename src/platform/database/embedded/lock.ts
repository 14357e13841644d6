import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartupError } from "../../startup-error.ts";
import { birthOf, isAlive } from "./process.ts";

const POLL_MS = 15;
const PATIENCE_MS = 2_000;
const KEPT_MS = 3_600_000;

interface Holder {
  pid: number;
  birth: string;
  token: string;
}

/**
 * Takes the lock at `path`, waiting at most `waitMs` for whoever holds it. Returns the function that gives it back.
 * A holder that was killed does not keep it. Throws a StartupError when the wait is over, a system error when the
 * folder cannot be written.
 *
 * The lock is a folder that holds one file, made aside and renamed into place: it never exists without its holder's
 * name, and rename refuses a target that is not empty, on every file system.
 */
export async function acquireLock(path: string, waitMs: number, log: (line: string) => void): Promise<() => void> {
  const token = randomBytes(6).toString("hex");
  const claim = `${path}.${token}`;
  mkdirSync(claim);
  try {
    writeFileSync(join(claim, "holder"), `${process.pid} ${birthOf(process.pid)} ${token}\n`);
    await claimTurn(claim, path, waitMs, log);
  } catch (error) {
    rmSync(claim, { recursive: true, force: true });
    throw error;
  }
  sweep(path);
  return () => release(path, token);
}

async function claimTurn(claim: string, path: string, waitMs: number, log: (line: string) => void): Promise<void> {
  const since = Date.now();
  let told = false;
  let unnamed = 0;
  while (!renamed(claim, path)) {
    const holder = readHolder(path);
    // Unnamed once: it was given back between our two looks. Unnamed for long: not one of ours.
    unnamed = holder ? 0 : unnamed + 1;
    if (holder ? !isAlive(holder.pid, holder.birth) : unnamed > 20) setAside(path, holder);
    const waited = Date.now() - since;
    if (waited > waitMs) throw new StartupError(busy(path, holder));
    if (!told && waited > PATIENCE_MS) log(`Waiting for process ${holder?.pid}, which is starting or stopping the database.`);
    told ||= waited > PATIENCE_MS;
    await sleep(POLL_MS);
  }
}

function busy(path: string, holder: Holder | undefined): string {
  return `Process ${holder?.pid} has been starting or stopping the database of ${dirname(path)} for too long: end it, then start again.`;
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["EEXIST", "ENOTEMPTY", "EPERM", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "") && existsSync(from)) return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const [pid, birth, token] = readFileSync(join(path, "holder"), "utf8").trim().split(" ");
    return { pid: Number(pid), birth: birth!, token: token! };
  } catch {
    return undefined;
  }
}

// Two waiters may both judge the same holder dead. The name is the dead holder's own, so the slower of the two finds
// the target taken and cannot carry away the lock that the quicker one has just acquired.
function setAside(path: string, holder: Holder | undefined): void {
  try {
    renameSync(path, `${path}.dead-${holder?.token ?? "unnamed"}`);
  } catch {
    // Another waiter did it.
  }
}

function release(path: string, token: string): void {
  if (readHolder(path)?.token !== token) return;
  const done = `${path}.done-${token}`;
  renameSync(path, done);
  rmSync(done, { recursive: true, force: true });
}

/** Removes what killed processes left, once it is old enough that no waiter can still be looking at it. */
function sweep(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder).filter((one) => one.startsWith(`${basename(path)}.`))) {
    const left = join(folder, name);
    const age = Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEPT_MS) rmSync(left, { recursive: true, force: true });
  }
}
