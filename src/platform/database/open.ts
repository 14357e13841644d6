import { mkdir } from "node:fs/promises";
import type { Config } from "../config.ts";
import { StartupError } from "../startup-error.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { hostOf } from "./places.ts";
import { Primary } from "./primary.ts";

/** The database of this configuration: the one that DATABASE_URL names, or the program's own, started here. */
export async function openDatabase(config: Config, log?: (line: string) => void): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(config.dataDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(
      `The data folder ${config.dataDir} cannot be made (${error.code}): point VILLE_MONDE_DATA at a folder that can be written.`,
    );
  });
  if (config.databaseUrl) return { url: await writableUrl(config.databaseUrl), stop: async () => {} };
  return startEmbeddedPostgres({ dataDir: config.dataDir, ...(log ? { log } : {}) });
}

/** The one among the servers of a connection URI that takes writes; the first, when none does: what is asked of it then says why. */
export async function writableUrl(url: string): Promise<string> {
  const primary = new Primary(url);
  const standing = await primary.find();
  if (standing === "standby")
    throw new StartupError(
      `The database at ${hostOf(url)} takes no writes now: start again once it does, or name the server that does in DATABASE_URL (several hosts go with commas between).`,
    );
  return primary.url;
}
