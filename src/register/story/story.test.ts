import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { readMessages } from "../../platform/i18n/messages.ts";
import { sweep } from "../../privacy/retention/testing.ts";
import { seedDemo } from "../seed/seed.ts";
import { changeScopes, correctStory, tellStory, withdrawCollected, withdrawStory } from "./actions.ts";
import { makeCollector, revokeCollector } from "./collect.ts";
import { collectorOfToken, listCollectors } from "./collector-store.ts";
import { seedStories } from "./demo.ts";
import { directionOf, languageTag, offered } from "./languages.ts";
import { addShortened, addTranslation, confirmGuardian, describeStory, moveStory } from "./moderate.ts";
import { shownStories } from "./public-store.ts";
import { CONSENT_VERSION, plainText } from "./rules.ts";
import { issueForm, readIssuedForm, sha256 } from "./secrets.ts";
import { storyMoves } from "./states.ts";
import { contactOf, findStory, listStories, storyOfToken, wordingsOf } from "./store.ts";
import { desk, minorStory, ola, omar, openFor, PROJECT, plainStory, publishedStory, tell } from "./testing.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
  await openFor(db);
});
afterAll(() => end());

const shown = async (id: string) => (await shownStories(published(db), { id }))[0];
const problems = async (story: Record<string, unknown>, picture?: string) => {
  const told = await tellStory(db, desk, story, { form: randomUUID(), project: PROJECT, locale: "fr", picture });
  return told.ok ? [] : (told.problems ?? []).map(({ path, code }) => `${path} ${code}`);
};

describe("what a form may hold", () => {
  it.each([
    [{ agreed: false }, "agreed story_agree"],
    [{ scopes: [] }, "scopes story_scopes"],
    [{ scopes: ["everything"] }, "scopes.0 choice"],
    [{ ageBand: "under_15" }, "ageBand story_under_15"],
    [{ ageBand: "15_17" }, "guardianName story_guardian"],
    [{ ...minorStory, displayName: "Noé M" }, "displayName story_minor_name"],
    [{ nameKind: "first_name", displayName: "Lise Marie Martin" }, "displayName story_first_name"],
    [{ nameKind: "pseudonym", displayName: "" }, "displayName required"],
    [{ language: "not a language" }, "language story_language"],
    [{ words: "Trop court." }, "words story_short"],
    [{ words: "a".repeat(10_001) }, "words too_long"],
    [{ yearFrom: 1990, yearTo: 1980 }, "yearTo story_years"],
    [{ partner: "rome" }, "partner choice"],
    [{ themes: ["no-such"] }, "themes choice"],
    [{ email: "lise@" }, "email email"],
    [{ state: "published" }, "state unknown_field"],
  ])("says what is wrong with %j", async (change, said) => expect(await problems({ ...plainStory, ...change })).toContain(said));

  it("takes no picture of a minor, and none without words for it", async () => {
    const picture = "a".repeat(64);
    expect(await problems(minorStory, picture)).toContain("picture story_minor_picture");
    expect(await problems(plainStory, picture)).toEqual(["pictureAlt story_picture_alt"]);
  });

  it("keeps any text of any language whole, but what would turn its direction", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        expect(plainText(plain)).toBe(plain);
        expect(plain).toBe(text.normalize("NFC").replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, ""));
      }),
    ));
});

describe("languages", () => {
  it("reads a tag of any writing, and nothing else", () => {
    expect(["PT-br", "zh-hant", "rom", "x", "12", "fr_FR", "a b", ""].map(languageTag)).toEqual([
      "pt-BR",
      "zh-Hant",
      "rom",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    fc.assert(fc.property(fc.string(), (typed) => void expect(languageTag(languageTag(typed) ?? "fr")).toBe(languageTag(typed) ?? "fr")));
  });
  it("knows which way each is written", () => {
    expect(["ar", "fa", "yi", "ur", "fr", "am"].map(directionOf)).toEqual(["rtl", "rtl", "rtl", "rtl", "ltr", "ltr"]);
    expect(offered.filter((tag) => languageTag(tag) !== tag)).toEqual([]);
  });
});

it("holds the text of consent to its version", () => {
  const texts = ["fr", "en"].map((locale) =>
    Object.entries(readMessages(locale)).filter(([key]) =>
      /^stories\.consent\.(who|moderated|free|kept|scope\.\w+|agree|collected)$/.test(key),
    ),
  );
  const digest = createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 12);
  expect([CONSENT_VERSION, digest], "other words of consent are another version: src/register/story/rules.ts").toEqual([
    "2026-11",
    "fe6cd044fcd1",
  ]);
});

it("knows its own forms, for a day, and not at once", () => {
  const now = Date.now();
  const issued = issueForm("secret", now);
  const read = (form: string, at: number) => {
    const result = readIssuedForm("secret", form, at);
    return result.ok ? "good" : result.reason;
  };
  expect([1_000, 10_000, 25 * 3_600_000].map((later) => read(issued, now + later))).toEqual(["story_too_soon", "good", "story_form_old"]);
  expect(readIssuedForm("another", issued, now + 10_000).ok).toBe(false);
  fc.assert(fc.property(fc.string(), (typed) => void expect(readIssuedForm("secret", typed, now).ok).toBe(false)));
});

describe("the table of states", () => {
  it("is the database's", async () => {
    const kept = (await db.selectFrom("storyMove").selectAll().execute()).map(({ fromState, toState }) => `${fromState} ${toState}`).sort();
    const tabled = Object.entries(storyMoves).flatMap(([from, moves]) => [
      ...new Set(Object.values(moves).map(({ to }) => `${from} ${to}`)),
    ]);
    expect(kept).toEqual(tabled.sort());
  });
  it("is held by it", async () => {
    const { id } = await tell(db);
    await expect(db.updateTable("story").set({ state: "published" }).where("id", "=", id).execute()).rejects.toThrow();
    expect(await moveStory(db, desk, id, "publish", ola)).toMatchObject({ reason: "state" });
    expect(await moveStory(db, desk, id, "take", { ...ola, role: "reader" })).toMatchObject({ reason: "forbidden" });
  });
});

describe("a story", () => {
  it("is shown once it was read, and taken back at once by who told it", async () => {
    const { id, token } = await tell(db);
    expect(await shown(id)).toBeUndefined();
    await moveStory(db, desk, id, "take", ola);
    await moveStory(db, desk, id, "accept", ola);
    expect(await shown(id)).toBeUndefined();
    await moveStory(db, desk, id, "publish", ola);
    expect(await shown(id)).toMatchObject({ words: plainStory.words, displayName: "Lise", city: { id: "ulm" }, language: "fr" });
    expect(await withdrawStory(db, token)).toEqual({ ok: true });
    expect(await shown(id)).toBeUndefined();
    // Once more is what was wanted already; nobody brings it back.
    expect(await withdrawStory(db, token)).toEqual({ ok: true });
    expect(await moveStory(db, desk, id, "reopen", ola)).toMatchObject({ ok: false });
  });

  it("sent twice is one", async () => {
    const form = randomUUID();
    const results = await Promise.all([1, 2, 3, 4].map(() => tellStory(db, desk, plainStory, { form, project: PROJECT, locale: "fr" })));
    const told = results.map((result) => (result.ok ? result : undefined));
    expect(new Set(told.map((one) => one?.token)).size).toBe(1);
    expect(new Set(told.map((one) => one?.id)).size).toBe(1);
    expect(told.filter((one) => one?.again === false).length).toBe(1);
  });

  it("is found by its secret alone, of which the digest is kept", async () => {
    const { id, token } = await tell(db);
    expect((await storyOfToken(db, sha256(token)))?.id).toBe(id);
    expect(JSON.stringify(await findStory(db, id))).not.toContain(token);
    for (const wrong of ["", "x", `${token}x`, token.slice(0, -1), sha256(token)])
      expect(await withdrawStory(db, wrong)).toMatchObject({ reason: "not_found" });
  });

  it("keeps its first words when they are mended, and is read again before it is shown again", async () => {
    const { id, token } = await publishedStory(db);
    await addTranslation(db, id, { language: "en", title: null, words: "We walked over the bridge.", author: "Tia", machine: false }, ola);
    expect((await shown(id))?.translations).toHaveLength(1);
    const words = "Nous traversions le pont en courant, chaque matin.";
    expect(await correctStory(db, token, { language: "fr", title: null, words })).toEqual({ ok: true });
    expect(await shown(id)).toBeUndefined();
    expect((await wordingsOf(db, id)).map(({ role }) => role)).toEqual(["original", "translation", "correction"]);
    for (const act of ["take", "accept", "publish"]) expect(await moveStory(db, desk, id, act, ola)).toEqual({ ok: true });
    // What was translated is no longer what is told.
    expect(await shown(id)).toMatchObject({ words, translations: [] });
    await expect(db.updateTable("storyText").set({ words: "autre" }).where("story", "=", id).execute()).rejects.toThrow();
    await expect(db.deleteFrom("storyText").where("story", "=", id).execute()).rejects.toThrow();
  });

  it("may be shortened and translated, beside what was told", async () => {
    const { id } = await publishedStory(db);
    expect(
      await addTranslation(db, id, { language: "fr", title: null, words: "Pareil.", author: "Tia", machine: false }, ola),
    ).toMatchObject({
      problems: [{ code: "story_same_language" }],
    });
    await addShortened(db, id, { title: null, words: "Nous traversions le pont.", author: "Ola" }, ola);
    await addTranslation(db, id, { language: "ar", title: null, words: "كنا نعبر الجسر.", author: "Tia", machine: true }, ola);
    expect(await shown(id)).toMatchObject({
      words: "Nous traversions le pont.",
      shortened: true,
      translations: [{ language: "ar", machine: true }],
    });
  });

  it("is used as its teller allows, from then on", async () => {
    const { id, token } = await publishedStory(db);
    const inData = async () => (await sql`SELECT FROM published.story WHERE id = ${id}`.execute(db)).rows.length;
    const change = async () =>
      (await sql<{ change: string }>`SELECT change FROM public_change WHERE kind = 'story' AND record = ${id}`.execute(db)).rows[0]?.change;
    expect([await inData(), await change()]).toEqual([1, "created"]);
    await changeScopes(db, token, { scopes: ["site"] });
    expect([await inData(), await change(), (await shown(id))?.scopes]).toEqual([0, "withdrawn", ["site"]]);
    expect(await shownStories(published(db), { id, panels: true })).toEqual([]);
    await changeScopes(db, token, { scopes: ["panels"] });
    expect(await shown(id)).toBeUndefined();
    expect(await moveStory(db, desk, id, "accept", ola)).toEqual({ ok: true });
    expect(await moveStory(db, desk, id, "publish", ola)).toMatchObject({ reason: "no_site" });
    expect(await changeScopes(db, token, { scopes: [] })).toMatchObject({ reason: "invalid" });
  });

  it("is decided upon once, whoever decides at the same time", async () => {
    const { id, token } = await tell(db);
    await moveStory(db, desk, id, "take", ola);
    const results = await Promise.all([
      moveStory(db, desk, id, "accept", ola),
      moveStory(db, desk, id, "refuse", omar, "Hors du sujet."),
      withdrawStory(db, token),
      moveStory(db, desk, id, "accept", omar),
    ]);
    // Taken back in whatever order they came: nothing brings it back.
    expect(results[2]).toEqual({ ok: true });
    expect((await findStory(db, id))?.state).toBe("withdrawn");
  });

  it("that is refused says why to its teller", async () => {
    const { id } = await tell(db);
    await moveStory(db, desk, id, "take", ola);
    expect(await moveStory(db, desk, id, "refuse", ola)).toMatchObject({ reason: "reason" });
    await moveStory(db, desk, id, "refuse", ola, "Il nomme des voisins.");
    const { rows } = await sql<{
      template: string;
      bodyText: string;
    }>`SELECT template, body_text AS "bodyText" FROM outgoing_mail WHERE about_id = ${id} ORDER BY id`.execute(db);
    expect(rows.map(({ template }) => template)).toEqual(["story_received", "story_refused"]);
    expect(rows[1]!.bodyText).toContain("Il nomme des voisins.");
  });
});

describe("of a minor", () => {
  it("nothing is shown before a guardian agreed and a second person published it", async () => {
    const { id } = await tell(db, minorStory);
    await moveStory(db, desk, id, "take", ola);
    expect(await moveStory(db, desk, id, "accept", ola)).toMatchObject({ reason: "guardian" });
    expect(await confirmGuardian(db, id, ola)).toEqual({ ok: true });
    expect(await moveStory(db, desk, id, "accept", ola)).toEqual({ ok: true });
    expect(await moveStory(db, desk, id, "publish", ola)).toMatchObject({ reason: "two_persons" });
    expect(await moveStory(db, desk, id, "publish", omar)).toEqual({ ok: true });
    expect(await shown(id)).toMatchObject({ displayName: "Noé", ageBand: null, neighbourhood: null });
  });
  it("the database itself holds it", async () => {
    const { id } = await tell(db, minorStory);
    await moveStory(db, desk, id, "take", ola);
    const set = (changes: Record<string, unknown>) => db.updateTable("story").set(changes).where("id", "=", id).execute();
    await expect(set({ state: "accepted" })).rejects.toThrow("story_minor_guardian");
    await expect(set({ displayName: "Noé Martin" })).rejects.toThrow("story_minor_name");
    await set({ guardianCheckedAt: new Date(), guardianCheckedBy: "x" });
    await set({ state: "accepted", acceptedBy: "x" });
    await expect(set({ state: "published", publishedBy: "x", publishedAt: new Date() })).rejects.toThrow("story_minor_two_persons");
  });
});

describe("a partner city", () => {
  const collected = { ...plainStory, partner: null, email: undefined, consentOn: "2026-10-02", evidence: "Formulaire 12" };
  it("enters what it gathered, sees that alone, and its link can be ended", async () => {
    const made = await makeCollector(db, PROJECT, { partner: "bacau", label: "Bibliothèque", months: 3 }, ola);
    if (!made.ok) throw new Error(JSON.stringify(made));
    const other = await makeCollector(db, PROJECT, { partner: "ulm", label: "Volkshochschule", months: 3 }, ola);
    if (!other.ok) throw new Error("no second link");
    const [collector, second] = [(await collectorOfToken(db, sha256(made.token)))!, (await collectorOfToken(db, sha256(other.token)))!];
    expect(JSON.stringify(await listCollectors(db))).not.toContain(made.token);
    const { email: _, ...story } = collected;
    const told = await tell(db, story, { collector });
    expect(await findStory(db, told.id)).toMatchObject({ partner: "bacau", collector: collector.id });
    expect((await listStories(db, { collector: collector.id })).map(({ id }) => id)).toEqual([told.id]);
    expect(await listStories(db, { collector: second.id })).toEqual([]);
    expect(await withdrawCollected(db, other.token, told.id)).toMatchObject({ reason: "not_found" });
    await revokeCollector(db, PROJECT, collector.id, ola);
    expect(await collectorOfToken(db, sha256(made.token))).toBeUndefined();
    expect(await withdrawCollected(db, made.token, told.id)).toMatchObject({ reason: "not_found" });
  });
  it("must say where the consent is", async () => {
    const made = await makeCollector(db, PROJECT, { partner: "caceres", label: "Archivo", months: null }, ola);
    if (!made.ok) throw new Error("no link");
    const collector = (await collectorOfToken(db, sha256(made.token)))!;
    const { email: _, ...story } = collected;
    const told = await tellStory(
      db,
      desk,
      { ...story, evidence: "", consentOn: "hier" },
      { form: randomUUID(), project: PROJECT, locale: "fr", collector },
    );
    expect(told).toMatchObject({
      problems: [
        { path: "consentOn", code: "pattern" },
        { path: "evidence", code: "required" },
      ],
    });
    expect(await makeCollector(db, PROJECT, { partner: "rome", label: "X", months: 1 }, ola)).toMatchObject({ reason: "invalid" });
  });
});

describe("what is kept", () => {
  it("of words, names and addresses, nothing is in the log", async () => {
    const { id, token } = await publishedStory(db, {
      ...plainStory,
      words: "Un mot rare : xylophagie, et rien d’autre.",
      displayName: "Zénaïde",
      email: "zenaide@example.org",
    });
    await withdrawStory(db, token);
    const { rows } = await sql<{ text: string }>`SELECT e::text AS text FROM event e WHERE e.record = ${id}`.execute(db);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/xylophagie|Zénaïde|zenaide/);
  });

  it("is erased thirty days after it was taken back, with its picture and its mails", async () => {
    const folder = await mkdtemp(join(tmpdir(), "stories-"));
    const files = filesOnDisk(folder);
    const picture = await files.put(new Uint8Array([1, 2, 3]));
    await db.insertInto("file").values({ sha256: picture, name: "portrait", mediaType: "image/png", bytes: 3 }).execute();
    await sql`INSERT INTO story_upload VALUES (${picture}, now() - interval '40 days')`.execute(db);
    const { id, token } = await tell(db, { ...plainStory, pictureAlt: "Un pont" }, { picture });
    await describeStory(
      db,
      id,
      {
        nature: "memory",
        partner: null,
        neighbourhood: null,
        contributor: null,
        themes: [],
        yearFrom: null,
        yearTo: null,
        pictureAlt: "Un pont",
        pictureCredit: null,
        pictureChecked: true,
      },
      ola,
    );
    await withdrawStory(db, token);
    expect((await sweep(db, ["story_withdrawn"], { files })).story_withdrawn).toBe(0);
    expect(await wordingsOf(db, id)).toHaveLength(1);
    await sql`UPDATE story SET withdrawn_at = now() - interval '31 days' WHERE id = ${id}`.execute(db);
    expect(await sweep(db, ["story_withdrawn", "story_picture"], { files })).toEqual({ story_withdrawn: 1, story_picture: 1 });
    expect(await wordingsOf(db, id)).toEqual([]);
    expect(await contactOf(db, id)).toBeUndefined();
    expect(await files.get(picture)).toBeUndefined();
    expect((await sql`SELECT FROM outgoing_mail WHERE about_id = ${id}`.execute(db)).rows).toEqual([]);
    expect(await findStory(db, id)).toMatchObject({ displayName: null, neighbourhood: null, picture: null });
    expect((await sweep(db, ["story_withdrawn"], { files })).story_withdrawn).toBe(0);
    await rm(folder, { recursive: true });
  });

  it("of addresses, nothing once the decision is old enough; the story stays", async () => {
    const { id } = await publishedStory(db);
    const files = filesOnDisk(tmpdir());
    await sweep(db, ["story_contact"], { files });
    expect((await contactOf(db, id))?.email).toBe("lise@example.org");
    await sql`UPDATE story SET decided_at = now() - interval '7 months' WHERE id = ${id}`.execute(db);
    expect((await sweep(db, ["story_contact"], { files })).story_contact).toBe(1);
    expect(await contactOf(db, id)).toBeUndefined();
    expect(await shown(id)).toBeDefined();
  });
});

it("loads the fictional stories once, each said to be fictional", async () => {
  await seedDemo(db);
  expect(await seedStories(db, desk)).toBe(8);
  expect(await seedStories(db, desk)).toBe(0);
  const fictional = (await shownStories(published(db))).filter(({ demo }) => demo);
  expect(fictional).toHaveLength(7);
  expect(new Set(fictional.map(({ language }) => language))).toEqual(new Set(["fr", "ro", "es", "de", "pt", "ar", "en"]));
});
