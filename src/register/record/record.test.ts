import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { kindNames, kindOf, publicKindNames } from "../kinds.ts";
import { createRecord, editRecord, moveRecord, putRecord, restoreRecord } from "./actions.ts";
import { historyOf } from "./history.ts";
import { publishWithReferences } from "./publish.ts";
import { slugOf } from "./slug.ts";
import { eachRecord, findRecord, listsOf } from "./store.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
const bob: Actor = { id: "bob", name: "Bob", role: "administrator" };
const reader: Actor = { id: "rita", name: "Rita", role: "reader" };

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  const { db: opened, close } = connect(database.url, { max: 20 });
  db = opened;
  end = async () => {
    await close();
    await database.drop();
  };
  for (const [code, fr] of [
    ["IT", "Italie"],
    ["SN", "Sénégal"],
  ] as const) {
    await db
      .insertInto("country")
      .values({ code, name: JSON.stringify({ fr }) as never, continent: code === "SN" ? "africa" : "europe" })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  await db
    .insertInto("term")
    .values({ vocabulary: "theme", code: "water", name: JSON.stringify({ fr: "Eau" }) as never })
    .onConflict((c) => c.doNothing())
    .execute();
});
afterAll(() => end());

let id: string;
beforeEach(async () => {
  id = await make("partner", { name: { fr: `Rome ${crypto.randomUUID()}` }, type: "city", country: "IT" });
});

async function make(kind: Parameters<typeof createRecord>[1], input: unknown): Promise<string> {
  const made = await createRecord(db, kind, input, alice);
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.id;
}
const version = async (kind: Parameters<typeof kindOf>[0], record: string) => (await findRecord(db, kindOf(kind), record))!.version;

describe("the tables", () => {
  it.each(kindNames)("hold every field of %s, and no other", async (name) => {
    const kind = kindOf(name);
    const own = ["id", "status", "version", "demo", "createdAt", "updatedAt", "publishedAt"];
    const scalar = Object.entries(kind.fields).flatMap(([field, { widget }]) => (widget.type === "list" ? [] : [field]));
    // A source has no source of its own: the shared columns stand there unused.
    const unused = name === "source" ? ["sourceLocator", "quote"] : [];
    expect((await columnsOf(name)).sort()).toEqual([...own, ...scalar, ...unused].sort());
    for (const [, widget] of listsOf(kind))
      expect((await columnsOf(widget.table)).sort()).toEqual([...Object.keys(widget.fields), "position", name].sort());
  });
});

/** The columns of a table, or of a view, in the spelling of the fields; none when it is not there. */
async function columnsOf(table: string, schema = "public"): Promise<string[]> {
  const { rows } = await sql<{
    columnName: string;
  }>`SELECT column_name FROM information_schema.columns WHERE table_schema = ${schema} AND table_name = ${table} AND is_generated = 'NEVER'`.execute(
    db,
  );
  return rows.map((row) => row.columnName.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

describe("what stays in the office", () => {
  it.each(publicKindNames)("is in no public view of %s, and all else is", async (name) => {
    const kind = kindOf(name);
    const seen = await columnsOf(name, "published");
    for (const [field, { widget, internal }] of Object.entries(kind.fields)) {
      if (widget.type !== "list") expect([field, seen.includes(field)]).toEqual([field, !internal]);
      else expect([field, (await columnsOf(widget.table, "published")).length > 0]).toEqual([field, !internal]);
    }
  });

  it.each(kindNames.filter((name) => kindOf(name).office))("is every %s: none has a public view, nor can be published", async (name) => {
    expect(await columnsOf(name, "published")).toEqual([]);
    for (const [, widget] of listsOf(kindOf(name))) expect(await columnsOf(widget.table, "published")).toEqual([]);
    const type = "type" in kindOf(name).fields ? { type: "other" } : {};
    const id = await make(name, { name: { fr: `Un ${name}` }, ...type, ...(name === "advice" ? { askedOn: "2026-01-02" } : {}) });
    expect(await moveRecord(db, name, id, "publish", bob)).toEqual({ ok: false, reason: "wrong_state", status: "draft" });
    expect(await publishWithReferences(db, name, id, bob)).toMatchObject({ ok: false, reason: "wrong_state" });
    await expect(
      sql`UPDATE ${sql.table(name)} SET status = 'published', published_at = now() WHERE id = ${id}`.execute(db),
    ).rejects.toThrow(`${name}_stays_in_the_office`);
    expect(await db.selectFrom("searchEntry").select("record").where("kind", "=", name).execute()).toEqual([]);
  });
});

describe("a record", () => {
  it("takes its identifier from its name, once", async () => {
    const input = { name: { fr: "Saint-Étienne-du-Rouvray" }, type: "city", country: "IT" };
    expect([await make("partner", input), await make("partner", input)]).toEqual([
      "saint-etienne-du-rouvray",
      "saint-etienne-du-rouvray-2",
    ]);
    expect(slugOf("Đà Nẵng, Łódź & İstanbul")).toBe("da-nang-lodz-istanbul");
    expect(slugOf("北京")).toBe("sans-nom");
  });

  it("keeps every field and line as it was given", async () => {
    const document = {
      name: { fr: "Pacte", en: "Pact" },
      partner: id,
      type: "convention",
      state: "suspended",
      amountCents: 0,
      signedOn: "2010-03",
      themes: ["water"],
      steps: [
        { type: "renewed", datedOn: "2015", reason: {} },
        { type: "suspended", datedOn: "2022-03-01", reason: { fr: "Guerre" } },
      ],
    };
    const agreement = await make("agreement", document);
    expect((await findRecord(db, kindOf("agreement"), agreement))!.document).toMatchObject(document);
  });

  it("is refused with the field that leads nowhere, and nothing is written", async () => {
    const before = await db.selectFrom("event").select(sql<number>`count(*)`.as("n")).executeTakeFirstOrThrow();
    const made = await createRecord(
      db,
      "project",
      { name: { fr: "X" }, programme: "nulle-part", countries: [{ country: "ZZ" }], themes: ["feu"] },
      alice,
    );
    expect(made).toMatchObject({
      ok: false,
      reason: "invalid",
      problems: [{ path: "programme" }, { path: "countries.0.country" }, { path: "themes" }],
    });
    expect(await db.selectFrom("event").select(sql<number>`count(*)`.as("n")).executeTakeFirstOrThrow()).toEqual(before);
  });

  it("names the field of a number that is taken", async () => {
    const place = { name: { fr: "Lieu" }, country: "IT", latitude: 1, longitude: 1, geonamesId: 4242 };
    await make("place", place);
    expect(await createRecord(db, "place", place, alice)).toMatchObject({ ok: false, problems: [{ path: "geonamesId", code: "taken" }] });
  });

  it("is left alone by who may not change it", async () => {
    expect(await editRecord(db, "partner", id, 1, {}, reader)).toEqual({ ok: false, reason: "forbidden" });
    expect(await createRecord(db, "partner", {}, reader)).toEqual({ ok: false, reason: "forbidden" });
    expect(await moveRecord(db, "partner", id, "publish", reader)).toEqual({ ok: false, reason: "forbidden" });
    expect(await restoreRecord(db, "partner", id, 1, reader)).toEqual({ ok: false, reason: "forbidden" });
  });

  it("goes only where the table of states leads", async () => {
    expect(await moveRecord(db, "partner", id, "withdraw", alice)).toMatchObject({ ok: false, reason: "wrong_state" });
    expect(await moveRecord(db, "partner", id, "publish", alice)).toEqual({ ok: true, status: "published" });
    expect(await moveRecord(db, "partner", id, "publish", alice)).toMatchObject({ ok: false, reason: "wrong_state" });
    expect(await moveRecord(db, "partner", id, "archive", alice)).toEqual({ ok: true, status: "archived" });
    expect(await moveRecord(db, "partner", id, "reopen", alice)).toEqual({ ok: true, status: "draft" });
    expect(await moveRecord(db, "partner", "personne", "publish", alice)).toEqual({ ok: false, reason: "not_found" });
  });

  it("is public only while published, with all its lines", async () => {
    const project = await make("project", { name: { fr: "Puits" }, countries: [{ country: "SN" }] });
    const lines = () => published(db).selectFrom("projectCountry").selectAll().where("project", "=", project).execute();
    expect(await findRecord(published(db), kindOf("project"), project)).toBeUndefined();
    expect(await lines()).toEqual([]);
    await moveRecord(db, "project", project, "publish", alice);
    expect((await findRecord(published(db), kindOf("project"), project))?.id).toBe(project);
    expect(await lines()).toHaveLength(1);
    await moveRecord(db, "project", project, "archive", alice);
    expect(await findRecord(published(db), kindOf("project"), project)).toBeUndefined();
    expect(await published(db).selectFrom("searchEntry").selectAll().where("record", "=", project).execute()).toEqual([]);
  });

  it("is read in batches that miss none", async () => {
    const ids: string[] = [];
    for await (const record of eachRecord(db, kindOf("partner"), 2)) ids.push(record.id);
    const { n } = await db.selectFrom("partner").select(sql<number>`count(*)`.as("n")).executeTakeFirstOrThrow();
    expect(new Set(ids).size).toBe(n);
  });
});

describe("published records", () => {
  it("refer to published records only", async () => {
    const agreement = await make("agreement", { name: { fr: "Pacte" }, partner: id, type: "twinning" });
    expect(await moveRecord(db, "agreement", agreement, "publish", alice)).toEqual({
      ok: false,
      reason: "references",
      records: [{ kind: "partner", id }],
    });
    await moveRecord(db, "partner", id, "publish", alice);
    expect((await moveRecord(db, "agreement", agreement, "publish", alice)).ok).toBe(true);
    expect(await moveRecord(db, "partner", id, "archive", alice)).toEqual({
      ok: false,
      reason: "references",
      records: [{ kind: "agreement", id: agreement }],
    });
  });

  it("are kept so by the database when the code is not asked", async () => {
    const agreement = await make("agreement", { name: { fr: "Pacte" }, partner: id, type: "twinning" });
    await expect(
      db.updateTable("agreement").set({ status: "published", publishedAt: new Date() }).where("id", "=", agreement).execute(),
    ).rejects.toThrow(/not published/);
    const project = await make("project", { name: { fr: "P" }, partners: [{ partner: id, role: "lead" }] });
    await expect(
      db.updateTable("project").set({ status: "published", publishedAt: new Date() }).where("id", "=", project).execute(),
    ).rejects.toThrow(/not published/);
  });

  it("are kept so when one is archived while another is published on it", async () => {
    await moveRecord(db, "partner", id, "publish", alice);
    const agreement = await make("agreement", { name: { fr: "Pacte" }, partner: id, type: "twinning" });
    await Promise.allSettled([moveRecord(db, "agreement", agreement, "publish", alice), moveRecord(db, "partner", id, "archive", bob)]);
    const [a, p] = [await findRecord(db, kindOf("agreement"), agreement), await findRecord(db, kindOf("partner"), id)];
    expect(a!.status === "published" && p!.status !== "published").toBe(false);
  });
});

describe("two people at one record", () => {
  it("do not overwrite each other: the second is shown what stands", async () => {
    const { document } = (await findRecord(db, kindOf("partner"), id))!;
    expect(await editRecord(db, "partner", id, 1, { ...document, wikidata: "Q220" }, alice)).toMatchObject({
      ok: true,
      version: 2,
      changed: ["wikidata"],
    });
    expect(await editRecord(db, "partner", id, 1, { ...document, wikidata: "Q999" }, bob)).toMatchObject({
      ok: false,
      reason: "conflict",
      current: { version: 2, document: { wikidata: "Q220" } },
    });
  });

  it("at the same instant, one wins and the others are told", async () => {
    const { document } = (await findRecord(db, kindOf("partner"), id))!;
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => editRecord(db, "partner", id, 1, { ...document, wikidata: `Q${i + 1}` }, alice)),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === "conflict")).toHaveLength(9);
  });
});

describe("the history", () => {
  it("says who did what, and can bring a version back", async () => {
    const { document } = (await findRecord(db, kindOf("partner"), id))!;
    await editRecord(db, "partner", id, 1, { ...document, aliases: ["Roma"] }, alice);
    await moveRecord(db, "partner", id, "publish", bob);
    expect(await restoreRecord(db, "partner", id, 1, bob)).toMatchObject({ ok: true, changed: ["aliases"] });
    expect((await historyOf(db, "partner", id)).map((entry) => [entry.action, entry.actorName, entry.version])).toEqual([
      ["restored", "Bob", 4],
      ["published", "Bob", 3],
      ["edited", "Alice", 2],
      ["created", "Alice", 1],
    ]);
    expect((await findRecord(db, kindOf("partner"), id))!).toMatchObject({ status: "published", document: { aliases: [] } });
  });

  it("has no entry for a save that changes nothing", async () => {
    const { document } = (await findRecord(db, kindOf("partner"), id))!;
    expect(await editRecord(db, "partner", id, 1, document, alice)).toEqual({ ok: true, version: 1, changed: [] });
    expect(await historyOf(db, "partner", id)).toHaveLength(1);
  });

  it("is a chain without gaps or forks, also under concurrency, that cannot be rewritten", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => make("partner", { name: { fr: `Ville ${i}` }, type: "city", country: "IT" })));
    const { rows } = await sql<{ broken: number }>`
      SELECT count(*)::int AS broken FROM (
        SELECT id, hash, previous_hash, event_digest(e) AS digest, lag(hash) OVER (ORDER BY id) AS before, row_number() OVER (ORDER BY id) AS n FROM event e
      ) chain WHERE hash <> digest OR previous_hash <> coalesce(before, '\\x00') OR id <> n`.execute(db);
    expect(rows[0]).toEqual({ broken: 0 });
    await expect(db.updateTable("event").set({ actorName: "Personne" }).where("id", "=", 1).execute()).rejects.toThrow(/append-only/);
    await expect(db.deleteFrom("event").where("id", "=", 1).execute()).rejects.toThrow(/append-only/);
    await expect(sql`TRUNCATE event`.execute(db)).rejects.toThrow(/append-only/);
  });
});

describe("a load", () => {
  const loader: Actor = { id: "load", name: "Load", role: "system" };
  const input = { name: { fr: "Milan" }, type: "city", country: "IT" };

  it("creates, then changes nothing, then changes what the file changed", async () => {
    const put = (value: unknown) =>
      db.transaction().execute((trx) => putRecord(trx, "partner", "milan-load", value, loader, { status: "published" }));
    expect(await put(input)).toMatchObject({ outcome: "created" });
    expect(await put(input)).toMatchObject({ outcome: "unchanged" });
    expect(await put({ ...input, aliases: ["Milano"] })).toMatchObject({ outcome: "changed" });
    expect(await historyOf(db, "partner", "milan-load")).toHaveLength(2);
  });

  it("leaves alone what a person has changed since", async () => {
    await db.transaction().execute((trx) => putRecord(trx, "partner", "turin-load", input, loader));
    const record = (await findRecord(db, kindOf("partner"), "turin-load"))!;
    await editRecord(db, "partner", "turin-load", record.version, { ...record.document, aliases: ["Torino"] }, alice);
    expect(
      await db.transaction().execute((trx) => putRecord(trx, "partner", "turin-load", { ...input, wikidata: "Q495" }, loader)),
    ).toMatchObject({ outcome: "kept" });
    expect(await version("partner", "turin-load")).toBe(2);
  });
});

it("tells that what is public has changed, of no draft", async () => {
  const number = async () => Number((await sql<{ number: string }>`SELECT number FROM content_change`.execute(db)).rows[0]!.number);
  const told: boolean[] = [];
  const act = async (work: () => Promise<{ ok: boolean }>) => {
    const before = await number();
    expect((await work()).ok).toBe(true);
    told.push((await number()) !== before);
  };
  const edit = async (fr: string) =>
    editRecord(db, "partner", id, await version("partner", id), { name: { fr }, type: "city", country: "IT" }, alice);
  await act(() => edit("Rome, brouillon"));
  await act(() => moveRecord(db, "partner", id, "publish", alice));
  await act(() => edit("Rome, publiée"));
  await act(() => moveRecord(db, "partner", id, "withdraw", alice));
  await act(() => edit("Rome, retirée"));
  expect(told).toEqual([false, true, true, true, false]);
});
