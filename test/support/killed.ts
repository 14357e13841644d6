import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../src/platform/project-root.ts";

/** The database notices that its client is gone at the end of the statement under way: at most so long after. */
const NOTICED_MS = 150;

/**
 * Runs Node with `args` in a process of its own, at the root of the project, which says "ready", is told to go, and is killed
 * as by a power cut after so many milliseconds of work. Gives all that it said.
 */
export async function killedAfter(ms: number, args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: projectRoot, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  while (!said.includes("ready")) await sleep(5);
  child.stdin.write("go\n");
  const ended = once(child, "exit");
  await Promise.race([ended, sleep(ms)]);
  child.kill("SIGKILL");
  await ended;
  await sleep(NOTICED_MS);
  return said;
}
