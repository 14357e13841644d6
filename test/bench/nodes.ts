// One, two and three nodes on one database: what they answer together, and what each costs. Kept in docs/scale.md.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { sql } from "kysely";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { makeAuth } from "../../src/platform/accounts/auth.ts";
import { createKey } from "../../src/platform/api-keys/actions.ts";
import { connect } from "../../src/platform/database/connect.ts";
import { type Node, startNode } from "../support/nodes.ts";
import { startPair } from "../support/pair.ts";
import { freePort } from "../support/ports.ts";
import { keepIn, load, machine, memory, quick, seconds } from "./program.ts";

const CONNECTIONS = 12;
const PASSWORD = "un long chemin vers la mer";
const folder = mkdtempSync(join(tmpdir(), "ville-monde-bench-nodes-"));
const pair = await startPair();
// One server is enough here: the copy would take its share of the processors.
await pair.second.kill();
const { db, close } = connect(pair.first.url, { max: 2 });
const env = {
  DATABASE_URL: pair.first.url,
  VILLE_MONDE_DATA: folder,
  VILLE_MONDE_SECRET: randomBytes(32).toString("base64url"),
  VILLE_MONDE_SECOND_FACTOR: "optional",
  VILLE_MONDE_TRUST_PROXY: "1",
  VILLE_MONDE_API_RATE: "0",
};
const start = async (): Promise<Node> => startNode({ ...env, PORT: String(await freePort()), VILLE_MONDE_URL: "http://localhost" });

/** What all nodes answer together, each asked by its share of the connections. */
async function shootAll(nodes: Node[], request: () => autocannon.Request) {
  const all = await Promise.all(
    nodes.map(({ url }) =>
      autocannon({
        url,
        connections: CONNECTIONS / nodes.length,
        duration: seconds,
        headers: { "accept-encoding": "gzip, br" },
        requests: [{ setupRequest: (base) => ({ ...base, ...request() }) }],
      }),
    ),
  );
  return {
    rate: all.reduce((sum, one) => sum + one.requests.average, 0),
    p99: Math.max(...all.map((one) => one.latency.p99)),
    failed: all.reduce((sum, one) => sum + one.non2xx - (one["3xx"] ?? 0) + one.errors, 0),
  };
}
const sessions = async () =>
  Number(
    (
      await sql<{
        n: number;
      }>`SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`.execute(db)
    ).rows[0]!.n,
  );
const ticks = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return Number(fields[11]) + Number(fields[12]);
};

const nodes = [await start()];
const { auth, close: closeAuth } = makeAuth({ databaseUrl: pair.first.url, secret: env.VILLE_MONDE_SECRET, baseUrl: "http://localhost" });
// Enough of both that none reaches the limits on guessing, and on a key.
const PEOPLE = 60;
const KEYS = 60;
for (let n = 0; n < PEOPLE; n++)
  await createAccount(auth, "officer", { email: `olga${n}@ville.example`, name: `Olga ${n}`, password: PASSWORD });
await closeAuth();
const tokens: string[] = [];
for (let n = 0; n < KEYS; n++) {
  const key = await createKey(
    db,
    { name: `bench ${n}`, scopes: ["register:write"], days: 1 },
    { id: "bench", name: "Bench", role: "administrator" },
  );
  if (!key.ok) throw new Error("no key");
  tokens.push(key.token);
}
let i = 0;
const address = () => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i++ & 255}`;
const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
const measures: Record<string, () => autocannon.Request> = {
  "a page, from memory": () => ({ method: "GET", path: "/fr/partenaires" }),
  "a list, a new address each time": () => ({ method: "GET", path: `/fr/projets?q=eau&x=${i++}` }),
  "a sign-in": () => ({
    method: "POST",
    path: "/bureau/connexion",
    headers: { ...form, "x-forwarded-for": address() },
    body: new URLSearchParams({ email: `olga${i % PEOPLE}@ville.example`, password: PASSWORD }).toString(),
  }),
  "a record written by the API": () => ({
    method: "POST",
    path: "/api/v1/records/project",
    headers: { authorization: `Bearer ${tokens[i % KEYS]}`, "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify({ name: { fr: `Projet ${i++}` }, state: "running" }),
  }),
};
const lines: string[] = [];
let idle = "";
try {
  for (const count of [1, 2, 3]) {
    while (nodes.length < count) nodes.push(await start());
    if (count === 1) {
      // Nobody asks anything: what a city costs at night.
      await sleep(quick ? 2_000 : 30_000);
      const before = ticks(nodes[0]!.child.pid!);
      await sleep(quick ? 2_000 : 30_000);
      const cpu = (ticks(nodes[0]!.child.pid!) - before) / (quick ? 2 : 30);
      const { rows } = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db);
      idle = `An idle node: ${memory(nodes[0]!.child.pid!)} MB, ${(await sessions()) - 1} connections, ${cpu.toFixed(1)} % of one processor; the database of Paris: ${Math.round(rows[0]!.bytes / 1e6)} MB.`;
    }
    for (const [name, request] of Object.entries(measures)) {
      const shooting = shootAll(nodes, request);
      await sleep((seconds * 1_000) / 2);
      const open = await sessions();
      const { rate, p99, failed } = await shooting;
      if (failed > 0) console.error(`${name}, ${count} nodes: ${failed} failed: its row says nothing`);
      lines.push(
        `| ${name} | ${count} | ${Math.round(rate).toLocaleString("en")} | ${Math.round(p99)} | ${open - 1} | ${Math.max(...nodes.map(({ child }) => memory(child.pid!)))} | ${failed} | ${load()} |`,
      );
    }
  }
} finally {
  await Promise.all(nodes.map((node) => node.stop()));
  await close();
  await pair.stop();
  rmSync(folder, { recursive: true, force: true });
}
keepIn(
  "docs/scale.md",
  "nodes",
  [
    `${machine()}; the data of Paris, ${CONNECTIONS} connections in all, shared among the nodes, ${seconds} s each. Nodes, database and client share the two processors: what more nodes add here is not what they add on machines of their own.`,
    "",
    "| what | nodes | answers/s | p99 ms | connections to the database | MB of the largest node | failed | load |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    ...lines,
    "",
    idle,
  ].join("\n"),
);
