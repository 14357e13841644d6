import { mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { clusterAccount, serverAccount } from "./embedded/account.ts";
import { type Binaries, packagedBinaries, usableBinaries } from "./embedded/binaries.ts";
import { checkVersion } from "./embedded/cluster.ts";
import { explained } from "./embedded/faults.ts";
import { launch } from "./embedded/launch.ts";
import { acquireLock } from "./embedded/lock.ts";
import { openServer } from "./embedded/open.ts";
import { keptPassword } from "./embedded/password.ts";
import { choosePlace, type Place } from "./embedded/place.ts";
import { stopPostmaster } from "./embedded/postmaster.ts";
import { keepAlive } from "./embedded/revive.ts";
import { keepLogBounded } from "./embedded/server-log.ts";
import { urlOf } from "./embedded/sql.ts";
import { liveUsers, signIn, signOut } from "./embedded/users.ts";

/** How long another process may take to start the server, recovery after a crash included. */
const START_WAIT_MS = 300_000;
const STOP_WAIT_MS = 20_000;

type Log = (line: string) => void;

/** The program's own PostgreSQL, in use by this process. */
export interface EmbeddedPostgres {
  /** postgres://ville_monde:…@127.0.0.1:port/ville_monde. The role owns its database and may make others. */
  url: string;
  /** False when another live process started the server, or took it over, before this one came. */
  owned: boolean;
  /**
   * Leaves the server, and stops it when no other live process uses it: at most 15 s for a fast shutdown, then an
   * immediate one. With others there, the first of them becomes the owner. May be called more than once.
   */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made when it does not exist. Holds the cluster, its password and its log; or says where the cluster is. */
  dataDir: string;
  /** Told, one line at a time, what takes long or may surprise. */
  log?: Log;
  /** For tests: nothing is flushed to the disk. */
  fast?: boolean;
  /** For tests: other binaries than those npm installed. */
  native?: Binaries;
}

/**
 * Starts the PostgreSQL of `dataDir`, or joins it when it runs. The first start makes it; a server left running by a
 * killed process is taken over; as root it runs under an ordinary account, where that account can reach it.
 * Throws a StartupError, one line that names the folder and the remedy, for all that the operator can put right.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  let dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => {});
  try {
    mkdirSync(dataDir, { recursive: true });
    dataDir = realpathSync(dataDir);
    const release = await acquireLock(lockOf(dataDir), START_WAIT_MS, log);
    try {
      return await startLocked(dataDir, log, options);
    } finally {
      release();
    }
  } catch (error) {
    throw explained(error, dataDir, logOf(dataDir));
  }
}

async function startLocked(dataDir: string, log: Log, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const packaged = options.native ?? packagedBinaries();
  const chosen = serverAccount();
  const place = await choosePlace(dataDir, chosen, log);
  try {
    checkVersion(place.cluster, packaged);
    const account = clusterAccount(place.cluster, chosen);
    const password = keptPassword(dataDir);
    const fast = options.fast ?? false;
    const setting = () => ({ binaries: usableBinaries(packaged, place.home, account), account });
    const port = await openServer({
      place,
      password,
      alone: liveUsers(dataDir).length === 0,
      packaged,
      setting,
      logFile: logOf(dataDir),
      fast,
      log,
    });
    const user = signIn(dataDir);
    const unwatch = keepAlive(place.cluster, log, async (isMissing) => {
      const release = await acquireLock(lockOf(dataDir), START_WAIT_MS, log);
      try {
        if (isMissing()) await launch({ ...setting(), cluster: place.cluster, logFile: logOf(dataDir), fast, log, port });
      } finally {
        release();
      }
    });
    return { url: urlOf(port, password), owned: user.owned, stop: stopper(dataDir, place, user.line, log, unwatch) };
  } catch (error) {
    throw explained(error, place.home, logOf(dataDir));
  }
}

function stopper(dataDir: string, place: Place, line: string, log: Log, unrevived: () => Promise<void>): () => Promise<void> {
  const unwatch = keepLogBounded(logOf(dataDir));
  let stopped: Promise<void> | undefined;
  const leave = async () => {
    unwatch();
    await unrevived();
    // On a disk that is full the lock cannot be made, and the server must stop all the same.
    const release = await acquireLock(lockOf(dataDir), STOP_WAIT_MS, log).catch(() => () => {});
    try {
      if (signOut(dataDir, line)) await stopPostmaster(place.cluster, log);
    } finally {
      release();
    }
  };
  return () => (stopped ??= leave());
}

function lockOf(dataDir: string): string {
  return join(dataDir, ".start-lock");
}

function logOf(dataDir: string): string {
  return join(dataDir, "postgres.log");
}
