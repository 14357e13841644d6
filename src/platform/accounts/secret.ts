import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";

/** The key that signs sessions: the one configured, else one made once and kept in the data folder, for its owner alone. */
export async function sessionSecret(config: Config): Promise<string> {
  if (config.secret) return config.secret;
  const path = join(config.dataDir, "secret");
  const kept = await readFile(path, "utf8").catch(() => undefined);
  if (kept) return kept.trim();
  await mkdir(config.dataDir, { recursive: true });
  // Two processes that start at once: the first to write wins, the other reads what it wrote.
  await writeFile(path, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(path, "utf8")).trim();
}
