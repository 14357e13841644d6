import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { type Database, published } from "../platform/database/connect.ts";
import { setTimeZone } from "../platform/time-zone.ts";
import { sweep } from "../privacy/retention/testing.ts";
import type { KindName } from "../register/kinds.ts";
import { createRecord, moveRecord } from "../register/record/actions.ts";
import { askToFollow, change, confirm, eraseAddress, type FollowDesk, stop } from "./actions.ts";
import { changesOfTopic } from "./change-store.ts";
import { digestComposer } from "./compose.ts";
import { readContent, tellMoments, writeDigests } from "./digest.ts";
import { personalLink } from "./links.ts";
import { nextDigest, readTopics, type Topic, topicKey } from "./rules.ts";

let test: Awaited<ReturnType<typeof openTestDatabase>>;
let db: Database;
let desk: FollowDesk;
const officer = { id: "olga", name: "Olga", role: "officer" } as const;
const head = {
  city: { name: { fr: "Paris" }, title: { fr: "Paris, ville monde" }, service: { fr: "DGRI" } },
  baseUrl: "https://monde.example.org",
  secret: "s".repeat(40),
};
const topic = (type: string, value = "") => ({ type, value }) as Topic;

async function make(kind: KindName, document: unknown, publish = true): Promise<string> {
  const made = await createRecord(db, kind, document, officer);
  if (!made.ok) throw new Error(`${kind}: ${JSON.stringify(made)}`);
  if (publish) expect(await moveRecord(db, kind, made.id, "publish", officer)).toMatchObject({ ok: true });
  return made.id;
}
const project = (name: string, more: object = {}) => ({ name: { fr: name }, ...more });

beforeAll(async () => {
  test = await openTestDatabase({ paris: true });
  db = test.db;
  desk = { db, published: published(db), mail: head };
  setTimeZone("Europe/Paris", { fr: "heure de Paris" });
});
afterAll(() => test.end());
beforeEach(async () => {
  await db.deleteFrom("outgoingMail").execute();
  await sql`DELETE FROM auth.throttle`.execute(db);
  await db.deleteFrom("subscriptionRequest").execute();
  await db.deleteFrom("subscription").execute();
});

const form = (email: string, topics: Record<string, string[]>, rest: Record<string, string[]> = {}) => ({
  email: [email],
  rhythm: ["weekly"],
  locale: ["fr"],
  ...topics,
  ...rest,
});
const now = () => new Date();
const mails = (template: string) => db.selectFrom("outgoingMail").selectAll().where("template", "=", template).orderBy("id").execute();
const tokenIn = (text: string) => /jeton=([\w-]+)/.exec(text)![1]!;

/** Someone who follows, confirmed; due for a digest at once. */
async function follower(email: string, topics: Record<string, string[]>, rest: Record<string, string[]> = {}): Promise<string> {
  expect(await askToFollow(desk, form(email, topics, rest), now())).toEqual({ ok: true });
  const [mail] = await db
    .selectFrom("outgoingMail")
    .selectAll()
    .where("toAddress", "=", email.toLowerCase())
    .orderBy("id", "desc")
    .limit(1)
    .execute();
  const done = await confirm(desk, tokenIn(mail!.bodyText), now());
  if (!done.ok) throw new Error("not confirmed");
  await db
    .updateTable("subscription")
    .set({ nextAt: new Date(0) })
    .where("id", "=", done.id)
    .execute();
  return done.id;
}
const key = (id: string, use: "mine" | "stop") => new URL(personalLink(head, use, id, "fr")).searchParams.get("cle")!;
async function composed(id: string) {
  const all = await db.selectFrom("outgoingMail").selectAll().where("aboutId", "=", id).execute();
  return Promise.all(all.map((mail) => digestComposer({ db, published: published(db), mail: head })(mail as never)));
}

describe("opting in", () => {
  it("keeps nothing of an address until its owner confirms, and the token only as a digest", async () => {
    await askToFollow(desk, form("Zoe@Asso.example", { theme: ["water"] }), now());
    expect(await db.selectFrom("subscription").selectAll().execute()).toEqual([]);
    const [mail] = await mails("follow_confirm");
    const token = tokenIn(mail!.bodyText);
    expect(mail!.bodyText).toContain("https://monde.example.org/fr/suivre/confirmer?jeton=");
    const [request] = await db.selectFrom("subscriptionRequest").selectAll().execute();
    expect(JSON.stringify(request)).not.toContain(token);
    expect(await confirm(desk, token, now())).toMatchObject({ ok: true });
    expect(await db.selectFrom("subscription").select(["email", "rhythm"]).execute()).toEqual([
      { email: "zoe@asso.example", rhythm: "weekly" },
    ]);
    expect(await confirm(desk, token, now())).toEqual({ ok: false, reason: "link" });
  });
  it("confirms once when a link is followed twice at once", async () => {
    await askToFollow(desk, form("zoe@asso.example", { theme: ["water"] }), now());
    const token = tokenIn((await mails("follow_confirm"))[0]!.bodyText);
    const done = await Promise.all([1, 2, 3].map(() => confirm(desk, token, now())));
    expect(done.some(({ ok }) => ok)).toBe(true);
    expect(await db.selectFrom("subscription").selectAll().execute()).toHaveLength(1);
  });
  it("forgets after 48 hours, mail and all", async () => {
    await askToFollow(desk, form("zoe@asso.example", { calls: ["1"] }), new Date(Date.now() - 49 * 3_600_000));
    const token = tokenIn((await mails("follow_confirm"))[0]!.bodyText);
    expect(await confirm(desk, token, now())).toEqual({ ok: false, reason: "link" });
    const createdAt = new Date(Date.now() - 49 * 3_600_000);
    await db.updateTable("outgoingMail").set({ createdAt }).execute();
    await db.updateTable("subscriptionRequest").set({ createdAt }).execute();
    await sweep(db, ["follow_request"]);
    expect(await db.selectFrom("subscriptionRequest").selectAll().execute()).toEqual([]);
    expect(await mails("follow_confirm")).toEqual([]);
  });
  it("answers the same for an address that follows already, and adds to what it follows", async () => {
    const id = await follower("zoe@asso.example", { theme: ["water"] });
    expect(await follower("zoe@asso.example", { country: ["SN"] }, { locale: ["en"] })).toBe(id);
    const topics = await db.selectFrom("subscriptionTopic").select(["type", "value"]).orderBy("type").execute();
    expect(topics).toEqual([topic("country", "SN"), topic("theme", "water")]);
  });
  it("fills no stranger’s mailbox", async () => {
    for (let i = 0; i < 9; i++) expect(await askToFollow(desk, form("zoe@asso.example", { calls: ["1"] }), now())).toEqual({ ok: true });
    expect((await mails("follow_confirm")).length).toBeLessThanOrEqual(5);
  });
  it.each([
    [form("", { calls: ["1"] }), { path: "email", code: "required" }],
    [form("zoe", { calls: ["1"] }), { path: "email", code: "email" }],
    [form("a@b.example, c@d.example", { calls: ["1"] }), { path: "email", code: "email" }],
    [form("zoe@asso.example", {}), { path: "topics", code: "no_topic" }],
    [form("zoe@asso.example", { partner: ["nobody"] }), { path: "topics", code: "topic_gone", values: { topics: "nobody" } }],
    [form("zoe@asso.example", { calls: ["1"] }, { rhythm: ["hourly"] }), { path: "rhythm", code: "choice" }],
  ])("refuses with the field and the remedy (%#)", async (values, problem) => {
    expect(await askToFollow(desk, values, now())).toEqual({ ok: false, problems: [problem] });
    expect(await mails("follow_confirm")).toEqual([]);
  });
  it("names nothing that is not public: a draft cannot be followed", async () => {
    const draft = await make("partner", { name: { fr: "Ville cachée" }, type: "city", country: "SN" }, false);
    expect(await askToFollow(desk, form("zoe@asso.example", { partner: [draft] }), now())).toMatchObject({ ok: false });
  });
});

describe("a personal link", () => {
  it("changes and ends one subscription, and no other", async () => {
    const [zoe, max] = [await follower("zoe@asso.example", { theme: ["water"] }), await follower("max@asso.example", { theme: ["water"] })];
    const values = form("", { network: [(await anyOf("network"))!] }, { rhythm: ["monthly"] });
    expect(await change(desk, zoe, key(max, "mine"), values, now())).toEqual({ ok: false, reason: "link" });
    expect(await change(desk, zoe, key(zoe, "stop"), values, now())).toEqual({ ok: false, reason: "link" });
    expect(await change(desk, zoe, key(zoe, "mine"), values, now())).toMatchObject({ ok: true });
    expect(await stop(desk, zoe, key(max, "stop"))).toBe(false);
    expect(await stop(desk, zoe, key(zoe, "stop"))).toBe(true);
    expect(await stop(desk, zoe, key(zoe, "stop"))).toBe(true);
    expect(await db.selectFrom("subscription").select("id").execute()).toEqual([{ id: max }]);
  });
  it("erases the mails that were written too, as does the office on request", async () => {
    const zoe = await follower("zoe@asso.example", { everything: ["1"] });
    await make("project", project("Puits"));
    await writeDigests(db, now());
    expect(await mails("follow_digest")).toHaveLength(1);
    await stop(desk, zoe, key(zoe, "stop"));
    expect(await db.selectFrom("outgoingMail").select("id").execute()).toEqual([]);
    await follower("zoe@asso.example", { everything: ["1"] });
    expect(await eraseAddress(db, " ZOE@asso.example ")).toEqual({ ok: true, found: true });
    expect(await eraseAddress(db, "zoe@asso.example")).toEqual({ ok: true, found: false });
    expect(await db.selectFrom("subscription").selectAll().execute()).toEqual([]);
    expect(await db.selectFrom("outgoingMail").selectAll().execute()).toEqual([]);
  });
});

const anyOf = async (kind: "network" | "programme") =>
  (await db.withSchema("published").selectFrom(kind).select("id").limit(1).executeTakeFirst())?.id;

describe("a digest", () => {
  it("tells what changed of the topics, each once, under the topic that says the most; nothing else", async () => {
    const city = await make("partner", { name: { fr: "Louga" }, type: "city", country: "SN" });
    const parent = await make("programme", { name: { fr: "Eau pour tous" }, type: "scheme" });
    const child = await make("programme", { name: { fr: "Eau, volet urgence" }, type: "scheme", parent });
    const zoe = await follower("zoe@asso.example", { country: ["SN"], theme: ["water"], partner: [city], programme: [parent] });
    const max = await follower("max@asso.example", { theme: ["waste"] });
    const both = await make(
      "project",
      project("Puits de Louga", { themes: ["water"], countries: [{ country: "SN" }], partners: [{ partner: city, role: "partner" }] }),
    );
    const under = await make("project", project("Sous le volet", { programme: child }));
    const water = await make("project", project("Eau au Mali", { themes: ["water"], countries: [{ country: "ML" }] }));
    await make("project", project("Ailleurs", { themes: ["culture"], countries: [{ country: "ML" }] }));
    await make("project", project("Brouillon", { themes: ["water", "waste"] }), false);
    expect(await writeDigests(db, now())).toBe(2);
    const [mail, ...others] = await mails("follow_digest");
    expect(others).toEqual([]);
    expect(mail!.aboutId).toBe(zoe);
    const { items } = readContent(mail!.params);
    expect(items.map(({ record, type, value }) => [record, topicKey(topic(type, value))]).sort()).toEqual(
      [
        [both, `partner ${city}`],
        [under, `programme ${parent}`],
        [water, "theme water"],
      ].sort(),
    );
    const [letter] = await composed(zoe);
    expect(letter!.text).toContain(`https://monde.example.org/fr/projets/${both}`);
    expect(letter!.html).toContain("<h2>Partenaire : Louga</h2>");
    expect(letter!.text).not.toContain("Brouillon");
    expect(letter!.out.url).toContain("/fr/suivre/arreter?de=");
    // Nothing new: no mail.
    await db
      .updateTable("subscription")
      .set({ nextAt: new Date(0) })
      .execute();
    expect(await writeDigests(db, now())).toBe(2);
    expect(await mails("follow_digest")).toHaveLength(1);
    expect(max).not.toBe(zoe);
  });

  it("says nothing of what was withdrawn before it left, and is no mail when nothing is left", async () => {
    const zoe = await follower("zoe@asso.example", { theme: ["water"] });
    const made = await make("project", project("Retiré à temps", { themes: ["water"] }));
    await writeDigests(db, now());
    expect((await composed(zoe))[0]!.subject).toContain("Retiré à temps");
    expect(await moveRecord(db, "project", made, "withdraw", officer)).toMatchObject({ ok: true });
    expect(await composed(zoe)).toEqual([undefined]);
  });

  it("counts what it leaves out, with a way to it", async () => {
    const zoe = await follower("zoe@asso.example", { theme: ["water"] });
    for (let i = 0; i < 15; i++) await make("project", project(`Projet ${i}`, { themes: ["water"] }));
    await writeDigests(db, now());
    const [letter] = await composed(zoe);
    expect(letter!.text.match(/^- Projet/gm)).toHaveLength(12);
    expect(letter!.text).toContain("et 3 autres : https://monde.example.org/fr/projets?theme=water");
    expect(letter!.text.indexOf("Projet 14")).toBeLessThan(letter!.text.indexOf("Projet 13"));
  });

  it("is written once by two processes at the same time, for everyone", async () => {
    for (let i = 0; i < 12; i++) await follower(`p${i}@asso.example`, { everything: ["1"] });
    await make("project", project("Pour tous"));
    const at = now();
    const run = async () => {
      let n = 0;
      for (let took = await writeDigests(db, at); took > 0; took = await writeDigests(db, at)) n += took;
      return n;
    };
    const taken = await Promise.all([run(), run(), run()]);
    expect(taken.reduce((a, b) => a + b)).toBe(12);
    const sent = await mails("follow_digest");
    expect(new Set(sent.map(({ toAddress }) => toAddress)).size).toBe(12);
    expect(sent).toHaveLength(12);
  });

  it("begins again where a process that was killed left off", async () => {
    await follower("zoe@asso.example", { everything: ["1"] });
    await make("project", project("Deux fois non"));
    await expect(
      db.transaction().execute(async (trx) => {
        await writeDigests(
          { transaction: () => ({ execute: (work: (t: Database) => unknown) => work(trx) }) } as unknown as Database,
          now(),
        );
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    expect(await mails("follow_digest")).toEqual([]);
    await writeDigests(db, now());
    expect(await mails("follow_digest")).toHaveLength(1);
  });

  it("holds only what matches a topic, and nothing twice, whatever is followed", async () => {
    const themes = ["water", "waste", "culture", "hiv", "climate"].slice(0, 3);
    const countries = ["SN", "ML", "MG"];
    const some = <T>(of: readonly T[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: of.length });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(
        some(themes),
        some(countries),
        fc.array(fc.record({ themes: some(themes), countries: some(countries) }), { minLength: 1, maxLength: 4 }),
        async (followedThemes, followedCountries, projects) => {
          fc.pre(followedThemes.length + followedCountries.length > 0);
          const id = await follower(`prop${nth++}@asso.example`, { theme: followedThemes, country: followedCountries });
          const made = new Map<string, boolean>();
          for (const one of projects) {
            const record = await make(
              "project",
              project("Projet", { themes: one.themes, countries: one.countries.map((country) => ({ country })) }),
            );
            made.set(
              record,
              one.themes.some((t) => followedThemes.includes(t)) || one.countries.some((c) => followedCountries.includes(c)),
            );
          }
          await writeDigests(db, now());
          const mail = await db.selectFrom("outgoingMail").select("params").where("aboutId", "=", id).executeTakeFirst();
          const told = mail ? readContent(mail.params).items.map(({ record }) => record) : [];
          expect(told.toSorted()).toEqual(
            [...made]
              .filter(([, relevant]) => relevant)
              .map(([record]) => record)
              .sort(),
          );
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe("the moments of a call", () => {
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString().replace(/\.\d{3}/, "");
  const edition = (call: string, code: string, opensAt: string, closesAt: string) => ({
    name: { fr: `Appel ${code}` },
    call,
    code,
    fiscalYear: 2030,
    opensAt,
    closesAt,
    countryRule: "any",
  });
  const makeCall = async () => make("call", { name: { fr: "Appel eau" }, programme: (await anyOf("programme"))! });

  it("are told at once, once, to who follows the call; a new deadline is a new moment", async () => {
    const call = await makeCall();
    const zoe = await follower("zoe@asso.example", { call: [call] }, { alerts: ["1"] });
    await follower("max@asso.example", { theme: ["waste"] }, { alerts: ["1"] });
    await db
      .updateTable("subscription")
      .set({ createdAt: new Date(Date.now() - 30 * 86_400_000) })
      .execute();
    const id = await make("edition", edition(call, "EAU-1", hours(-1), hours(24 * 30)));
    const told = await Promise.all([tellMoments(db, now()), tellMoments(db, now()), tellMoments(db, now())]);
    expect(told.reduce((a, b) => a + b)).toBe(1);
    const [mail, ...rest] = await mails("follow_calls");
    expect(rest).toEqual([]);
    expect(mail!.aboutId).toBe(zoe);
    expect((await composed(zoe))[0]!.text).toContain(`https://monde.example.org/fr/appels/${id}`);
    expect(await tellMoments(db, new Date(Date.now() + (24 * 30 - 24 * 7 + 1) * 3_600_000))).toBe(1);
    // The digest does not say again what was said at once.
    await writeDigests(db, now());
    expect((await mails("follow_digest")).filter(({ aboutId }) => aboutId === zoe)).toEqual([]);
  });
  it("come with the digest for who does not want to be told at once", async () => {
    const call = await makeCall();
    const zoe = await follower("zoe@asso.example", { calls: ["1"] });
    await db
      .updateTable("subscription")
      .set({ seenAt: new Date(Date.now() - 8 * 86_400_000) })
      .execute();
    const id = await make("edition", edition(call, "EAU-2", hours(-24), hours(24 * 20)));
    expect(await tellMoments(db, now())).toBe(0);
    await writeDigests(db, now());
    const content = readContent((await mails("follow_digest"))[0]!.params);
    expect(content.moments).toContainEqual({ edition: id, moment: "opens" });
    expect(content.items.filter(({ record }) => record === id)).toEqual([]);
    expect((await composed(zoe))[0]!.text).toContain("APPELS À PROJETS");
  });
});

describe("the changes of a topic", () => {
  it("are those of what is public, the newest first, a programme with those under it", async () => {
    const parent = await make("programme", { name: { fr: "Parent" }, type: "scheme" });
    const child = await make("programme", { name: { fr: "Enfant" }, type: "scheme", parent });
    const first = await make("project", project("Un", { programme: parent }));
    const second = await make("project", project("Deux", { programme: child }));
    await make("project", project("Brouillon", { programme: child }), false);
    const changes = await changesOfTopic(published(db), topic("programme", parent), 10);
    expect(changes.map(({ record }) => record)).toEqual([second, first, child, parent]);
    expect(await changesOfTopic(published(db), topic("country", "AQ"), 10)).toEqual([]);
  });
});

describe("the rules", () => {
  it("put the next digest after now, on a Monday or a first, at seven", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        fc.constantFrom("weekly", "monthly"),
        (at, rhythm) => {
          const next = nextDigest(rhythm, at, "Europe/Paris");
          expect(next.getTime()).toBeGreaterThan(at.getTime());
          const shown = new Intl.DateTimeFormat("en-GB", {
            timeZone: "Europe/Paris",
            weekday: "short",
            day: "numeric",
            hour: "numeric",
          }).formatToParts(next);
          const part = (type: string) => shown.find((one) => one.type === type)!.value;
          expect(Number(part("hour"))).toBe(7);
          expect(rhythm === "weekly" ? part("weekday") : part("day")).toBe(rhythm === "weekly" ? "Mon" : "1");
          expect(next.getTime() - at.getTime()).toBeLessThanOrEqual(32 * 86_400_000);
        },
      ),
    );
  });
  it("read any form without a fault, and each topic once", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("theme", "country", "everything", "partner", "x"), fc.array(fc.string(), { maxLength: 5 })),
        (values) => {
          const topics = readTopics(values);
          expect(new Set(topics.map(topicKey)).size).toBe(topics.length);
        },
      ),
    );
  });
});
