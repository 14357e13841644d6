import { spawn } from "node:child_process";
import { join } from "node:path";
import { StartupError } from "../../startup-error.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { PostgresFailure } from "./faults.ts";

/** What every process of PostgreSQL is started with: the binaries, and the account to run as (undefined: this one). */
export interface Setting {
  binaries: Binaries;
  account: Account | undefined;
}

/** Options of spawn for a program of PostgreSQL. It runs in /, as the current folder may be closed to its account. */
export function spawnOptions({ binaries, account }: Setting) {
  return { cwd: "/", env: environment(binaries), ...(account ? { uid: account.uid, gid: account.gid } : {}) };
}

// Nothing of the caller's PG* variables, which would change what initdb and postgres do; C keeps messages in English.
function environment({ folder }: Binaries): NodeJS.ProcessEnv {
  const libraries = [join(folder, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", LD_LIBRARY_PATH: libraries };
}

/** Runs bin/`program` to its end, `input` on its standard input. Throws a PostgresFailure with its output when it fails. */
export async function run(setting: Setting, program: string, args: string[], input = ""): Promise<void> {
  const path = join(setting.binaries.folder, "bin", program);
  const child = spawn(path, args, { ...spawnOptions(setting), stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  child.stdin.on("error", () => {}); // It may end without reading.
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(setting, error)));
    child.once("close", resolve);
  });
  if (code !== 0) throw new PostgresFailure(output || `${program} ended with code ${code}`);
}

/** The StartupError for a program of PostgreSQL that the system would not run at all. */
export function cannotRun({ binaries, account }: Setting, error: NodeJS.ErrnoException): StartupError {
  const as = account ? ` as the account ${account.name}` : "";
  const remedy: Record<string, string> = {
    ENOENT: "this system lacks the GNU C library it is built for: set DATABASE_URL to a PostgreSQL 15 or later",
    EACCES: "its file system may be mounted noexec: install the program elsewhere, or set DATABASE_URL",
    EPERM: "set VILLE_MONDE_DB_USER to an account this system lets root become, or set DATABASE_URL",
    EINVAL: "set VILLE_MONDE_DB_USER to an account this system lets root become, or set DATABASE_URL",
  };
  const told = remedy[error.code ?? ""] ?? "run npm install again, or set DATABASE_URL to a PostgreSQL 15 or later";
  return new StartupError(`PostgreSQL in ${binaries.folder} cannot be run${as} (${error.code}): ${told}.`, { cause: error });
}
