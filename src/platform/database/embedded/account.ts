import { lstatSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StartupError } from "../../startup-error.ts";

/** An account of this machine under which PostgreSQL runs. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * The account to run PostgreSQL under when this process is root, as PostgreSQL refuses to run as root:
 * VILLE_MONDE_DB_USER, else postgres, else nobody. Undefined when this process is an ordinary account already.
 * Throws a StartupError when VILLE_MONDE_DB_USER names no account, or root.
 */
export function serverAccount(env: NodeJS.ProcessEnv = process.env): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const wanted = env.VILLE_MONDE_DB_USER;
  const account = wanted ? accountNamed(wanted) : (accountNamed("postgres") ?? accountNamed("nobody"));
  if (account && account.uid !== 0) return account;
  if (wanted)
    throw new StartupError(
      `VILLE_MONDE_DB_USER is ${wanted}, which is not an ordinary account in /etc/passwd: name one that exists, other than root.`,
    );
  throw new StartupError(
    "PostgreSQL cannot run as root, and /etc/passwd has neither postgres nor nobody: set VILLE_MONDE_DB_USER to an ordinary account, or DATABASE_URL.",
  );
}

/**
 * The account for a cluster that exists: the one it belongs to, unless it belongs to root (copied back from a backup)
 * or the operator names another. `chosen` comes from serverAccount().
 */
export function clusterAccount(cluster: string, chosen: Account | undefined, env: NodeJS.ProcessEnv = process.env): Account | undefined {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (!chosen || !owner || owner.uid === 0 || env.VILLE_MONDE_DB_USER) return chosen;
  return { name: passwd().find((one) => one.uid === owner.uid)?.name ?? String(owner.uid), uid: owner.uid, gid: owner.gid };
}

/**
 * Whether `account` may use `path`: enter every folder above it, and have the rights `need` on it (4 read, 2 write,
 * 1 enter or run, added). By the mode bits alone: access lists are not looked at. `path` must hold no symbolic link.
 */
export function canUse(account: Account, path: string, need: number): boolean {
  if ((rightsOn(path, account) & need) !== need) return false;
  const above = dirname(path);
  return above === path || canUse(account, above, 1);
}

function rightsOn(path: string, account: Account): number {
  const { mode, uid, gid } = lstatSync(path);
  if (uid === account.uid) return (mode >> 6) & 7;
  return (gid === account.gid ? mode >> 3 : mode) & 7;
}

function accountNamed(name: string): Account | undefined {
  return passwd().find((one) => one.name === name);
}

function passwd(): Account[] {
  try {
    const lines = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
    return lines.filter((fields) => fields.length > 3).map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}
