import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import type { Actor } from "../platform/accounts/rights.ts";
import { logEvent } from "../platform/audit/log.ts";
import { verifyChain } from "../platform/audit/store.ts";
import type { Database } from "../platform/database/connect.ts";
import type { Files } from "../platform/files.ts";
import { ruleIds, termsSchema } from "../platform/retention/rules.ts";
import { liftHold, placeHold } from "./hold/actions.ts";
import { listHolds } from "./hold/store.ts";
import { answerRequest, noteRequest, proveIdentity } from "./request/actions.ts";
import { listRequests } from "./request/store.ts";
import { applyRetention, planRetention } from "./retention/actions.ts";
import { forgetActors, forgetWords } from "./retention/log-store.ts";
import { listRuns } from "./retention/run-store.ts";
import { sweep } from "./retention/testing.ts";
import { closeOwnAccount, previewErasure } from "./subject/actions.ts";
import { copyOf } from "./subject/copy.ts";

let db: Database;
let end: () => Promise<void>;
const removed: string[] = [];
const files: Files = { put: async () => "", get: async () => undefined, remove: async (sha256) => void removed.push(sha256) };
const ada: Actor = { id: "ada", name: "Ada Marqueur", role: "administrator" };
const city = { privacy: { authority: { name: { fr: "CNIL" }, url: "https://cnil.example" } } } as never;
const desk = () => ({ db, files, baseUrl: "http://localhost", city });

beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  await sql`INSERT INTO country (code, continent) VALUES ('FR', 'europe') ON CONFLICT DO NOTHING`.execute(db);
  await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES ('ada', 'Ada Marqueur', 'ada@ville.example', true, 'administrator')`.execute(
    db,
  );
});
afterAll(() => end());

const broken = async () =>
  (
    await sql<{
      n: number;
      unexplained: number | null;
    }>`SELECT count(*) FILTER (WHERE hash <> event_digest(e))::int AS n, event_unexplained(0, 1000000) AS unexplained FROM event e`.execute(
      db,
    )
  ).rows[0]!;
const person = (id: string, role = "applicant", seen = 0) =>
  sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role, "lastSeenOn") VALUES (${id}, ${`${id} Marqueur`}, ${`${id}@asso.example`}, true, ${role}, current_date - ${seen}::int)`.execute(
    db,
  );
const body = async (name: string, ...members: string[]) => {
  const { rows } = await sql<{
    id: string;
  }>`INSERT INTO applicant (name, legal_form, no_identifier, country, profile) VALUES (${name}, 'foreign', 'foreign', 'FR', '{"contactName": "Zoé"}') RETURNING id`.execute(
    db,
  );
  for (const member of members)
    await sql`INSERT INTO applicant_member (applicant, user_id, role) VALUES (${rows[0]!.id}, ${member}, 'representative')`.execute(db);
  return rows[0]!.id;
};

describe("the log", () => {
  it("lets a name and words go, keeps its chain, and says what went", async () => {
    await db.transaction().execute(async (trx) => {
      await logEvent(trx, { kind: "application", id: "a-1", document: { reason: "Mme Untel est malade", from: "submitted" } }, "withdraw", {
        id: "zoe",
        name: "Zoé Dupont",
        role: "applicant",
      });
      await logEvent(trx, { kind: "application", id: "a-2", document: { from: "draft" } }, "submit", {
        id: "zoe",
        name: "Zoé Dupont",
        role: "applicant",
      });
      await logEvent(trx, { kind: "application", id: "a-3", document: {} }, "admit", ada);
    });
    await db.transaction().execute((trx) => forgetActors(trx, ["zoe"], { kind: "data_request", id: "r-1" }, ada));
    await db
      .transaction()
      .execute((trx) =>
        forgetWords(
          trx,
          { kind: "application", records: ["a-1"], action: "withdraw", blanks: { reason: "[…]" } },
          { kind: "retention", id: "x" },
          ada,
        ),
      );
    const { rows } = await sql<{ text: string }>`SELECT e::text AS text FROM event e`.execute(db);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/Dupont|Untel/);
    expect((await sql<{ d: unknown }>`SELECT document AS d FROM event WHERE record = 'a-1'`.execute(db)).rows[0]!.d).toEqual({
      reason: "[…]",
      from: "submitted",
    });
    expect(await broken()).toEqual({ n: 0, unexplained: null });
  });
  it("changes in no other way, and an erasure that nothing explains is seen", async () => {
    for (const change of [
      sql`UPDATE event SET actor_name = 'X' WHERE record = 'a-3'`,
      sql`UPDATE event SET actor_name = gone(), name_salt = NULL, action = 'deleted', name_redacted_by = 1 WHERE record = 'a-3'`,
      sql`UPDATE event SET actor_name = gone(), name_salt = NULL WHERE record = 'a-3'`,
      sql`DELETE FROM event WHERE record = 'a-3'`,
      sql`TRUNCATE event`,
    ])
      await expect(change.execute(db)).rejects.toThrow(/append-only|event_name_seal/);
    await db
      .transaction()
      .execute(async (trx) => {
        await sql`UPDATE event SET actor_name = gone(), name_salt = NULL, name_redacted_by = 1 WHERE record = 'a-3'`.execute(trx);
        const { rows } = await sql<{ id: number | null }>`SELECT event_unexplained(0, 100000) AS id`.execute(trx);
        expect(rows[0]!.id).toBe(3);
        throw new Error("undo");
      })
      .catch((error: Error) => expect(error.message).toBe("undo"));
    // With the triggers off, a name that is changed under its salt breaks the chain.
    await db
      .transaction()
      .execute(async (trx) => {
        await sql`ALTER TABLE event DISABLE TRIGGER USER`.execute(trx);
        await sql`UPDATE event SET actor_name = 'X' WHERE record = 'a-3'`.execute(trx);
        const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM event e WHERE hash <> event_digest(e)`.execute(trx);
        expect(rows[0]!.n).toBe(1);
        throw new Error("undo");
      })
      .catch((error: Error) => expect(error.message).toBe("undo"));
  });
  it.each([
    ["the words that are left of an entry", `UPDATE event SET document = document || '{"from": "draft"}' WHERE record = 'a-1'`, 1],
    ["the mark where a name was", "UPDATE event SET actor_name = 'Léo' WHERE record = 'a-2'", 2],
  ])("cannot have %s changed unseen", async (_, statement, id) => {
    await db
      .transaction()
      .execute(async (trx) => {
        await sql.raw(`ALTER TABLE event DISABLE TRIGGER USER; ${statement}; ALTER TABLE event ENABLE TRIGGER USER`).execute(trx);
        expect((await verifyChain(trx)).broken).toEqual({ id, fault: "unexplained" });
        expect((await sql<{ id: number }>`SELECT event_unexplained(0, 100000) AS id`.execute(trx)).rows[0]!.id).toBe(id);
        throw new Error("undo");
      })
      .catch((error: Error) => expect(error.message).toBe("undo"));
    expect(await verifyChain(db)).not.toHaveProperty("broken");
  });
});

describe("retention", () => {
  it("plans without writing, erases what is due and no more, notes each run, and is held to its bounds", async () => {
    await sql`INSERT INTO audience_count (day, page, language, referrer, device, views) VALUES (current_date - 900, 'home', 'fr', 'none', 'desktop', 3), (current_date, 'home', 'fr', 'none', 'desktop', 3)`.execute(
      db,
    );
    await sql`INSERT INTO outgoing_mail (to_address, to_name, locale, template, params, subject, body_text, state, sent_at, created_at, dedupe_key)
      SELECT 'old@asso.example', 'Vieille Marque', 'fr', 'x', '{"name": "Vieille"}', 'Vieille', 'Vieille', 'sent', now() - interval '14 months', now() - interval '14 months', k FROM unnest(ARRAY['k 1', 'k old@asso.example']) k`.execute(
      db,
    );
    const policy = { terms: {}, visa: null };
    const plan = new Map((await planRetention(desk(), policy, new Date())).map((one) => [one.rule, one]));
    expect([...plan.keys()]).toEqual(ruleIds);
    expect([plan.get("audience")!.due, plan.get("mail")!.due]).toEqual([1, 2]);
    expect(plan.get("audience")!.next).not.toBeNull();
    expect(JSON.stringify([...plan.values()])).not.toMatch(/asso\.example|Vieille/);
    expect(await sweep(db, ["audience", "mail"])).toEqual({ audience: 1, mail: 2 });
    const mails = await sql<{ text: string; key: string }>`SELECT m::text AS text, dedupe_key AS key FROM outgoing_mail m`.execute(db);
    expect(mails.rows.map(({ key }) => key)).toEqual(["k 1"]);
    expect(mails.rows[0]!.text).not.toMatch(/old@|Vieille/);
    expect(await sweep(db, ["audience", "mail"])).toEqual({ audience: 0, mail: 0 });
    const [, run] = await listRuns(db, 10);
    expect(run!.results.map(({ rule, done, term }) => [rule, done, term])).toEqual([
      ["audience", 1, "25 months"],
      ["mail", 2, "12 months"],
    ]);
    expect(termsSchema.safeParse({ audience: 26 }).success).toBe(false);
    expect(termsSchema.safeParse({ grant_closed: 119 }).success).toBe(false);
    expect(termsSchema.safeParse({ audience: 13 }).success).toBe(true);
  });

  it("carries all rules out, on an empty base too, and goes on past one that fails", async () => {
    const faults: string[] = [];
    const results = await applyRetention(
      desk(),
      { terms: {}, visa: "AD75 2026-1" },
      { occasion: "nightly", now: new Date(), onFault: (rule, error) => faults.push(`${rule} ${error}`) },
    );
    expect(faults).toEqual([]);
    expect(results.map(({ rule }) => rule)).toEqual(ruleIds);
    expect(await broken()).toEqual({ n: 0, unexplained: null });
  });

  it("tells who sleeps, then ends the account; never who answers alone for a file, nor one that is held", async () => {
    for (const id of ["asleep", "awake", "held"]) await person(id, "applicant", id === "awake" ? 10 : 1200);
    await db.transaction().execute((trx) =>
      logEvent(trx, { kind: "applicant", id: "x", document: {} }, "created", {
        id: "asleep",
        name: "asleep Marqueur",
        role: "applicant",
      }),
    );
    expect(await placeHold(db, { kind: "account", record: "HELD@asso.example", reason: "Référé 26-12" }, ada)).toEqual({ ok: true });
    expect((await sweep(db, ["account_asleep"])).account_asleep).toBe(0);
    const told = await sql<{
      to: string;
    }>`SELECT to_address AS "to" FROM outgoing_mail WHERE template = 'account_asleep' ORDER BY 1`.execute(db);
    expect(told.rows.map(({ to }) => to)).toEqual(["asleep@asso.example", "held@asso.example"]);
    await sql`UPDATE auth."user" SET "sleepToldOn" = current_date - 31 WHERE "sleepToldOn" IS NOT NULL`.execute(db);
    const results = await applyRetention(
      desk(),
      { terms: {}, visa: null },
      { occasion: "command", now: new Date(), only: ["account_asleep"] },
    );
    expect(results).toMatchObject([{ rule: "account_asleep", done: 1, held: 1, fault: null }]);
    const { rows } = await sql<{ id: string }>`SELECT id FROM auth."user" WHERE id <> 'ada' ORDER BY id`.execute(db);
    expect(rows.map(({ id }) => id)).toEqual(["awake", "held"]);
    // The database refuses what is held, whoever asks.
    await expect(sql`DELETE FROM auth."user" WHERE id = 'held'`.execute(db)).rejects.toThrow(/held for a dispute/);
    const [hold] = await listHolds(db);
    expect(await liftHold(db, { id: hold!.id, reason: "jugé" }, { ...ada, role: "officer" })).toEqual({ ok: false, reason: "forbidden" });
    expect(await liftHold(db, { id: hold!.id, reason: "" }, ada)).toMatchObject({ problems: [{ path: "reason", code: "required" }] });
    expect(await liftHold(db, { id: hold!.id, reason: "jugé" }, ada)).toEqual({ ok: true });
    expect((await sweep(db, ["account_asleep"])).account_asleep).toBe(1);
  });
});

describe("a person", () => {
  it("gets a copy of all that is about them, and nothing that opens an account", async () => {
    await person("lea");
    await body("Les Amis", "lea", "awake");
    await sql`INSERT INTO auth.account (id, "accountId", "providerId", "userId", password) VALUES ('acc', 'lea', 'credential', 'lea', 'HASHMARK')`.execute(
      db,
    );
    await sql`INSERT INTO auth.session (id, token, "userId", "expiresAt") VALUES ('s', 'TOKENMARK', 'lea', now() + interval '1 day')`.execute(
      db,
    );
    await sql`INSERT INTO subscription (email, locale, rhythm, seen_event, seen_at, next_at) VALUES ('lea@asso.example', 'fr', 'weekly', 0, now(), now())`.execute(
      db,
    );
    await sql`INSERT INTO subscription_topic (subscription, type, value) SELECT id, 'theme', 'water' FROM subscription`.execute(db);
    const copy = await copyOf(db, { userId: "lea", email: "lea@asso.example" }, new Date());
    expect(copy.tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining([
        "auth.user",
        "auth.account",
        "auth.session",
        "public.applicant",
        "public.applicant_member",
        "public.subscription",
        "public.subscription_topic",
      ]),
    );
    const text = JSON.stringify(copy);
    expect(text).not.toMatch(/HASHMARK|TOKENMARK/);
    expect(text).not.toContain("awake@asso.example");
    expect(copy.tables.find(({ table }) => table === "public.subscription_topic")!.rows).toMatchObject([{ type: "theme", value: "water" }]);
  });

  it("closes the account: all goes that may, the log forgets the name, the request is tracked", async () => {
    await sql`INSERT INTO outgoing_mail (to_address, locale, template, subject, body_text) VALUES ('lea@asso.example', 'fr', 'x', 'x', 'x')`.execute(
      db,
    );
    await db
      .transaction()
      .execute((trx) =>
        logEvent(trx, { kind: "applicant", id: "y", document: {} }, "edited", { id: "lea", name: "lea Marqueur", role: "applicant" }),
      );
    const preview = await previewErasure(db, { userId: "lea", email: "lea@asso.example" });
    expect(preview).toMatchObject({ memberships: 1, mails: 1, subscriptions: 1, entries: 1, signed: false, held: false, living: [] });
    expect(
      await closeOwnAccount(desk(), { id: "lea", name: "lea Marqueur", role: "applicant", email: "lea@asso.example" }, "2026-01-31"),
    ).toEqual({ ok: true });
    for (const [table, what] of [
      ["auth.user", "id = 'lea'"],
      ["auth.session", `"userId" = 'lea'`],
      ["subscription", "email = 'lea@asso.example'"],
      ["outgoing_mail", "to_address = 'lea@asso.example'"],
    ])
      expect((await sql`SELECT FROM ${sql.table(table!)} WHERE ${sql.raw(what!)}`.execute(db)).rows).toEqual([]);
    expect((await sql<{ t: string }>`SELECT string_agg(e::text, '') AS t FROM event e`.execute(db)).rows[0]!.t).not.toContain(
      "lea Marqueur",
    );
    expect(await listRequests(db)).toMatchObject([{ rightAsked: "erasure", state: "done", userId: "lea", email: null }]);
    expect(await broken()).toEqual({ n: 0, unexplained: null });
  });

  it("asks, is answered within a month that the database counts, and never without showing who it is", async () => {
    const input = { right: "access", channel: "post", email: "Paul@Example.org", name: "Paul", words: "", receivedOn: "2026-01-31" };
    expect(await noteRequest(desk(), { ...input, receivedOn: "2026-03-01" }, "2026-02-01", ada)).toMatchObject({
      problems: [{ path: "receivedOn", code: "future" }],
    });
    expect(await noteRequest(desk(), { ...input, email: "paul" }, "2026-02-01", ada)).toMatchObject({
      reason: "invalid",
      problems: [{ path: "email" }],
    });
    const noted = await noteRequest(desk(), input, "2026-02-01", ada);
    if (!noted.ok) throw new Error("not noted");
    const [request] = await listRequests(db);
    expect(request).toMatchObject({ dueOn: "2026-02-28", identity: "unproven", email: "paul@example.org" });
    const answer = { outcome: "done", answer: "Voici.", tell: true };
    expect(await answerRequest(desk(), noted.id, answer, "2026-02-10", ada)).toEqual({ ok: false, reason: "unproven" });
    await expect(
      sql`UPDATE data_request SET state = 'done', answer = 'x', answered_on = '2026-02-10', answered_by = 'a', answered_name = 'a' WHERE id = ${noted.id}`.execute(
        db,
      ),
    ).rejects.toThrow(/data_request_proven/);
    expect(await proveIdentity(desk(), noted.id, { identity: "document", note: "vu le 3 février" }, ada)).toEqual({ ok: true });
    expect(await answerRequest(desk(), noted.id, answer, "2026-02-10", ada)).toEqual({ ok: true });
    expect(await answerRequest(desk(), noted.id, answer, "2026-02-10", ada)).toEqual({ ok: false, reason: "answered" });
    const { rows } = await sql<{ body: string }>`SELECT body_text AS body FROM outgoing_mail WHERE template = 'data_request_done'`.execute(
      db,
    );
    expect(rows[0]!.body).toContain("CNIL (https://cnil.example)");
  });
});
