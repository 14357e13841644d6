import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../../support/ports.ts";

export const officers = {
  alice: { email: "alice@ville.example", name: "Alice Martin", password: "un mot de passe assez long" },
  bruno: { email: "bruno@ville.example", name: "Bruno Diallo", password: "un autre mot de passe long" },
} as const;

/** People of associations: their accounts are of the space of applicants. */
export const applicants = {
  awa: { email: "awa@association.example", name: "Awa Diop", password: "un mot de passe assez long" },
  louis: { email: "louis@association.example", name: "Louis Marchand", password: "encore un mot de passe long" },
} as const;

export interface Site {
  url: string;
  dataDir: string;
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Runs the built program as an operator would, on a free port, with its own data folder and database, and the accounts above unless not. */
export async function startSite(settings: Record<string, string> = {}, { withAccounts = true } = {}): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), "ville-monde-site-"));
  const port = await freePort();
  const scratch = process.env.DATABASE_URL ? await scratchDatabase(process.env.DATABASE_URL) : undefined;
  const env = {
    PORT: String(port),
    VILLE_MONDE_DATA: dataDir,
    VILLE_MONDE_DEMO: "1",
    LOG_LEVEL: "warn",
    DATABASE_URL: scratch?.url ?? "",
    ...settings,
  };
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/server/main.js"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://localhost:${port}`;
  await ready(url, child);
  const accounts = [
    ...Object.values(officers).map((one) => ({ ...one, role: "administrator" })),
    ...Object.values(applicants).map((one) => ({ ...one, role: "applicant" })),
  ];
  for (const { email, name, password, role } of withAccounts ? accounts : []) {
    execFileSync(
      process.execPath,
      ["dist/server/cli.js", "user", "create", "--email", email, "--name", name, "--role", role, "--password-stdin"],
      {
        env: { ...process.env, ...env },
        input: password,
        stdio: ["pipe", "ignore", "inherit"],
      },
    );
  }
  return {
    url,
    dataDir,
    env,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await scratch?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("the program was not ready within two minutes");
}

async function scratchDatabase(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `vm_journeys_${process.pid}_${Date.now()}`;
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  await query(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
