import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { flushFolder, SUPERUSER } from "./cluster.ts";
import { run, type Setting } from "./command.ts";

/** The password of the database, from `<dataDir>/postgres-password` (mode 0600), where it is put the first time. */
export function keptPassword(dataDir: string): string {
  const file = join(dataDir, "postgres-password");
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept) return kept;
  const password = randomBytes(24).toString("base64url");
  write(file, password);
  flushFolder(dataDir);
  return password;
}

function write(file: string, password: string): void {
  const draft = openSync(`${file}.new`, "w", 0o600);
  try {
    writeSync(draft, `${password}\n`);
    fsyncSync(draft);
  } finally {
    closeSync(draft);
  }
  renameSync(`${file}.new`, file);
}

/** Gives the superuser of a stopped cluster this password, after the file that held it was lost or changed. */
export async function resetPassword(setting: Setting, cluster: string, password: string): Promise<void> {
  const statement = `ALTER ROLE ${SUPERUSER} PASSWORD '${password.replaceAll("'", "''")}';\n`;
  await run(setting, "postgres", ["--single", "-D", cluster, SUPERUSER], statement);
}
