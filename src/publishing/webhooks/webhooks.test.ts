import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { sql } from "kysely";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { must } from "../../funding/acts.ts";
import { makeVotableFiles, makeWorld } from "../../funding/money-testing.ts";
import { adopt, commitGrant, pay, signGrant, tableFiles } from "../../funding/public/testing.ts";
import { logEvent } from "../../platform/audit/log.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { startJobs } from "../../platform/jobs/jobs.ts";
import { createRecord, editRecord, moveRecord, putRecord } from "../../register/record/actions.ts";
import { createWebhook, disableWebhook, enableWebhook, rotateSecret, sendMessageAgain, sendTest } from "./actions.ts";
import { isPublicAddress } from "./addresses.ts";
import { deliverTask } from "./deliver.ts";
import { callHoursTask, fanOutTask } from "./fan-out.ts";
import { post } from "./post.ts";
import { publicLookup } from "./public-lookup.ts";
import { eventTypes, MAX_ATTEMPTS, urlProblem } from "./rules.ts";
import { secretOf, secretsOf, signedHeaders } from "./signing.ts";
import { findWebhook, messagesOf, type Webhook } from "./store.ts";

const admin = { id: "admin-1", name: "Ada", role: "administrator" } as const;
const SECRET = "s".repeat(40);
const baseUrl = "https://monde.example";

let db: Database;
let url: string;
let end: () => Promise<void>;
let receiver: Server;
let address: string;
interface Received {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}
let received: Received[] = [];
/** How the receiver answers; 200 when nothing is said. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  url = database.url;
  const opened = connect(url, { max: 6 });
  db = opened.db;
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  end = async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    await opened.close();
    await database.drop();
  };
});
afterAll(() => end());
beforeEach(async () => {
  received = [];
  answer = (response) => void response.end("merci");
  await sql`DELETE FROM webhook`.execute(db);
  await sql`DELETE FROM webhook_outbox`.execute(db);
  await sql`SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs`.execute(db);
});

const open = async (events: readonly string[], path = "/hook"): Promise<Webhook> =>
  must(await createWebhook(db, { name: "Récepteur", url: address + path, events: [...events] }, admin, true)).webhook;
const desk = () => ({ db, secret: SECRET, baseUrl, local: true });
const helpers = (attempt = 1, maxAttempts = MAX_ATTEMPTS) => ({ attempt, maxAttempts, signal: new AbortController().signal });

/** Does the jobs that wait, without their waits: what the worker would do. */
async function work(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; task: string; payload: any }>`SELECT j.id, t.identifier AS task, j.payload
      FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier LIKE 'webhook%' ORDER BY j.id LIMIT 1`.execute(
      db,
    );
    const [job] = rows;
    if (!job) return;
    await sql`SELECT graphile_worker.complete_jobs(ARRAY[${job.id}::bigint])`.execute(db);
    await (job.task === "webhook_fan_out" ? fanOutTask({ db, baseUrl }) : deliverTask(desk()))(job.payload, helpers()).catch(() => {});
  }
}
const told = () => received.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: any });
const messages = async (webhook: Webhook) => (await messagesOf(db, webhook.id, { page: 1 })).messages;

const draftOf = async (name: string): Promise<string> =>
  must(await createRecord(db, "organisation", { name: { fr: name }, type: "22", noIdentifier: "unknown", country: "FR" }, admin)).id;

describe("what is told", () => {
  it("is what becomes of what is public, signed, with where to read it", async () => {
    const webhook = await open(["organisation.published", "organisation.changed", "organisation.withdrawn"]);
    const id = await draftOf("Puits sans frontières");
    const body = (name: string) => ({ name: { fr: name }, type: "22", noIdentifier: "unknown", country: "FR" });
    must(await editRecord(db, "organisation", id, 1, body("Puits et frontières"), admin));
    await work();
    expect(told()).toEqual([]);
    must(await moveRecord(db, "organisation", id, "publish", admin));
    await work();
    must(await editRecord(db, "organisation", id, 3, body("Puits"), admin));
    await work();
    must(await moveRecord(db, "organisation", id, "withdraw", admin));
    must(await moveRecord(db, "organisation", id, "archive", admin));
    await work();
    expect(told().map(({ type }) => type)).toEqual(["organisation.published", "organisation.changed", "organisation.withdrawn"]);
    expect(told()[0]!.data).toEqual({
      count: 1,
      records: [{ kind: "organisation", id, url: `${baseUrl}/api/v1/organisations/${id}`, page: `${baseUrl}/fr/organismes/${id}` }],
      more: false,
      changes: `${baseUrl}/api/v1/changes`,
    });
    expect(told()[2]!.data.records).toEqual([{ kind: "organisation", id }]);
    const secret = secretOf(SECRET, webhook.id, 1);
    for (const one of received) {
      expect(new Verifier(secret).verify(one.body, one.headers as Record<string, string>)).toEqual(JSON.parse(one.body));
      // As docs/api.md shows it, without a library.
      const signed = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
        .update(`${one.headers["webhook-id"]}.${one.headers["webhook-timestamp"]}.${one.body}`)
        .digest("base64");
      expect(one.headers["webhook-signature"]).toBe(`v1,${signed}`);
      expect(() => new Verifier(secretOf(SECRET, webhook.id, 2)).verify(one.body, one.headers as Record<string, string>)).toThrow();
    }
    expect((await messages(webhook)).map(({ state }) => state)).toEqual(Array(3).fill("delivered"));
  });

  it("is never a draft, whatever is done with it, and costs nothing while nobody asks", async () => {
    await draftOf("Sans témoin");
    expect(await db.selectFrom("webhookOutbox").selectAll().execute()).toEqual([]);
    await open(eventTypes);
    const marker = "Brouillon secret zyx";
    const id = await draftOf(marker);
    must(await moveRecord(db, "organisation", id, "archive", admin));
    must(await moveRecord(db, "organisation", id, "reopen", admin));
    must(await createRecord(db, "project", { name: { fr: marker }, state: "running" }, admin));
    await work();
    expect(JSON.stringify(received)).not.toMatch(/zyx|brouillon/i);
    expect(received).toEqual([]);
    // Published and withdrawn before anyone is told: what is told is that it is gone.
    must(await moveRecord(db, "organisation", id, "publish", admin));
    must(await moveRecord(db, "organisation", id, "withdraw", admin));
    await work();
    expect(
      told()
        .filter(({ type }) => type.startsWith("organisation"))
        .map(({ type }) => type),
    ).toEqual(["organisation.withdrawn"]);
    expect(JSON.stringify(told())).not.toContain(marker);
  });

  it("is one message for a transaction of many records", async () => {
    const webhook = await open(["source.published", "publication.made"]);
    await db.transaction().execute(async (trx) => {
      for (let i = 0; i < 300; i++)
        must(
          await putRecord(trx, "source", `lot-${i}`, { name: { fr: `Lot ${i}` }, publisher: "X" }, admin, {
            status: "published",
            isNew: true,
          }),
        );
    });
    expect(
      (await sql<{ n: number }>`SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'webhook_fan_out'`.execute(db))
        .rows[0]!.n,
    ).toBe(1);
    await db.transaction().execute(async (trx) => {
      await sql`INSERT INTO publication (number, mark, manifest, sha256, signature, public_key, actor, actor_name, added, changed, unchanged, held)
        VALUES (1, 'm', '{}', encode(sha256('{}'), 'hex'), ${Buffer.alloc(64)}, 'k', 'system', 'Système', 0, 0, 0, 0)`.execute(trx);
      await logEvent(trx, { kind: "publication", id: "1", version: 1, document: {} }, "made", admin, []);
    });
    await work();
    const [source, publication] = told();
    expect([source!.data.count, source!.data.records.length, source!.data.more]).toEqual([300, 100, true]);
    expect(source!.data.records[0].id).toBe("lot-0");
    expect([publication!.type, publication!.data]).toEqual(["publication.made", { number: 1, url: `${baseUrl}/data/manifests/1.json` }]);
    expect(await messages(webhook)).toHaveLength(2);
  });

  it("is undone with the transaction", async () => {
    await open(["source.published"]);
    await db
      .transaction()
      .execute(async (trx) => {
        must(await putRecord(trx, "source", "defait", { name: { fr: "X" }, publisher: "X" }, admin, { status: "published", isNew: true }));
        throw new Error("undo");
      })
      .catch(() => {});
    await work();
    expect(received).toEqual([]);
  });

  it("is the life of a grant from the vote, by its public award, and the hours of calls once each", async () => {
    const world = await makeWorld(
      db,
      2026,
      { aeCents: 9_000_000, cpCents: 9_000_000, revenueCents: 8_000_000_000 },
      {
        opensAt: new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, ""),
        closesAt: new Date(Date.now() + 3 * 86_400_000).toISOString().replace(/\.\d+/, ""),
      },
    );
    const webhook = await open(["grant.voted", "grant.signed", "payment.paid", "call.opened", "call.closing"]);
    const files = await makeVotableFiles(db, world, 1, 4_000_000);
    const deliberation = await tableFiles(db, world, files, [3_000_000], { reference: "2026 DGRI 9", on: "2026-07-01" });
    await work();
    expect(received).toEqual([]);
    const [grant] = (await adopt(db, deliberation, "2026-07-02")) as [string];
    await signGrant(db, grant, "2026-07-08");
    await commitGrant(db, grant, "2026-07-09");
    await pay(db, grant, 0, 1_000, "2026-07-10");
    await work();
    const { award } = await db.selectFrom("grant").select("award").where("id", "=", grant).executeTakeFirstOrThrow();
    expect(told().map(({ type }) => type)).toEqual(["grant.voted", "grant.signed", "payment.paid"]);
    for (const { data } of told())
      expect(data.records).toMatchObject([{ kind: "award", id: award, url: `${baseUrl}/api/v1/awards/${award}` }]);
    received = [];
    for (let i = 0; i < 3; i++) await callHoursTask({ db, baseUrl })({}, helpers());
    await work();
    expect(told().map(({ type, data }) => [type, data.id])).toEqual([
      ["call.opened", world.edition],
      ["call.closing", world.edition],
    ]);
    expect(await messages(webhook)).toHaveLength(5);
  });
});

describe("delivery", () => {
  it("is tried again under the same identifier until it is taken, by the worker itself", async () => {
    const webhook = await open(["source.changed"]);
    let failures = 1;
    answer = (response) => {
      response.statusCode = failures-- > 0 ? 503 : 204;
      response.end(failures >= 0 ? "pas maintenant" : "");
    };
    must(await sendTest(db, webhook.id, admin));
    const log = { error() {}, warn() {}, info() {}, debug() {} } as never;
    const jobs = startJobs({
      databaseUrl: url,
      tasks: { webhook_deliver: deliverTask(desk()), webhook_fan_out: fanOutTask({ db, baseUrl }) },
      log,
    });
    try {
      await expect.poll(() => received.length, { timeout: 30_000 }).toBe(2);
      await expect.poll(async () => (await messages(webhook))[0]!.state, { timeout: 30_000 }).toBe("delivered");
    } finally {
      await jobs.stop();
    }
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    const [message] = await messages(webhook);
    expect(message!.attempts.map(({ status, error }) => [status, error])).toEqual([
      [204, null],
      [503, "HTTP 503"],
    ]);
    expect(message!.attempts[1]!.excerpt).toBe("pas maintenant");
    expect((await findWebhook(db, webhook.id))!.failures).toBe(0);
  });

  it("happens at least once when the process dies before it is noted", async () => {
    const webhook = await open(["source.changed"]);
    must(await sendTest(db, webhook.id, admin));
    const [message] = await messages(webhook);
    // The receiver has it, and then the database is lost before the attempt is noted.
    const lost = deliverTask({
      ...desk(),
      send: async (...given) => {
        const posted = await post(...given);
        await sql`ALTER TABLE webhook_attempt RENAME TO gone`.execute(db);
        return posted;
      },
    });
    await expect(lost({ message: message!.id }, helpers())).rejects.toThrow();
    await sql`ALTER TABLE gone RENAME TO webhook_attempt`.execute(db);
    expect((await messages(webhook))[0]!.state).toBe("waiting");
    await deliverTask(desk())({ message: message!.id }, helpers(2));
    await deliverTask(desk())({ message: message!.id }, helpers(3));
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([message!.id, message!.id]);
  });

  it("ends for a receiver that only fails, with a mail to the administrators, and starts again when one says so", async () => {
    await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role, "createdAt", "updatedAt") VALUES ('adm', 'Ada', 'ada@ville.example', true, 'administrator', now(), now()) ON CONFLICT DO NOTHING`.execute(
      db,
    );
    const webhook = await open(["source.changed"]);
    answer = (response) => {
      response.statusCode = 500;
      response.end();
    };
    must(await sendTest(db, webhook.id, admin));
    const [message] = await messages(webhook);
    const deliver = deliverTask({ ...desk(), patience: { failures: 3, hours: 0 } });
    await expect(deliver({ message: message!.id }, helpers(1))).rejects.toThrow("HTTP 500");
    await expect(deliver({ message: message!.id }, helpers(2))).rejects.toThrow();
    await deliver({ message: message!.id }, helpers(3));
    expect(await findWebhook(db, webhook.id)).toMatchObject({ state: "disabled", disabledReason: "failing", failures: 3 });
    const mail = await db.selectFrom("outgoingMail").selectAll().where("template", "=", "webhook_disabled").executeTakeFirstOrThrow();
    expect(mail).toMatchObject({ toAddress: "ada@ville.example" });
    expect(mail.bodyText).toContain(`${baseUrl}/bureau/echanges/webhooks/${webhook.id}`);
    expect(await sendTest(db, webhook.id, admin)).toEqual({ ok: false, reason: "disabled" });
    answer = (response) => void response.end();
    received = [];
    must(await enableWebhook(db, webhook.id, admin));
    await work();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([message!.id]);
    must(await sendMessageAgain(db, webhook.id, message!.id, admin));
    await work();
    expect(received).toHaveLength(2);
    answer = (response) => {
      response.statusCode = 410;
      response.end();
    };
    must(await sendTest(db, webhook.id, admin));
    await work();
    expect(await findWebhook(db, webhook.id)).toMatchObject({ state: "disabled", disabledReason: "gone" });
    const other = await open(["source.changed"]);
    must(await disableWebhook(db, other.id, admin));
    expect(await disableWebhook(db, other.id, { ...admin, role: "officer" })).toEqual({ ok: false, reason: "forbidden" });
  });

  it("is given up after its last attempt, and kept to be sent again", async () => {
    const webhook = await open(["source.changed"]);
    answer = (response) => {
      response.statusCode = 500;
      response.end();
    };
    must(await sendTest(db, webhook.id, admin));
    const [message] = await messages(webhook);
    await deliverTask(desk())({ message: message!.id }, helpers(MAX_ATTEMPTS));
    expect((await messages(webhook))[0]!.state).toBe("failed");
  });

  it("carries two signatures while a secret is changed", async () => {
    const webhook = await open(["source.changed"]);
    const now = new Date();
    const rotated = must(await rotateSecret(db, webhook.id, admin, now)).webhook;
    must(await sendTest(db, webhook.id, admin));
    await work();
    const [one] = received;
    expect((one!.headers["webhook-signature"] as string).split(" ")).toHaveLength(2);
    for (const generation of [1, 2])
      new Verifier(secretOf(SECRET, webhook.id, generation)).verify(one!.body, one!.headers as Record<string, string>);
    expect(secretsOf(SECRET, rotated, new Date(now.getTime() + 25 * 3_600_000))).toEqual([secretOf(SECRET, webhook.id, 2)]);
  });
});

describe("the network", () => {
  const send = (path: string, timeoutMs?: number) => post(address + path, {}, "{}", { local: true, ...(timeoutMs ? { timeoutMs } : {}) });

  it("is waited for so long, read so far, and redirected nowhere", async () => {
    answer = (response, request) => {
      if (request.url === "/slow") return; // never answers
      if (request.url === "/drip") {
        response.writeHead(200);
        const timer = setInterval(() => response.write("x"), 20);
        response.on("close", () => clearInterval(timer));
        return;
      }
      if (request.url === "/endless") {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write("y".repeat(65_536)));
        };
        response.on("drain", more);
        return more();
      }
      if (request.url === "/moved") {
        response.writeHead(302, { location: `${address}/secret` });
        return void response.end();
      }
      response.end("\u0000a\u001b[31mb");
    };
    expect(await send("/slow", 200)).toMatchObject({ status: null, error: "timeout" });
    expect(await send("/drip", 200)).toMatchObject({ status: null, error: "timeout" });
    expect(await send("/endless", 5_000)).toMatchObject({ status: 200, error: null, excerpt: "y".repeat(500) });
    expect(await send("/moved")).toMatchObject({ status: 302, error: "redirection" });
    expect(received.map(({ path }) => path)).not.toContain("/secret");
    expect((await send("/words")).excerpt).toBe("a [31mb");
    expect(await post("http://127.0.0.1:1/", {}, "{}", { local: true })).toMatchObject({ status: null, error: "ECONNREFUSED" });
  });

  it("is the public one: no address of the city’s own, however it is written", async () => {
    const cases = [
      "http://127.0.0.1/",
      "https://127.1/",
      "https://0x7f.1/",
      "https://2130706433/",
      "https://localhost/",
      "https://a.localhost/",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://[::ffff:a00:1]/",
      "https://10.0.0.1/",
      "https://169.254.169.254/latest/meta-data",
      "https://[fe80::1]/",
      "https://[fd00::1]/",
      "https://0/",
      "https://[64:ff9b::7f00:1]/",
      "https://[2002:7f00:1::]/",
      "https://192.168.1.1:8443/",
    ];
    for (const one of cases) {
      expect([one, urlProblem(one, false)]).toEqual([one, "url_private"]);
      expect([one, (await post(one, {}, "{}", { local: false })).error]).toEqual([one, "url_private"]);
    }
    expect(urlProblem("http://example.org/", false)).toBe("url_https");
    for (const one of ["ftp://example.org/", "https://a:b@example.org/", "https://example.org/#x", "nothing", "javascript:alert(1)"])
      expect([one, urlProblem(one, false)]).toEqual([one, "url"]);
    for (const one of [
      "https://example.org/hook?x=1",
      "https://example.org:8443/",
      "https://93.184.216.34/",
      "https://[2606:2800:220:1::1]/",
    ])
      expect([one, urlProblem(one, false)]).toEqual([one, undefined]);
    expect(received).toEqual([]);
  });

  it("is looked up when it is connected to: a name that leads inside is refused", async () => {
    const found = await new Promise<string | undefined>((resolve) =>
      publicLookup("localhost", { all: true }, (error) => resolve(error?.message)),
    );
    expect(found).toMatch(/not on the public network/);
    // A name that a resolver answers with an inner address, as in a rebinding.
    const inner: typeof publicLookup = (_, options, done) => publicLookup("localhost", options, done);
    const port = new URL(address).port;
    expect((await post(`https://rebound.example:${port}/`, {}, "{}", { local: false, lookup: inner })).error).toMatch(
      /not on the public network/,
    );
    expect(received).toEqual([]);
  });

  it("has no private address that passes", () => {
    const v4 = (a: fc.Arbitrary<number>, b: fc.Arbitrary<number>) =>
      fc.tuple(a, b, fc.nat(255), fc.nat(255)).map((parts) => parts.join("."));
    const inner = fc.oneof(
      v4(fc.constantFrom(0, 10, 127), fc.nat(255)),
      v4(fc.constant(172), fc.integer({ min: 16, max: 31 })),
      v4(fc.constant(192), fc.constant(168)),
      v4(fc.constant(169), fc.constant(254)),
      v4(fc.constant(100), fc.integer({ min: 64, max: 127 })),
      v4(fc.integer({ min: 224, max: 255 }), fc.nat(255)),
    );
    fc.assert(
      fc.property(inner, (one) => !isPublicAddress(one) && !isPublicAddress(`::ffff:${one}`) && !isPublicAddress(`64:ff9b::${one}`)),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof isPublicAddress(text) === "boolean"));
    for (const one of ["8.8.8.8", "172.32.0.1", "2606:4700::1111"]) expect(isPublicAddress(one)).toBe(true);
  });
});

it("signs as Standard Webhooks shows", () => {
  // The example of its own libraries.
  const headers = signedHeaders(
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    '{"test": 2432232314}',
    new Date(1_614_265_330_000),
  );
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});
