import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { makeAuth } from "../../src/platform/accounts/auth.ts";
import { watchContent } from "../../src/platform/content.ts";
import { connect, handleOn, published } from "../../src/platform/database/connect.ts";
import { Primary } from "../../src/platform/database/primary.ts";
import { Replica } from "../../src/platform/database/replica.ts";
import { forAll, forPublished } from "../../src/platform/database/routes.ts";
import { type Node, startNode, until, Visitor } from "../support/nodes.ts";
import { startPair } from "../support/pair.ts";
import { freePort } from "../support/ports.ts";

const PASSWORD = "un long chemin vers la mer";
const TYPED = "Des fontaines à Abomey, avec des « guillemets » & <chevrons>";
const folder = mkdtempSync(join(tmpdir(), "ville-monde-failover-"));
const log = { debug() {}, info() {}, warn() {}, error() {} } as never;
let pair: Awaited<ReturnType<typeof startPair>>;
let both: string;
let node: Node;
const visitor = new Visitor();

beforeAll(async () => {
  pair = await startPair();
  const { first, second } = pair;
  both = `postgres://vm@127.0.0.1:${first.port},127.0.0.1:${second.port}/postgres?target_session_attrs=read-write`;
  const port = String(await freePort());
  const env = {
    PORT: port,
    DATABASE_URL: both,
    VILLE_MONDE_REPLICA_URL: second.url,
    VILLE_MONDE_DATA: folder,
    VILLE_MONDE_SECRET: "s".repeat(40),
    VILLE_MONDE_SECOND_FACTOR: "optional",
    VILLE_MONDE_URL: `http://127.0.0.1:${port}`,
  };
  node = await startNode(env);
  const { auth, close } = makeAuth({ databaseUrl: first.url, secret: env.VILLE_MONDE_SECRET, baseUrl: env.VILLE_MONDE_URL });
  expect(await createAccount(auth, "officer", { email: "olga@ville.example", name: "Olga", password: PASSWORD })).toMatchObject({
    ok: true,
  });
  await close();
  expect((await visitor.post(`${node.url}/bureau/connexion`, { email: "olga@ville.example", password: PASSWORD })).status).toBe(303);
}, 300_000);
afterAll(async () => {
  await node?.kill();
  await pair?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("reads what is public from the copy, unless the copy lacks what was announced", async () => {
  const { first, second } = pair;
  const primary = new Primary(both);
  expect(await primary.find()).toBe("up");
  const pool = primary.pool({ max: 2 });
  const replica = new Replica(second.url, 2);
  const watch = watchContent(primary, log, { replica });
  const all = handleOn(forAll(primary, pool, replica));
  const open = published(handleOn(forPublished(primary, pool, replica)));
  const portOf = async (db: typeof all) => (await sql<{ port: number }>`SELECT inet_server_port() AS port`.execute(db)).rows[0]!.port;
  try {
    await until("the copy is read from", async () => (await portOf(open)) === second.port);
    expect(await portOf(all)).toBe(first.port);
    await second.query("SELECT pg_wal_replay_pause()");
    const { version } = watch;
    // As another node would: the change, and its notification.
    await first.query("UPDATE country SET name = name; SELECT tell_content()");
    await until("it is told", () => watch.version > version);
    for (let i = 0; i < 5; i++) expect(await portOf(open)).toBe(first.port);
    await second.query("SELECT pg_wal_replay_resume()");
    await until("the copy is read from again", async () => (await portOf(open)) === second.port);
    // A copy that is gone is done without.
    await second.kill();
    await until("the copy is done without", async () => (await portOf(open).catch(() => 0)) === first.port);
    await second.start();
    await until("the copy is taken up again", async () => (await portOf(open).catch(() => 0)) === second.port);
  } finally {
    await watch.stop();
    await replica.stop();
    await pool.end();
  }
}, 180_000);

it("serves on while no server takes writes, gives back what was typed, and resumes by itself on the one that is promoted", async () => {
  const { first, second } = pair;
  const known = await visitor.send(`${node.url}/fr/partenaires`);
  expect(known.status).toBe(200);
  expect((await visitor.send(`${node.url}/bureau`)).text).not.toContain("Consultation seule");
  // Who has read for a while: that they are still here cannot be written down where nothing can.
  await first.query(`UPDATE auth.session SET "seenAt" = now() - interval '2 minutes'`);
  await until("the copy has all", async () => {
    const [{ lag }] = (await first.query<{ lag: string }>(
      "SELECT coalesce(max(pg_wal_lsn_diff(sent_lsn, replay_lsn)), 1) AS lag FROM pg_stat_replication",
    )) as [{ lag: string }];
    return Number(lag) === 0;
  });
  await first.kill();
  await until("the node knows", async () => (await (await fetch(`${node.url}/readyz`)).json().catch(() => ({}))).status === "read-only");
  // Ready all the same: it serves.
  expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
  const again = await visitor.send(`${node.url}/fr/partenaires`);
  expect([again.status, again.headers.get("etag")]).toEqual([200, known.headers.get("etag")]);
  // Never asked for before: made from the copy.
  expect((await visitor.send(`${node.url}/en/networks`)).status).toBe(200);
  const desk = await visitor.send(`${node.url}/bureau`);
  expect([desk.status, desk.text.includes("Consultation seule")]).toEqual([200, true]);

  const sent = await visitor.post(`${node.url}/bureau/projets/nouveau`, { "name.fr": TYPED, state: "running", password: "un secret" });
  expect([sent.status, sent.headers.get("retry-after"), sent.headers.get("cache-control")]).toEqual([503, "10", "no-store"]);
  expect(sent.text).toContain("Rien n’a été enregistré");
  const escaped = TYPED.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  expect(sent.text).toContain(`<input type="hidden" name="name.fr" value="${escaped}"`);
  expect(sent.text).not.toContain("un secret");
  // In the language of who asks, and never for another site's form.
  const english = await visitor.send(`${node.url}/en/contact`, { method: "POST", body: new URLSearchParams({ message: TYPED }) });
  expect([english.status, english.text.includes("Nothing was saved"), english.text.includes(escaped)]).toEqual([503, true, true]);
  const foreign = await visitor.send(`${node.url}/bureau/projets/nouveau`, {
    method: "POST",
    body: new URLSearchParams({ "name.fr": TYPED }),
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect([foreign.status, foreign.text.includes("Abomey")]).toEqual([403, false]);

  await second.query("SELECT pg_promote()");
  await until("the node writes again", async () => (await (await fetch(`${node.url}/readyz`)).json()).status === "ok");
  const saved = await visitor.post(`${node.url}/bureau/projets/nouveau`, { "name.fr": TYPED, state: "running", currency: "EUR" });
  expect(saved.status).toBe(303);
  const { db, close } = connect(second.url, { max: 1 });
  const rows = await db.selectFrom("project").select("id").where(sql<boolean>`name->>'fr' = ${TYPED}`).execute();
  await close();
  expect(rows).toHaveLength(1);
  expect((await visitor.send(`${node.url}/bureau`)).text).not.toContain("Consultation seule");
}, 180_000);
