// What every fault is tried on: the program as it is built, its database with every write flushed, people who write.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { must } from "../../src/funding/acts.ts";
import { makeVotableFiles, makeWorld, type World } from "../../src/funding/money-testing.ts";
import { adopt, commitGrant, signGrant, tableFiles } from "../../src/funding/public/testing.ts";
import { makeApplicant, makeOpenEdition, makeReadyApplication } from "../../src/funding/testing.ts";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { makeAuth } from "../../src/platform/accounts/auth.ts";
import { createKey } from "../../src/platform/api-keys/actions.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { filesOnDisk } from "../../src/platform/files.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { seedParis } from "../../src/register/seed/seed.ts";
import { flagsOf } from "../bench/program.ts";
import { freePort } from "../support/ports.ts";

export const SECRET = "0".repeat(40);
export const PASSWORD = "un mot de passe assez long";
const admin = { id: "faults", name: "Faults", role: "administrator" } as const;
const PAID_OF_EACH = 30_000_000;

/** A body's file, ready to be sent, and the cookies of its representative. */
export interface Sender {
  id: string;
  email: string;
  cookie: string;
}

export interface Stand {
  folder: string;
  /** Of the server, not through any wire. */
  databaseUrl: string;
  db: Database;
  edition: string;
  world: World;
  /** Committed grants, by their numbers: what the accounts pay. */
  grants: string[];
  /** Of the office's accounts, with the right to post payments. */
  key: string;
  senders: Sender[];
  stop(): Promise<void>;
}

/** The data of Paris, an edition with as many complete files as asked for, and grants that wait for their payments. */
export async function makeStand(files: number): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), "ville-monde-faults-"));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
  await migrate(server.url);
  await seedParis(server.url);
  const { db, close } = connect(server.url, { max: 4 });
  const edition = await makeOpenEdition(db);
  const senders: Sender[] = [];
  for (let i = 0; i < files; i++) {
    const body = await makeApplicant(db);
    const { id } = await makeReadyApplication(db, filesOnDisk(join(folder, "program")), edition, body);
    senders.push({ id, email: (body.representative as { email: string }).email, cookie: "" });
  }
  const accounts = makeAuth({ databaseUrl: server.url, secret: SECRET, baseUrl: "http://localhost" });
  const one = must(
    await createAccount(accounts.auth, "administrator", { email: "faults@ville.example", name: "Faults", password: PASSWORD }),
  );
  await accounts.close();
  // One password for all, hashed once: what is tried is what follows signing in.
  await sql`INSERT INTO auth.account (id, "accountId", "providerId", "userId", password)
    SELECT 'faults-' || u.id, u.id, 'credential', u.id, (SELECT password FROM auth.account WHERE "userId" = ${one.id})
    FROM auth."user" u WHERE u.role = 'applicant'`.execute(db);
  const world = await makeWorld(db, 2026, { aeCents: 900_000_000, cpCents: 900_000_000, revenueCents: 800_000_000_000 });
  const voted = await makeVotableFiles(db, world, 4, PAID_OF_EACH + 10_000_000);
  const deliberation = await tableFiles(
    db,
    world,
    voted,
    voted.map(() => PAID_OF_EACH),
    { reference: "2026 DGRI 9", on: "2026-07-01" },
  );
  for (const id of await adopt(db, deliberation, "2026-07-02")) {
    await signGrant(db, id, "2026-07-08");
    await commitGrant(db, id, "2026-07-10");
  }
  const grants = await db.selectFrom("grant").select("number").where("state", "=", "committed").orderBy("number").execute();
  const key = must(await createKey(db, { name: "Comptes", scopes: ["payments:read", "payments:write"], days: 30 }, admin)).token;
  return {
    folder,
    databaseUrl: server.url,
    db,
    edition,
    world,
    grants: grants.map(({ number }) => number),
    key,
    senders,
    async stop() {
      await close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One process of the program. It is started again when it ends, as a supervisor would, until it is stopped. */
export interface Node {
  base: string;
  pid(): number | undefined;
  kill(signal?: NodeJS.Signals): void;
  /** Answers /healthz with 200. */
  ready(): Promise<void>;
  starts(): number;
  stop(): Promise<void>;
}

export async function startNode(stand: Stand, env: Record<string, string> = {}, flags: string[] = []): Promise<Node> {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  let [stopping, starts] = [false, 0];
  let child: ChildProcess | undefined;
  const begin = () => {
    starts++;
    child = spawn(process.execPath, [...flagsOf("start"), ...flags, "dist/server/main.js"], {
      cwd: projectRoot,
      env: {
        ...process.env,
        PORT: String(port),
        LOG_LEVEL: "fatal",
        DATABASE_URL: stand.databaseUrl,
        VILLE_MONDE_DATA: join(stand.folder, "program"),
        VILLE_MONDE_SECRET: SECRET,
        VILLE_MONDE_TRUST_PROXY: "1",
        VILLE_MONDE_API_RATE: "0",
        VILLE_MONDE_PUBLISH_HOUR: "off",
        VILLE_MONDE_MAIL_FROM: "ville@example.org",
        ...env,
      },
      stdio: ["ignore", "ignore", "ignore"],
    });
    child.once("exit", () => (stopping ? undefined : setTimeout(begin, 100)));
  };
  begin();
  const node: Node = {
    base,
    pid: () => child?.pid,
    kill: (signal = "SIGKILL") => void child?.kill(signal),
    starts: () => starts,
    async ready() {
      for (let tries = 0; tries < 1_200; tries++) {
        const answer = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
        // It answers too while it can only be read from.
        if (answer?.ok && ((await answer.json()) as { status: string }).status !== "read-only") return;
        await sleep(100);
      }
      throw new Error("the program did not come back within two minutes");
    },
    async stop() {
      stopping = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const late = setTimeout(() => child!.kill("SIGKILL"), 30_000);
      await ended;
      clearTimeout(late);
    },
  };
  await node.ready();
  return node;
}

/** Signs every sender in, one after the other, each from an address of its own. */
export async function signAllIn(stand: Stand, base: string): Promise<void> {
  for (const [i, sender] of stand.senders.entries()) {
    const response = await fetch(`${base}/espace/connexion`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ email: sender.email, password: PASSWORD }),
      headers: { origin: base, "sec-fetch-site": "same-origin", "x-forwarded-for": `10.0.${i >> 8}.${i & 255}` },
    });
    if (response.status >= 400) throw new Error(`signing in answers ${response.status}`);
    sender.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  }
}
