import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "../../src/funding/acts.ts";
import { makeVotableFiles, makeWorld, moneyFaults, people, type World } from "../../src/funding/money-testing.ts";
import { movePayment, requestPayment } from "../../src/funding/payment/actions.ts";
import { adopt, commitGrant, signGrant, tableFiles } from "../../src/funding/public/testing.ts";
import { createKey, revokeKey } from "../../src/platform/api-keys/actions.ts";
import { readKeyCommand } from "../../src/platform/api-keys/commands.ts";
import { isNetwork, type Scope, scopeNames } from "../../src/platform/api-keys/rules.ts";
import { dayOf } from "../../src/platform/instants.ts";
import { TokenBucket } from "../../src/platform/web/limits/token-bucket.ts";
import { repeatedName } from "../../src/publishing/api/write/body.ts";
import { mergePatch } from "../../src/publishing/api/write/merge-patch.ts";
import { keyedOperations } from "../../src/publishing/api/write/operations.ts";
import { type OfficeSite, openOffice } from "./office-site.ts";

const admin = { id: "admin-1", name: "Ada", role: "administrator" } as const;
const ON = "2026-07-10";
const TODAY = dayOf(new Date());

let site: OfficeSite;
let world: World;
let grants: { id: string; number: string; tranche: string }[];
beforeAll(async () => {
  site = await openOffice({ paris: true });
  const { db } = site;
  world = await makeWorld(db, 2026, { aeCents: 90_000_000, cpCents: 90_000_000, revenueCents: 80_000_000_000 });
  const files = await makeVotableFiles(db, world, 4, 4_000_000);
  const deliberation = await tableFiles(
    db,
    world,
    files,
    files.map(() => 3_000_000),
    { reference: "2026 DGRI 7", on: "2026-07-01" },
  );
  for (const [i, id] of (await adopt(db, deliberation, "2026-07-02")).entries()) {
    // The last is signed and waits for its commitment.
    await signGrant(db, id, "2026-07-08");
    if (i < 3) await commitGrant(db, id, ON);
  }
  grants = (
    await sql<{
      id: string;
      number: string;
      tranche: string;
    }>`SELECT g.id, g.number, t.id AS tranche FROM "grant" g JOIN tranche t ON t."grant" = g.id
      WHERE t.position = 0 ORDER BY g.number`.execute(db)
  ).rows;
});
afterAll(() => site.drop());

async function key(...scopes: Scope[]): Promise<string> {
  return must(await createKey(site.db, { name: `Clé ${scopes.join(" ")}`, scopes, days: 30 }, admin)).token;
}
const checked = async (
  i: number,
  amountCents: number,
  by: { id: string; name: string; role: "officer" | "administrator" } = people.officer,
): Promise<string> => {
  const { id } = must(await requestPayment(site.db, grants[i]!.id, { tranche: grants[i]!.tranche, amountCents }, people.officer));
  must(await movePayment(site.db, id, "check", {}, by, ON));
  return id;
};

interface Sent {
  status: number;
  headers: Headers;
  text: string;
  json: any;
}
async function send(
  method: string,
  path: string,
  token: string | undefined,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const answer = await site.browser().send(path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { ...answer, json: answer.text.startsWith("{") ? JSON.parse(answer.text) : undefined };
}
const pay = (token: string, body: unknown, name: string = randomUUID()) =>
  send("POST", "/api/v1/payments", token, body, { "idempotency-key": name });
const order = (i: number, amountCents: number, orderNumber: string) => ({
  grant: grants[i]!.number,
  amountCents,
  orderNumber,
  paidOn: TODAY,
});

describe("keys", () => {
  it("are shown once, kept as a digest, and end when they are revoked, expire or are used from elsewhere", async () => {
    const { db } = site;
    const made = must(await createKey(db, { name: "Finances", scopes: ["payments:read"], days: 30, addresses: ["10.1.0.0/16"] }, admin));
    expect(JSON.stringify(await db.selectFrom("apiKey").selectAll().execute())).not.toContain(made.token);
    const from = (address: string) => send("GET", "/api/v1/payments", made.token, undefined, { "x-forwarded-for": address });
    expect((await from("10.1.2.3")).status).toBe(200);
    expect((await from("::ffff:10.1.2.3")).status).toBe(200);
    for (const address of ["10.2.0.1", "2001:db8::1", "nowhere"]) expect((await from(address)).json.type).toMatch(/#key_address$/);
    expect((await from("10.1.2.3")).headers.get("set-cookie")).toBeNull();
    must(await revokeKey(db, made.key.id, admin));
    const refused = await from("10.1.2.3");
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
    const old = must(
      await createKey(db, { name: "Vieille", scopes: ["payments:read"], days: 1 }, admin, new Date(Date.now() - 23.999 * 3_600_000)),
    );
    await sql`UPDATE api_key SET created_at = created_at - interval '2 days', expires_at = expires_at - interval '1 day' WHERE id = ${old.key.id}`.execute(
      db,
    );
    expect((await send("GET", "/api/v1/payments", old.token)).status).toBe(401);
    for (const token of [undefined, "vm_short", `vm_${"a".repeat(43)}`])
      expect((await send("GET", "/api/v1/payments", token)).status).toBe(401);
  });

  it("are made by administrators alone, with what they say in order", async () => {
    expect(await createKey(site.db, { name: "X", scopes: ["payments:read"], days: 30 }, people.finance)).toEqual({
      ok: false,
      reason: "forbidden",
    });
    expect(await createKey(site.db, { name: "", scopes: ["all"], days: 1_000, addresses: ["10.1.2.3/16"] }, admin)).toEqual({
      ok: false,
      reason: "invalid",
      fields: ["name", "scopes", "days", "addresses"],
    });
  });

  it("are made, listed and revoked on the command line", async () => {
    const run = async (...args: string[]) => {
      const work = readKeyCommand(args);
      return typeof work === "string" ? work : work(site.db);
    };
    const made = (await run("create", "--name", "Ligne", "--scope", "grants:read", "--from", "10.0.0.0/8")) as {
      code: number;
      lines: string[];
    };
    expect(made).toEqual({ code: 0, lines: [expect.stringMatching(/^vm_[\w-]{43}$/)] });
    const listed = ((await run("list")) as { lines: string[] }).lines.find((line) => line.endsWith("Ligne")) ?? "";
    expect(listed).toContain("grants:read");
    const id = listed.split("\t")[0]!;
    expect(await run("revoke", id)).toEqual({ code: 0, lines: [`${id} is revoked`] });
    expect(await run("revoke", id)).toMatchObject({ code: 1 });
    expect(await run("create", "--name", "X", "--scope", "all")).toMatchObject({ code: 2 });
    for (const args of [[], ["make"], ["revoke", "x"], ["create", "--nothing"]]) expect(typeof (await run(...args))).toBe("string");
  });

  it("take networks as PostgreSQL does", async () => {
    const cases = [
      "10.0.0.0/8",
      "10.0.0.1/8",
      "::/0",
      "2001:db8::/32",
      "2001:db8::1/32",
      "::ffff:10.0.0.0/104",
      "1.2.3.4",
      "1.2.3",
      "10.0.0.0/33",
      "a",
      "10.0.0.0/8/8",
      "fe80::1",
    ];
    for (const one of cases) {
      const taken = await sql`SELECT ${one}::cidr`.execute(site.db).then(
        () => true,
        () => false,
      );
      // PostgreSQL also takes "1.2.3" for 1.2.3.0/24.
      expect([one, isNetwork(one)]).toEqual([one, one === "1.2.3" ? false : taken]);
    }
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(130), async (address, bits) => {
        const text = `${address}/${bits}`;
        const taken = await sql`SELECT ${text}::cidr`.execute(site.db).then(
          () => true,
          () => false,
        );
        expect(isNetwork(text)).toBe(taken);
      }),
      { numRuns: 60 },
    );
  });

  it("open the operations of their scopes and no other", async () => {
    for (const scope of scopeNames) {
      const token = await key(scope);
      for (const operation of keyedOperations) {
        const path = operation.path
          .replace("{kind}", "project")
          .replace("{id}", "0e7f5a2c-6f0e-4d7e-9a55-0c9b8a3f2d11")
          .replace("{number}", "X-1");
        const answer = await send(operation.method.toUpperCase(), path, token, operation.method === "get" ? undefined : {}, {
          "idempotency-key": randomUUID(),
          "if-match": '"1"',
        });
        const may = operation.scope === scope;
        expect([operation.id, scope, answer.json?.type?.endsWith("#key_scope") ?? false]).toEqual([operation.id, scope, !may]);
        if (!may) expect(answer.status).toBe(403);
        else expect([200, 404, 422]).toContain(answer.status);
      }
    }
  });

  it("have their share of requests, and no more", () => {
    const bucket = new TokenBucket({ size: 3, perSecond: 2 });
    expect([1, 2, 3, 4].map(() => bucket.take("a", 1_000).ok)).toEqual([true, true, true, false]);
    expect(bucket.take("b", 1_000).ok).toBe(true);
    expect(bucket.take("a", 1_400).ok).toBe(false);
    expect(bucket.take("a", 1_500).ok).toBe(true);
  });
});

describe("payments", () => {
  it("are recorded as the accounts tell them, under the name of the key", async () => {
    const token = await key("payments:write", "payments:read", "grants:read");
    const id = await checked(0, 500_000);
    const done = await pay(token, order(0, 500_000, "M-1"));
    expect(done.json).toEqual({ id, grant: grants[0]!.number, orderNumber: "M-1", paidOn: TODAY, amountCents: 500_000 });
    expect(done.status).toBe(201);
    const event = await site.db
      .selectFrom("event")
      .selectAll()
      .where("record", "=", id)
      .where("action", "=", "paid")
      .executeTakeFirstOrThrow();
    expect(event.actor).toMatch(/^key:/);
    expect(event.actorName).toContain("Clé payments:write");
    const listed = await send("GET", `/api/v1/payments?state=paid&grant=${grants[0]!.number}`, token);
    expect(listed.json.payments).toMatchObject([{ id, orderNumber: "M-1", paidOn: TODAY, amountCents: 500_000, state: "paid" }]);
    expect((await send("GET", `/api/v1/payments?cursor=${listed.json.cursor}`, token)).json.payments).toEqual([]);
    expect((await send("GET", `/api/v1/grants/${grants[0]!.number}`, token)).json).toMatchObject({
      number: grants[0]!.number,
      payments: [{ id, state: "paid" }],
    });
    expect(await moneyFaults(site.db, world)).toEqual([]);
  });

  it("are refused with the reason, in the language of the request, and nothing is written", async () => {
    const token = await key("payments:write");
    const before = await site.db
      .selectFrom("event")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    const id = must(await requestPayment(site.db, grants[1]!.id, { tranche: grants[1]!.tranche, amountCents: 700 }, people.officer)).id;
    const refusals: [unknown, number, string][] = [
      [order(1, 700, "M-2"), 409, "payment_unchecked"],
      [order(1, 701, "M-2"), 409, "payment_none"],
      [order(0, 500_000, "M-1"), 409, "payment_recorded"],
    ];
    for (const [body, status, reason] of refusals) {
      const answer = await pay(token, body);
      expect([answer.status, answer.json.reason]).toEqual([status, reason]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
    const wrong = await pay(token, { grant: "X", amountCents: -5, orderNumber: "", paidOn: "hier", iban: "FR76" });
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors.map(({ field, code }: any) => `${field} ${code}`).sort()).toEqual([
      "amountCents too_small",
      "iban unknown_field",
      "orderNumber required",
      "paidOn date",
    ]);
    expect(wrong.json.detail).toBe("Des champs sont faux : rien n’a été enregistré.");
    expect((await pay(token, { ...order(1, 700, "M-2"), paidOn: "2999-01-01" })).json.errors).toMatchObject([
      { field: "paidOn", code: "in_the_future" },
    ]);
    must(await movePayment(site.db, id, "reject", { reason: "Essai" }, people.officer, ON));
    const after = await site.db
      .selectFrom("event")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    expect(Number(after.n) - Number(before.n)).toBe(2);
  });

  it("name the payment where several would fit", async () => {
    const token = await key("payments:write");
    const [one, two] = [await checked(1, 900), await checked(1, 900)];
    const answer = await pay(token, order(1, 900, "M-3"));
    expect(answer.json.reason).toBe("payment_several");
    expect(answer.json.detail).toContain(one);
    expect((await pay(token, { ...order(1, 900, "M-3"), payment: two })).json.id).toBe(two);
    expect((await pay(token, order(1, 900, "M-4"))).json.id).toBe(one);
  });

  it("take two persons: not the maker of the key alone", async () => {
    const token = await key("payments:write");
    await checked(1, 1_234, admin);
    const answer = await pay(token, order(1, 1_234, "M-5"));
    expect([answer.status, answer.json.reason]).toEqual([409, "payment_two_persons"]);
  });

  it("are recorded once by twenty requests of one name at the same instant", async () => {
    const token = await key("payments:write");
    const id = await checked(2, 10_000);
    const name = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(token, order(2, 10_000, "M-6"), name)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(19);
    const paid = await site.db.selectFrom("event").select("id").where("record", "=", id).where("action", "=", "paid").execute();
    expect(paid).toHaveLength(1);
    const reused = await pay(token, order(2, 10_001, "M-6"), name);
    expect([reused.status, reused.json.type]).toEqual([422, "http://localhost/api#idempotency_reused"]);
    // The same name of another key is another name.
    expect((await pay(await key("payments:write"), order(2, 10_000, "M-6"), name)).json.reason).toBe("payment_recorded");
    const unnamed = await send("POST", "/api/v1/payments", token, order(2, 1, "M-7"));
    expect(unnamed.json.type).toMatch(/#idempotency_missing$/);
    expect((await pay(token, order(2, 1, "M-7"), "é")).json.type).toMatch(/#idempotency_form$/);
  });

  it("are paid or not, never half: the process is cut off before the answer is kept", async () => {
    const { db } = site;
    const token = await key("payments:write");
    const id = await checked(2, 20_000);
    await sql`CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3); RETURN NEW; END $$`.execute(db);
    await sql`CREATE TRIGGER a_linger BEFORE UPDATE ON api_answer FOR EACH ROW EXECUTE FUNCTION linger()`.execute(db);
    const name = randomUUID();
    const { error } = site.services.log;
    site.services.log.error = () => {}; // the fault is ours
    const cut = pay(token, order(2, 20_000, "M-8"), name);
    for (let ended = 0; ended === 0; ) {
      const { rows } = await sql<{ done: boolean }>`SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep' AND pid <> pg_backend_pid()`.execute(db);
      ended = rows.length;
    }
    expect((await cut).status).toBeGreaterThanOrEqual(500);
    site.services.log.error = error;
    await sql`DROP TRIGGER a_linger ON api_answer`.execute(db);
    expect((await db.selectFrom("payment").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state).toBe("checked");
    expect((await pay(token, order(2, 20_000, "M-8"), name)).status).toBe(201);
    expect((await pay(token, order(2, 20_000, "M-8"), name)).headers.get("idempotent-replayed")).toBe("true");
    expect(await moneyFaults(db, world)).toEqual([]);
  });

  it("come in batches: all or nothing, or each with what became of it", async () => {
    const token = await key("payments:write");
    const batch = (mode: string, payments: unknown[]) =>
      send("POST", "/api/v1/payments/batch", token, { mode, payments }, { "idempotency-key": randomUUID() });
    const ids = [await checked(0, 41), await checked(1, 42), await checked(2, 43)];
    const lines = [order(0, 41, "B-1"), order(1, 99, "B-2"), order(2, 43, "B-3")];
    const refused = await batch("all", lines);
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toMatchObject([{ line: 1, code: "payment_none" }]);
    const states = async () =>
      (await site.db.selectFrom("payment").select("state").where("id", "in", ids).execute()).map(({ state }) => state);
    expect(await states()).toEqual(["checked", "checked", "checked"]);
    // Twice the same order number: the database refuses the second, the others stand.
    const each = await batch("each", [...lines, { ...order(1, 42, "B-3") }]);
    expect(each.json).toMatchObject({
      recorded: 2,
      refused: 2,
      lines: [{ ok: true, id: ids[0] }, { ok: false }, { ok: true }, { ok: false, reason: "payment_order_number" }],
    });
    expect((await states()).sort()).toEqual(["checked", "paid", "paid"]);
    expect((await batch("some", [{}])).json.errors).toMatchObject([{ field: "mode", code: "choice" }]);
    expect(await moneyFaults(site.db, world)).toEqual([]);
  });

  it("come back, and commitments have their number", async () => {
    const token = await key("payments:write");
    const post = (path: string, body: unknown) => send("POST", path, token, body, { "idempotency-key": randomUUID() });
    const recovery = { grant: grants[0]!.number, year: 2026, source: "water", amountCents: 100, reason: "Reliquat", orderedOn: TODAY };
    const ordered = await post("/api/v1/recoveries", recovery);
    expect(ordered.status).toBe(201);
    expect((await post("/api/v1/recoveries", { ...recovery, year: 2031 })).json.reason).toBe("recovery_envelope");
    expect((await post("/api/v1/recoveries", { ...recovery, amountCents: 1e10 })).json.reason).toBe("recovery_amount");
    expect((await post(`/api/v1/recoveries/${ordered.json.id}/receipt`, { receivedOn: TODAY })).status).toBe(200);
    expect((await post(`/api/v1/recoveries/${ordered.json.id}/receipt`, { receivedOn: TODAY })).json.reason).toBe("wrong_state");
    const committed = { grant: grants[3]!.number, commitmentNumber: "2026-E-1" };
    expect((await post("/api/v1/commitments", committed)).status).toBe(200);
    expect((await post("/api/v1/commitments", committed)).status).toBe(200);
    expect((await post("/api/v1/commitments", { ...committed, commitmentNumber: "2026-E-2" })).json.reason).toBe("commitment_numbered");
    const grant = await site.db
      .selectFrom("grant")
      .select(["state", "commitmentNumber"])
      .where("number", "=", committed.grant)
      .executeTakeFirstOrThrow();
    expect(grant).toEqual({ state: "committed", commitmentNumber: "2026-E-1" });
    expect(await moneyFaults(site.db, world)).toEqual([]);
  });
});

describe("records", () => {
  const project = { name: { fr: "Ferme-école de Ziguinchor" }, state: "running" };

  it("are made, read, changed and published, each on its version", async () => {
    const token = await key("register:write", "register:publish");
    const made = await send("POST", "/api/v1/records/project", token, project);
    expect([made.status, made.headers.get("etag"), made.json.status]).toEqual([201, '"1"', "draft"]);
    const path = `/api/v1/records/project/${made.json.id}`;
    expect(made.headers.get("location")).toBe(`http://localhost${path}`);
    expect((await send("PUT", path, token, project)).status).toBe(428);
    expect((await send("PUT", path, token, project, { "if-match": "*" })).status).toBe(428);
    const changed = await send(
      "PATCH",
      path,
      token,
      { name: { en: "Farm school" }, state: "finished" },
      { "if-match": '"1"', "content-type": "application/merge-patch+json" },
    );
    expect([changed.status, changed.json.version, changed.json.document.name]).toEqual([200, 2, { ...project.name, en: "Farm school" }]);
    const old = await send("PUT", path, token, project, { "if-match": '"1"' });
    expect([old.status, old.json.currentVersion, old.headers.get("etag")]).toEqual([412, 2, '"2"']);
    expect((await send("POST", `${path}/state`, token, { move: "publish" }, { "if-match": '"1"' })).status).toBe(412);
    const published = await send("POST", `${path}/state`, token, { move: "publish" }, { "if-match": '"2"' });
    expect([published.status, published.json.status, published.json.version]).toEqual([200, "published", 3]);
    expect((await send("POST", `${path}/state`, token, { move: "publish" }, { "if-match": '"3"' })).json.reason).toBe("wrong_state");
    expect((await send("GET", path, token)).json.version).toBe(3);
    expect((await send("GET", "/api/v1/records/project/nowhere", token)).status).toBe(404);
    expect((await send("GET", "/api/v1/records/nothing/nowhere", token)).status).toBe(404);
    const events = await site.db.selectFrom("event").select(["actor", "action"]).where("record", "=", made.json.id).orderBy("id").execute();
    expect(events.map(({ action }) => action)).toEqual(["created", "edited", "published"]);
    expect(events.every(({ actor }) => actor.startsWith("key:"))).toBe(true);
  });

  it("are parsed as in the office, and published ones name published ones", async () => {
    const token = await key("register:write", "register:publish");
    const wrong = await send("POST", "/api/v1/records/project", token, {
      name: {},
      state: "x",
      colour: "red",
      programme: "nowhere-at-all",
    });
    expect(wrong.json.errors.map(({ field, code }: any) => `${field} ${code}`)).toEqual(
      expect.arrayContaining(["name required", "state choice", "colour unknown_field"]),
    );
    const unknown = await send("POST", "/api/v1/records/project", token, { ...project, programme: "nowhere-at-all" });
    expect(unknown.json.errors).toMatchObject([{ field: "programme", code: "unknown_reference" }]);
    const organisation = await send("POST", "/api/v1/records/organisation", token, {
      name: { fr: "Brouillon" },
      type: "22",
      noIdentifier: "unknown",
      country: "FR",
    });
    const award = await send("POST", "/api/v1/records/award", token, {
      name: { fr: "Aide" },
      organisation: organisation.json.id,
      amountCents: 5,
      awardedOn: "2026",
    });
    expect([award.status, award.json.errors]).toEqual([201, undefined]);
    const refused = await send("POST", `/api/v1/records/award/${award.json.id}/state`, token, { move: "publish" }, { "if-match": '"1"' });
    expect([refused.status, refused.json.errors[0].detail]).toEqual([409, `organisation ${organisation.json.id}`]);
  });

  it("are made once under one name", async () => {
    const token = await key("register:write");
    const name = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        send("POST", "/api/v1/records/source", token, { name: { fr: "Rapport" }, publisher: "R" }, { "idempotency-key": name }),
      ),
    );
    expect([...new Set(answers.map(({ text }) => text))]).toHaveLength(1);
    expect(answers[0]!.status).toBe(201);
  });
});

describe("files", () => {
  const csv = (amount: string) =>
    `nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention
Ville de Lyon,21690123100011,2022-03-01,2022-7,Forum réfugiés,32536737900016,Accueil,${amount},aide en numéraire,unique,2022-04-01,,non,1
`;
  const send_ = (token: string, path: string, body: string, type = "text/csv") => send("POST", path, token, body, { "content-type": type });

  it("come in as in the office: what they did is told, and the same again does nothing", async () => {
    const token = await key("imports:write");
    const dry = await send_(token, "/api/v1/imports/scdl?dryRun=true", csv("1500"));
    expect([dry.status, dry.json.written, dry.json.numbers.created]).toEqual([200, false, 1]);
    const done = await send_(token, "/api/v1/imports/scdl?name=lyon.csv", csv("1500"));
    expect([done.json.written, done.json.numbers.subsidies]).toEqual([true, 1]);
    expect((await send_(token, "/api/v1/imports/scdl", csv("1500"))).json.numbers.unchanged).toBe(1);
    expect((await send_(token, "/api/v1/imports/scdl?publish=true", csv("1600"))).json.type).toMatch(/#key_scope$/);
    expect((await send_(token, "/api/v1/imports/scdl?colour=red", csv("1600"))).json.type).toMatch(/#unknown_parameter$/);
    expect((await send_(token, "/api/v1/imports/scdl", "x")).status).toBe(422);
    const event = await site.db.selectFrom("event").select("actor").where("kind", "=", "subsidy").executeTakeFirstOrThrow();
    expect(event.actor).toMatch(/^key:/);
  });

  it("of IATI too, and what is hostile is refused with its line", async () => {
    const token = await key("imports:write");
    const xml = `<?xml version="1.0"?><iati-activities version="2.03"><iati-activity><iati-identifier>XX-1</iati-identifier></iati-activity></iati-activities>`;
    const done = await send_(token, "/api/v1/imports/iati?dryRun=true", xml, "application/xml");
    expect([done.status, done.json.format, done.json.written]).toEqual([200, "iati", false]);
    const hostile = await send_(token, "/api/v1/imports/iati", `<!DOCTYPE x [<!ENTITY a "b">]>${xml}`, "application/xml");
    expect([hostile.status, hostile.json.reason]).toEqual([422, "refused"]);
  });
});

describe("bodies", () => {
  it("are strict JSON of a bounded size", async () => {
    const token = await key("register:write");
    const post = (body: string, type = "application/json") =>
      send("POST", "/api/v1/records/project", token, body, { "content-type": type });
    expect((await post("{}", "text/plain")).status).toBe(415);
    expect((await post("{}", "application/x-www-form-urlencoded")).status).toBe(415);
    for (const body of [
      "",
      "{",
      '{"a":1,}',
      '{"name":{"fr":"A"},"name":{"fr":"B"}}',
      "[".repeat(3_000),
      `${"[".repeat(30)}${"]".repeat(30)}`,
    ])
      expect([body.slice(0, 20), (await post(body)).status]).toEqual([body.slice(0, 20), 400]);
    for (const body of ["null", "[]", "1", '"x"', '{"__proto__":{"name":1}}', '{"constructor":1}'])
      expect([body, (await post(body)).status]).toEqual([body, 422]);
    expect((await post(JSON.stringify({ name: { fr: "x".repeat(1_100_000) } }))).status).toBe(413);
  });

  it("have each name once, however it is written", () => {
    expect(repeatedName('{"a":{"a":1},"b":["a","a",{"a":1}]}')).toBeUndefined();
    expect(repeatedName('{"a":1,"\\u0061":2}')).toBe("a");
    expect(repeatedName('{"a":"{\\"b\\":1,","b":"x,\\"b\\":"}')).toBeUndefined();
    fc.assert(fc.property(fc.jsonValue(), (value) => repeatedName(JSON.stringify(value)) === undefined));
  });

  it("merge as RFC 7396 says", () => {
    // Its appendix A.
    const cases: [unknown, unknown, unknown][] = [
      [{ a: "b" }, { a: "c" }, { a: "c" }],
      [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
      [{ a: "b" }, { a: null }, {}],
      [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
      [{ a: ["b"] }, { a: "c" }, { a: "c" }],
      [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
      [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
      [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
      [
        ["a", "b"],
        ["c", "d"],
        ["c", "d"],
      ],
      [{ a: "b" }, ["c"], ["c"]],
      [{ a: "foo" }, null, null],
      [{ a: "foo" }, "bar", "bar"],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [[1, 2], { a: "b", c: null }, { a: "b" }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of cases) expect(mergePatch(target, patch)).toEqual(result);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        expect(mergePatch(mergePatch(target, patch), patch)).toEqual(mergePatch(target, patch));
      }),
    );
  });
});
