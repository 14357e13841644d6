import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const LINUX = process.platform === "linux";

/**
 * When process `pid` was started, as a text without spaces that no later process with the same number shares.
 * Undefined when no such process lives; one that has ended but was not yet collected by its parent counts as ended.
 */
export function birthOf(pid: number): string | undefined {
  try {
    return LINUX ? birthOnLinux(pid) : birthElsewhere(pid);
  } catch {
    return undefined;
  }
}

/** True when the process that noted this birth still lives. */
export function isAlive(pid: number, birth: string): boolean {
  return birthOf(pid) === birth;
}

// Ticks since boot, so two boots can give the same number to the same pid: hence the name of the boot.
function birthOnLinux(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the command in brackets, and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return /[ZX]/.test(fields[0]!) ? undefined : `${bootName()}-${fields[19]}`;
}

function bootName(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
  } catch {
    return "boot";
  }
}

function birthElsewhere(pid: number): string | undefined {
  const [state, ...start] = ps(pid, "stat=,lstart=").split(/\s+/);
  return state?.startsWith("Z") ? undefined : start.join("-");
}

/**
 * True when `pid` is a live postmaster whose command line names one of `folders`. The command line is read rather
 * than /proc/<pid>/cwd, which root in a container may not follow for another account.
 */
export function isPostmaster(pid: number, folders: string[]): boolean {
  if (birthOf(pid) === undefined) return false;
  try {
    if (!LINUX) return /postgres/.test(ps(pid, "command=")) && folders.some((one) => ps(pid, "command=").includes(one));
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return basename(words[0]!) === "postgres" && folders.some((one) => words.includes(one));
  } catch {
    return false;
  }
}

function ps(pid: number, columns: string): string {
  return execFileSync("ps", ["-o", columns, "-p", String(pid)], { encoding: "utf8" }).trim();
}
