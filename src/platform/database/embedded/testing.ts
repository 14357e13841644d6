import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, lstatSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { type Binaries, binariesIn, packagedBinaries } from "./binaries.ts";
import { notedHome } from "./place.ts";
import { stopPostmaster } from "./postmaster.ts";

const folders: string[] = [];
const children: ChildProcess[] = [];
const mounts: string[] = [];

/** True where tests may become another account. */
export const asRoot = process.getuid?.() === 0;

/** True where tests may mount a file system: a container often refuses it even to root. */
export const canMount = asRoot && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;

/** A folder for one test, removed by cleanUp(). Everybody may enter it unless `mode` says otherwise. */
export function temporaryFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), "vm-embedded-"));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

/** A folder for one test with something mounted on it; `args` are those of mount, without the folder. */
export function mounted(...args: string[]): string {
  const folder = temporaryFolder();
  execFileSync("mount", [...args, folder]);
  mounts.push(folder);
  return folder;
}

/** A copy of the npm package of PostgreSQL. Without links: as npm leaves it when run with --ignore-scripts. */
export function packageIn(folder: string, { links = true } = {}): Binaries {
  const from = packagedBinaries().folder;
  cpSync(join(from, "..", "package.json"), join(folder, "package.json"));
  cpSync(from, join(folder, "native"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => links || !lstatSync(path).isSymbolicLink(),
  });
  return binariesIn(join(folder, "native"));
}

/** Call it after each test: ends what the test left running, removes its folders. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) {
    for (const dataDir of [folder, join(folder, "data")]) {
      const home = notedHome(dataDir);
      await stopPostmaster(join(home ?? dataDir, "postgres"), () => {});
      if (home) removeHome(home);
    }
    const mount = mounts.indexOf(folder);
    if (mount >= 0) execFileSync("umount", mounts.splice(mount, 1));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
  try {
    rmdirSync(dirname(home));
  } catch {
    // It holds the databases of others.
  }
}

/** Another process of the program. */
export interface Other {
  child: ChildProcess;
  url: string;
  owned: boolean;
  /** The message of the StartupError, when it did not start. */
  fault?: string;
  /** Asks it to stop its database and end; resolves with its exit code. */
  end(): Promise<number | null>;
}

const program = `
  import { startEmbeddedPostgres } from ${JSON.stringify(new URL("../embedded.ts", import.meta.url).href)};
  process.on("SIGINT", () => {});
  try {
    const { url, owned, stop } = await startEmbeddedPostgres({ dataDir: process.env.DATA, fast: true });
    console.log(JSON.stringify({ url, owned }));
    process.stdin.once("data", async () => { await stop(); process.exit(0); });
  } catch (error) {
    console.log(JSON.stringify({ fault: error.name === "StartupError" ? error.message : error.stack }));
  }`;

interface How {
  /** The account to run as. */
  uid?: number;
  env?: NodeJS.ProcessEnv;
  /** A command to put before node. */
  before?: string[];
}

/** A process of some other program, as the account of `uid`. */
export function spawnStranger(uid?: number): ChildProcess {
  const child = spawn("sleep", ["60"], { ...(uid === undefined ? {} : { uid, gid: uid }), stdio: "ignore" });
  children.push(child);
  return child;
}

/** Begins another process of the program, without waiting for its database. */
export function spawnOther(dataDir: string, how: How = {}): ChildProcess {
  const command = [...(how.before ?? []), process.execPath, "--input-type=module", "--no-warnings", "-e", program];
  const account = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  const env = { ...process.env, ...how.env, DATA: dataDir };
  const child = spawn(command[0]!, command.slice(1), { ...account, env, cwd: "/", detached: true, stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  return child;
}

/** Another process of the program, once its database is started, or has failed to. */
export async function startOther(dataDir: string, how: How = {}): Promise<Other> {
  const child = spawnOther(dataDir, how);
  const [line] = await once(createInterface(child.stdout!), "line");
  const end = async () => {
    child.stdin!.write("stop\n");
    const [code] = await once(child, "exit");
    return code as number | null;
  };
  return { ...JSON.parse(line), child, end };
}

/** Kills a process of the program as a power cut would, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** The rows of one statement. */
export async function rowsOf(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** True when a server answers there. */
export async function answers(url: string): Promise<boolean> {
  return rowsOf(url, "SELECT 1").then(
    () => true,
    () => false,
  );
}
