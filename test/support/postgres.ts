import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notedHome } from "../../src/platform/database/embedded/place.ts";
import { stopPostmaster } from "../../src/platform/database/embedded/postmaster.ts";
import { birthOf, isAlive } from "../../src/platform/database/embedded/process.ts";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";

const PREFIX = "ville-monde-test-";

/** The PostgreSQL server of a test run. */
export interface TestServer {
  /** A database of it, whose role may make others. */
  adminUrl: string;
  stop(): Promise<void>;
}

/**
 * The server the tests use: the one VILLE_MONDE_TEST_DATABASE_URL or DATABASE_URL names, else one of the program's
 * own, in a temporary folder, for this run. Also clears away those of runs that were killed.
 */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.VILLE_MONDE_TEST_DATABASE_URL || process.env.DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => {} };
  await removeDeadRuns();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}.${birthOf(process.pid)}.`));
  // mkdtemp closes the folder to all others, and under root PostgreSQL runs as another.
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, fast: true });
  return {
    adminUrl: server.url,
    async stop() {
      await server.stop();
      remove(dataDir);
    },
  };
}

/** The name of a folder says which process made it and when that was started. */
async function removeDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const [pid, birth] = name.slice(PREFIX.length).split(".");
    if (isAlive(Number(pid), birth ?? "")) continue;
    const dataDir = join(tmpdir(), name);
    try {
      await stopPostmaster(join(notedHome(dataDir) ?? dataDir, "postgres"), console.warn);
      remove(dataDir);
    } catch {
      // Another account's, or being removed by another run.
    }
  }
}

function remove(dataDir: string): void {
  const home = notedHome(dataDir);
  for (const folder of home ? [home, dataDir] : [dataDir]) rmSync(folder, { recursive: true, force: true });
}
