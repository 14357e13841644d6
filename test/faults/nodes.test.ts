import { cpSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { makeAuth } from "../../src/platform/accounts/auth.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { enqueue, startJobs } from "../../src/platform/jobs/jobs.ts";
import { testDatabase } from "../support/database.ts";
import { type Node, startNode, startProxy, until, Visitor } from "../support/nodes.ts";
import { allRounds, rounds } from "../support/rounds.ts";

/** The size of a picture is not what is tested: one pixel, in PNG. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const PASSWORD = "un long chemin vers la mer";
const olga = { email: "olga@ville.example", name: "Olga", password: PASSWORD };

const folder = mkdtempSync(join(tmpdir(), "ville-monde-nodes-"));
const env: Record<string, string> = {
  VILLE_MONDE_SECRET: "s".repeat(40),
  VILLE_MONDE_PROTECTED_KEY: Buffer.alloc(32, 7).toString("base64url"),
  VILLE_MONDE_SECOND_FACTOR: "optional",
  VILLE_MONDE_DATA: folder,
  VILLE_MONDE_LINGER: "1",
};
let db: Database;
let url: string;
let nodes: Node[] = [];
let proxy: Awaited<ReturnType<typeof startProxy>>;
const ends: (() => Promise<unknown>)[] = [];

const freePort = () =>
  new Promise<string>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(String(port)));
    });
  });
const start = async (settings: Record<string, string> = {}) => startNode({ ...env, PORT: await freePort(), ...settings });

beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  url = database.url;
  ends.push(() => database.drop());
  const opened = connect(url, { max: 3 });
  db = opened.db;
  ends.push(() => opened.close());
  proxy = await startProxy(() => nodes.map((node) => node.url));
  ends.push(() => proxy.stop());
  Object.assign(env, { DATABASE_URL: url, VILLE_MONDE_URL: proxy.url });
  const { auth, close } = makeAuth({ databaseUrl: url, secret: env.VILLE_MONDE_SECRET!, baseUrl: proxy.url });
  const made = await createAccount(auth, "officer", olga);
  if (!made.ok) throw new Error(`no account: ${JSON.stringify(made)}`);
  await close();
  // Three at once on one database: one does what is done once, the others wait.
  nodes = await Promise.all([start(), start(), start()]);
}, 300_000);
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const at = (i: number, path: string) => `${nodes[i]!.url}${path}`;
async function signedIn(node: number): Promise<Visitor> {
  const visitor = new Visitor();
  const answer = await visitor.post(at(node, "/bureau/connexion"), { email: olga.email, password: PASSWORD });
  expect([answer.status, answer.text.slice(0, 0)]).toEqual([303, ""]);
  return visitor;
}

it("takes a session opened on one node on the others, and ends it on all", async () => {
  const visitor = await signedIn(0);
  expect((await visitor.send(at(1, "/bureau"))).status).toBe(200);
  const copy = new Map(visitor.cookies);
  expect((await visitor.post(at(2, "/bureau/deconnexion"), {})).status).toBe(303);
  for (const node of [0, 1, 2]) {
    const other = new Visitor();
    for (const [name, value] of copy) other.cookies.set(name, value);
    expect((await other.send(at(node, "/bureau"))).status).toBe(302);
  }
});

it("shows on every node what was published or withdrawn on one, and nothing before", async () => {
  const visitor = await signedIn(0);
  const { id } = await db
    .selectFrom("project")
    .select("id")
    .where("status", "=", "published")
    .where(sql<boolean>`NOT EXISTS (SELECT FROM award WHERE award.project = project.id)`)
    .orderBy("id")
    .limit(1)
    .executeTakeFirstOrThrow();
  const page = `/fr/projets/${id}`;
  const tags = await Promise.all([0, 1, 2].map(async (i) => (await fetch(at(i, page))).headers.get("etag")));
  expect(tags[0]).toBeTruthy();
  // The same content has the same mark, whoever gives it.
  expect(new Set(tags).size).toBe(1);
  const move = async (to: string) => {
    const answer = await visitor.post(at(0, `/bureau/projets/${id}/etat`), { do: to });
    expect([to, answer.status]).toEqual([to, 303]);
  };
  await move("withdraw");
  expect((await fetch(at(0, page))).status).toBe(404);
  for (const i of [1, 2]) await until("the page is gone", async () => (await fetch(at(i, page))).status === 404);
  await move("publish");
  for (const i of [1, 2]) await until("the page is back", async () => (await fetch(at(i, page))).status === 200);
  const [list] = await Promise.all(
    [0, 1, 2].map(async (i) => (await fetch(at(i, "/data/projects.csv"), { method: "HEAD" })).headers.get("etag")),
  );
  for (const i of [1, 2])
    await until("the same state", async () => (await fetch(at(i, "/data/projects.csv"), { method: "HEAD" })).headers.get("etag") === list);
});

it("gives a file from each node that was sent to one", async () => {
  const visitor = await signedIn(0);
  const form = new FormData();
  form.set("file.upload", new File([PIXEL], "pixel.png", { type: "image/png" }));
  form.set("alt.fr", "Un point");
  form.set("credit", "Ville");
  const sent = await visitor.send(at(0, "/bureau/images/nouveau"), { method: "POST", body: form });
  expect([200, 303, 422]).toContain(sent.status);
  const { sha256 } = await db.selectFrom("file").select("sha256").orderBy("createdAt", "desc").limit(1).executeTakeFirstOrThrow();
  for (const i of [0, 1, 2]) expect([i, (await visitor.send(at(i, `/bureau/fichiers/${sha256}`))).status]).toEqual([i, 200]);
});

it("does each job once, and each minute of the clock once (the clock with every round)", async () => {
  await sql`CREATE TABLE done (what text NOT NULL)`.execute(db);
  const note = (what: string) => sql`INSERT INTO done VALUES (${what})`.execute(db);
  const tasks = {
    once: async ({ n }: { n: number }) => void (await note(`job ${n}`)),
    tick: async ({ _cron }: { _cron: { ts: string } }) => void (await note(`tick ${_cron.ts}`)),
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} } as never;
  const workers = [1, 2, 3].map(() => startJobs({ databaseUrl: url, tasks, cron: [{ task: "tick", match: "* * * * *" }], log }));
  try {
    for (let n = 0; n < 30; n++) await enqueue(db, "once", { n });
    const count = async (like: string) =>
      Number((await sql<{ n: number }>`SELECT count(*) AS n FROM done WHERE what LIKE ${like}`.execute(db)).rows[0]!.n);
    await until("thirty jobs", async () => (await count("job %")) >= 30);
    if (allRounds) await until("a minute of the clock", async () => (await count("tick %")) >= 1, 250);
    await sleep(500);
    const { rows } = await sql<{ what: string }>`SELECT what FROM done GROUP BY what HAVING count(*) > 1`.execute(db);
    expect(rows).toEqual([]);
    expect(await count("job %")).toBe(30);
  } finally {
    await Promise.all(workers.map((one) => one.stop()));
  }
}, 180_000);

it("refuses a node that has another secret, or keeps its files elsewhere, and says the remedy", async () => {
  const other = mkdtempSync(join(tmpdir(), "ville-monde-other-"));
  // It has the right keys, and a disk of its own.
  cpSync(join(folder, "publication-key.pem"), join(other, "publication-key.pem"));
  ends.push(async () => rmSync(other, { recursive: true, force: true }));
  const [secret, files] = await Promise.allSettled([start({ VILLE_MONDE_SECRET: "t".repeat(40) }), start({ VILLE_MONDE_DATA: other })]);
  expect(String((secret as PromiseRejectedResult).reason)).toMatch(
    /another secret than this node.*VILLE_MONDE_SECRET.*nodes accept secret/s,
  );
  expect(String((files as PromiseRejectedResult).reason)).toMatch(/kept in another place.*VILLE_MONDE_FILES/s);
}, 300_000);

it("goes on without a failed request while each node in turn is replaced, and without the one that is killed", async () => {
  const failed: string[] = [];
  let asked = 0;
  let going = true;
  const ask = async () => {
    const visitor = new Visitor();
    while (going) {
      const path = ["/fr", "/fr/projets", "/en/partners", "/data/partners.csv"][asked++ % 4]!;
      const answer = await visitor.send(`${proxy.url}${path}`).catch((error: Error) => ({ status: 0, text: String(error.cause ?? error) }));
      if (answer.status !== 200) failed.push(`${path} ${answer.status} ${answer.text.slice(0, 80)}`);
      await sleep(5);
    }
  };
  const asking = [ask(), ask(), ask(), ask()];
  for (const i of rounds([0, 1, 2], 2)) {
    const old = nodes[i]!;
    const next = await start();
    nodes = nodes.map((node, at) => (at === i ? next : node));
    nodes.push(old);
    await sleep(200);
    const ended = old.stop();
    await until(
      "it says that it stops",
      async () => old.child.exitCode !== null || (await fetch(`${old.url}/readyz`).catch(() => undefined))?.status === 503,
      10,
    );
    expect(await ended).toBe(0);
    nodes = nodes.filter((node) => node !== old);
  }
  going = false;
  await Promise.all(asking);
  expect(failed).toEqual([]);
  expect(asked).toBeGreaterThan(20);

  await nodes[1]!.kill();
  // What the dead node was answering is lost; whatever is asked from then on is answered by the others.
  await until("the proxy has noticed", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, async () => (await fetch(`${proxy.url}/fr`)).status));
    return all.every((status) => status === 200);
  });
  const visitor = await signedIn(0);
  expect((await visitor.send(at(2, "/bureau"))).status).toBe(200);
}, 300_000);
