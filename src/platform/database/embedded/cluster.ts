import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StartupError } from "../../startup-error.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { run, type Setting } from "./command.ts";
import type { Place } from "./place.ts";

const DRAFT = "postgres.making-";

/** The role that rules the cluster. The program itself uses another, which only owns its database. */
export const SUPERUSER = "postgres";

// Written in postgresql.conf, where the operator may change them. A server of one city on a small machine: 60
// connections are an app and its command line several times over, and the operating system caches the rest.
const settings: Record<string, string> = {
  max_connections: "60",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  maintenance_work_mem: "64MB",
  work_mem: "8MB",
  max_wal_size: "512MB",
  random_page_cost: "1.1",
  max_parallel_workers: "2",
  io_method: "sync",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // An error goes to the program that caused it. In the log it would put values of rows, which may be personal.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

/**
 * Makes the cluster of `place` with initdb, unless it exists; `password` becomes its superuser's. It is made aside and
 * renamed, so what an interrupted start left is never taken for a cluster. `fast` leaves out flushing to disk.
 * Returns true when it was made.
 */
export async function ensureCluster(setting: Setting, place: Place, password: string, fast: boolean): Promise<boolean> {
  removeDrafts(place.home);
  if (existsSync(place.cluster)) return false;
  const draft = join(place.home, `${DRAFT}${randomBytes(4).toString("hex")}`);
  try {
    await initialise(setting, draft, password, fast);
    renameSync(join(draft, "cluster"), place.cluster);
    flushFolder(place.home);
    return true;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function initialise(setting: Setting, draft: string, password: string, fast: boolean): Promise<void> {
  const secret = join(draft, "password");
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (setting.account) for (const path of [draft, secret]) chownSync(path, setting.account.uid, setting.account.gid);
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--auth=scram-sha-256", `--username=${SUPERUSER}`, `--pwfile=${secret}`];
  const tuning = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const flush = fast ? ["--no-sync"] : [];
  await run(setting, "initdb", ["-D", join(draft, "cluster"), ...locale, ...access, ...tuning, ...flush, "--no-instructions"]);
}

/** Throws a StartupError when a cluster exists that these binaries cannot read, or that is none. */
export function checkVersion(cluster: string, binaries: Binaries): void {
  if (!existsSync(cluster)) return;
  const file = join(cluster, "PG_VERSION");
  const version = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  if (version === undefined)
    throw new StartupError(`${cluster} holds no PostgreSQL database: move it away, or put back the one that was there.`);
  if (Number.parseInt(version, 10) === binaries.major) return;
  throw new StartupError(
    `The database in ${cluster} is of PostgreSQL ${version} and this version of the program brings PostgreSQL ${binaries.major}: back it up with the version that made it, move the folder away, then restore.`,
  );
}

/**
 * Puts a cluster in the hands of `account` (undefined: this one), and closes it to others: PostgreSQL refuses to run
 * on files of another account, or open to all, as a copy brought back from a backup may be.
 */
export function giveTo(account: Account | undefined, cluster: string): void {
  const { uid, mode } = statSync(cluster);
  if (account && uid !== account.uid) {
    const paths = ["", ...(readdirSync(cluster, { recursive: true }) as string[])];
    for (const path of paths) lchownSync(join(cluster, path), account.uid, account.gid);
  }
  if ((mode & 0o027) !== 0) chmodSync(cluster, 0o700);
}

function removeDrafts(home: string): void {
  for (const name of readdirSync(home).filter((one) => one.startsWith(DRAFT))) {
    // An initdb whose parent was killed may still be writing there for a moment.
    rmSync(join(home, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Makes a rename inside `folder` outlive a power cut. */
export function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
