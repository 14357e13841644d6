import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { serverAccount } from "../../src/platform/database/embedded/account.ts";
import { packagedBinaries, usableBinaries } from "../../src/platform/database/embedded/binaries.ts";
import { run, spawnOptions } from "../../src/platform/database/embedded/command.ts";
import { until } from "./nodes.ts";
import { freePort } from "./ports.ts";

/** A server of a pair. */
export interface Member {
  port: number;
  /** Of its database `postgres`. */
  url: string;
  query<T extends pg.QueryResultRow>(text: string): Promise<T[]>;
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

const ROLE = "vm";

/** The program's own PostgreSQL twice: one that takes writes, and one that follows it by streaming replication. */
export async function startPair(): Promise<{ first: Member; second: Member; stop(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), "ville-monde-pair-"));
  chmodSync(home, 0o755);
  const account = serverAccount();
  const setting = { account, binaries: usableBinaries(packagedBinaries(), home, account) };
  const folder = (name: string) => {
    const path = join(home, name);
    mkdirSync(path, { mode: 0o700 });
    own(path);
    return path;
  };
  const own = (path: string) => account && chownSync(path, account.uid, account.gid);
  const [one, two] = [folder("first"), join(home, "second")];
  const [portOne, portTwo] = [await freePort(), await freePort()];
  await run(setting, "initdb", ["-D", one, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]);
  const common = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nshared_buffers = '32MB'\n";
  appendFileSync(join(one, "postgresql.conf"), `${common}wal_keep_size = '256MB'\n`);
  // A copy of a server that is stopped is whole, and needs no tool to be made.
  cpSync(one, two, { recursive: true });
  giveAll(two, own);
  appendFileSync(
    join(two, "postgresql.conf"),
    `primary_conninfo = 'host=127.0.0.1 port=${portOne} user=${ROLE}'\nwal_retrieve_retry_interval = '100ms'\n`,
  );
  writeFileSync(join(two, "standby.signal"), "");
  own(join(two, "standby.signal"));
  chmodSync(two, 0o700);

  const member = (cluster: string, port: number): Member => {
    let child: ChildProcess | undefined;
    const url = `postgres://${ROLE}@127.0.0.1:${port}/postgres`;
    const query = async <T extends pg.QueryResultRow>(text: string) => {
      const client = new pg.Client({ connectionString: url });
      client.on("error", () => {});
      await client.connect();
      try {
        return (await client.query<T>(text)).rows;
      } finally {
        await client.end();
      }
    };
    return {
      port,
      url,
      query,
      async start() {
        const path = join(setting.binaries.folder, "bin", "postgres");
        child = spawn(path, ["-D", cluster, "-p", String(port)], { ...spawnOptions(setting), stdio: "ignore" });
        await until("the server answers", () => {
          if (child!.exitCode !== null) throw new Error(`the server on port ${port} ended with ${child!.exitCode}`);
          return query("SELECT 1").catch(() => undefined);
        });
      },
      async kill() {
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child!.once("exit", resolve));
        // An immediate shutdown: nothing is written any more, and its children go with it.
        child.kill("SIGQUIT");
        await ended;
      },
    };
  };
  const [first, second] = [member(one, portOne), member(two, portTwo)];
  await first.start();
  await second.start();
  await until(
    "the second follows",
    async () => (await first.query("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'")).length > 0,
  );
  return {
    first,
    second,
    async stop() {
      await Promise.all([first.kill(), second.kill()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function giveAll(path: string, own: (path: string) => void): void {
  own(path);
  for (const entry of readdirSync(path, { recursive: true })) own(join(path, String(entry)));
}
