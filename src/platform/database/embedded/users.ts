import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { birthOf, isAlive } from "./process.ts";

// owner.pid: one line for each live user of the database, "pid birth token", in the order of arrival. The first is
// the owner; when it leaves, the next inherits. Changed only under the start lock.
const NAME = "owner.pid";

/** The lines of the processes that use the database of `dataDir` now; those that have died are left out. */
export function liveUsers(dataDir: string): string[] {
  return readLines(dataDir).filter((line) => {
    const [pid, birth] = line.split(" ");
    return isAlive(Number(pid), birth ?? "");
  });
}

/** Signs this process in as a user. `owned` is true when no other live process was there before. */
export function signIn(dataDir: string): { line: string; owned: boolean } {
  const others = liveUsers(dataDir);
  const line = `${process.pid} ${birthOf(process.pid)} ${randomBytes(4).toString("hex")}`;
  write(dataDir, [...others, line]);
  return { line, owned: others.length === 0 };
}

/** Signs out. True when nobody is left, so that the database is to be stopped. */
export function signOut(dataDir: string, line: string): boolean {
  const others = liveUsers(dataDir).filter((one) => one !== line);
  try {
    if (others.length > 0) write(dataDir, others);
    else rmSync(join(dataDir, NAME), { force: true });
  } catch {
    // The disk is full, or gone: the line that stays is void as soon as this process ends.
  }
  return others.length === 0;
}

function readLines(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, NAME), "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

function write(dataDir: string, lines: string[]): void {
  const draft = join(dataDir, `${NAME}.new`);
  writeFileSync(draft, `${lines.join("\n")}\n`);
  renameSync(draft, join(dataDir, NAME));
}
