import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { StartupError } from "../../startup-error.ts";
import { type Binaries, removeOldCopies } from "./binaries.ts";
import { ensureCluster, giveTo } from "./cluster.ts";
import type { Setting } from "./command.ts";
import { launch } from "./launch.ts";
import { resetPassword } from "./password.ts";
import type { Place } from "./place.ts";
import { findPostmaster, type Postmaster, stopPostmaster } from "./postmaster.ts";
import { openProgramDatabase } from "./sql.ts";

const POLL_MS = 20;
const TELL_MS = 5_000;
const DYING_MS = 2_000;

export interface Wanted {
  place: Place;
  password: string;
  /** No other live process uses the server. */
  alone: boolean;
  packaged: Binaries;
  /** Called only for a server to be started: it may copy the binaries. */
  setting(): Setting;
  logFile: string;
  fast: boolean;
  log: (line: string) => void;
}

/** Returns the port of the server of a place, once it answers: one that runs already, or one started here. */
export async function openServer(wanted: Wanted): Promise<number> {
  return (await joinRunning(wanted)) ?? (await startNew(wanted));
}

/** The port of a running server to go on with. Undefined when there is none, or it had to be stopped first. */
async function joinRunning({ place, password, alone, packaged, log }: Wanted): Promise<number | undefined> {
  const running = await settled(place.cluster, log);
  if (!running) return undefined;
  let version: string | undefined;
  try {
    version = running.status === "ready" ? await openProgramDatabase(running.port, password) : undefined;
  } catch (error) {
    // It was dying when it was found: a killed server still holds its port for a moment.
    if (await isGoneSoon(place.cluster)) return undefined;
    throw error;
  }
  if (alone ? isCurrent(version, packaged) : version !== undefined) {
    log(alone ? "Taking over the PostgreSQL that an earlier process left running." : "Joining the PostgreSQL that runs already.");
    return running.port;
  }
  if (!alone && running.status === "ready") {
    throw new StartupError(
      `The PostgreSQL that other processes use in ${place.cluster} does not accept the password in postgres-password: put that file back, or stop those processes first.`,
    );
  }
  await stopPostmaster(place.cluster, log);
  return undefined;
}

async function isGoneSoon(cluster: string): Promise<boolean> {
  for (let waited = 0; waited < DYING_MS; waited += POLL_MS) {
    if (!findPostmaster(cluster)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

// After an update of the program, a server left by a killed process is still of the version before.
function isCurrent(version: string | undefined, packaged: Binaries): boolean {
  return version !== undefined && packaged.version.startsWith(`${version.split(" ")[0]}.`);
}

/** The server of `cluster` once it is neither starting nor recovering any more. */
async function settled(cluster: string, log: (line: string) => void): Promise<Postmaster | undefined> {
  for (let told = Date.now(); ; await sleep(POLL_MS)) {
    const found = findPostmaster(cluster);
    if (found?.status !== "starting") return found;
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    log(`PostgreSQL (process ${found.pid}) is still starting in ${cluster}.`);
  }
}

async function startNew({ place, password, setting, ...rest }: Wanted): Promise<number> {
  const { cluster, home } = place;
  const how = setting();
  if (!existsSync(cluster)) rest.log(`Making the database in ${cluster}.`);
  const fresh = await ensureCluster(how, place, password, rest.fast);
  giveTo(how.account, cluster);
  removeOldCopies(home, how.binaries);
  const start = async (made: boolean) => {
    const { port } = await launch({ ...how, ...rest, cluster });
    return (await openProgramDatabase(port, password, made)) ? port : undefined;
  };
  try {
    const port = await start(fresh);
    if (port) return port;
    await stopPostmaster(cluster, rest.log);
    rest.log("The password of the database was lost or changed: it is set anew.");
    await resetPassword(how, cluster, password);
    return (await start(false))!;
  } catch (error) {
    // Nobody could use it, and nobody would stop it.
    await stopPostmaster(cluster, rest.log);
    throw error;
  }
}
