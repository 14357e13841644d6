import { createHash, randomBytes } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { StartupError } from "../../startup-error.ts";
import { type Account, canUse } from "./account.ts";
import { findPostmaster, stopPostmaster } from "./postmaster.ts";

const ELSEWHERE = "/var/lib/ville-monde";
const POINTER = "postgres-location.txt";

type Log = (line: string) => void;

/** Where a cluster is kept: the folder `cluster`, in `home`, which may also hold a copy of the binaries. */
export interface Place {
  home: string;
  cluster: string;
}

/**
 * The place of the cluster of `dataDir` (absolute, without symbolic links): the data folder itself, or a folder under
 * /var/lib/ville-monde when `account` may not enter the data folder, as under /root. That choice is written in the
 * data folder and holds from then on. Call it under the start lock. Throws a StartupError when the place noted is gone.
 */
export async function choosePlace(dataDir: string, account: Account | undefined, log: Log): Promise<Place> {
  const here = at(dataDir);
  const noted = notedHome(dataDir);
  if (noted) return notedPlace(dataDir, noted);
  if (!account || canUse(account, dataDir, 1)) return here;
  // A server that runs from a folder closed since then goes on as well as before.
  if (findPostmaster(here.cluster)) return here;
  return moveOut(dataDir, account, log);
}

function at(home: string): Place {
  return { home, cluster: join(home, "postgres") };
}

function notedPlace(dataDir: string, home: string): Place {
  if (!existsSync(home)) {
    throw new StartupError(
      `The database of ${dataDir} was kept in ${home}, which is gone: bring that folder back, or remove ${join(dataDir, POINTER)} to begin with an empty database.`,
    );
  }
  moveIn(dataDir, home);
  return at(home);
}

async function moveOut(dataDir: string, account: Account, log: Log): Promise<Place> {
  const home = join(ELSEWHERE, nameFor(dataDir));
  if (existsSync(join(home, "postgres"))) await setAside(home, log);
  for (const folder of [ELSEWHERE, home]) openFolder(folder);
  if (!canUse(account, home, 1)) {
    throw new StartupError(
      `The account ${account.name}, which runs PostgreSQL, can enter neither ${dataDir} nor ${home}: set VILLE_MONDE_DATA to a folder it can enter, or DATABASE_URL.`,
    );
  }
  log(`The account ${account.name} cannot enter ${dataDir}: the database is kept in ${home}.`);
  // The note comes first: killed here, the next start still knows that what it finds there is its own.
  writePointer(dataDir, home, account);
  moveIn(dataDir, home);
  return at(home);
}

/** Of folders that exist the mode is never changed: they are the operator's. */
function openFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

// A cluster made while the data folder could still be entered. With both there, the move was done already.
function moveIn(dataDir: string, home: string): void {
  const [from, to] = [at(dataDir).cluster, at(home).cluster];
  if (!existsSync(from) || existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    const draft = `${to}.making-${randomBytes(4).toString("hex")}`;
    cpSync(from, draft, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    // Copied by root, so it belongs to root until the next start gives it to the account.
    renameSync(draft, to);
    rmSync(from, { recursive: true, force: true });
  }
}

// The data folder is new but its namesake's database is still there: the folder was deleted and made again. That
// database is not this folder's, and not ours to delete either.
async function setAside(home: string, log: Log): Promise<void> {
  await stopPostmaster(at(home).cluster, log);
  const aside = `${home}.set-aside-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  renameSync(home, aside);
  log(`The database of an earlier data folder of the same name is now in ${aside}; remove it when it is of no use.`);
}

function nameFor(dataDir: string): string {
  const name = basename(dirname(dataDir)).replace(/[^A-Za-z0-9_-]/g, "") || "data";
  return `${name}-${createHash("sha256").update(dataDir).digest("hex").slice(0, 8)}`;
}

/** The folder under /var/lib/ville-monde that keeps the cluster of `dataDir`, if one is noted there. */
export function notedHome(dataDir: string): string | undefined {
  const file = join(dataDir, POINTER);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8")
    .split("\n")
    .find((line) => line.startsWith("/"))
    ?.trim();
}

function writePointer(dataDir: string, home: string, account: Account): void {
  const draft = join(dataDir, `${POINTER}.new`);
  const why = `because the account ${account.name}, which runs PostgreSQL, cannot enter this folder.`;
  writeFileSync(draft, `The database of this folder is kept in\n${home}\n${why}\nBack up both folders, and keep this file.\n`);
  renameSync(draft, join(dataDir, POINTER));
}
