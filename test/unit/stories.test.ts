import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCollector } from "../../src/register/story/collect.ts";
import { moveStory } from "../../src/register/story/moderate.ts";
import { issueForm } from "../../src/register/story/secrets.ts";
import { desk, ola, openFor, PROJECT, publishedStory } from "../../src/register/story/testing.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

let site: OfficeSite;
let reader: Browser;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  // Pages are kept in memory, as on a site that runs.
  const { content } = site.services;
  Object.assign(content, { fresh: true, touch: () => void content.version++ });
  await openFor(site.db);
  [reader, officer] = [site.browser(), await site.as("officer")];
});
afterAll(() => site.drop());

const form = () => ({ form: issueForm(site.services.mail.secret, Date.now() - 60_000), website: "" });
const told = {
  nature: "memory",
  language: "fr",
  title: "Le pont",
  words: "Nous traversions le pont à pied, chaque matin, avant l’école.",
  partner: "ulm",
  neighbourhood: "Rive droite",
  contributor: "resident",
  nameKind: "first_name",
  displayName: "Lise",
  ageBand: "50_69",
  scopes: ["site", "data"],
  email: "lise@example.org",
  agreed: "1",
};
const TELL = "/fr/recits/raconter";

/** One dot, as PNG. */
const dot = () =>
  new File(
    [Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")],
    "moi.png",
    { type: "image/png" },
  );

async function sent(change: Record<string, string | string[]> = {}): Promise<string> {
  const answer = await reader.post(TELL, { ...told, ...form(), ...change });
  expect(answer.status, answer.text.replace(/<[^>]+>/g, " ").slice(0, 900)).toBe(303);
  return answer.location!.split("?")[0]!;
}

describe("the form", () => {
  it("takes a story, and leads to the page of whoever told it", async () => {
    const own = await sent();
    const page = await reader.get(own);
    expect(page.text).toContain("Nous traversions le pont");
    expect([page.headers.get("cache-control"), page.headers.get("referrer-policy")]).toEqual(["no-store", "same-origin"]);
    expect((await reader.get(`${own}x`)).status).toBe(404);
    expect((await reader.get("/fr/recits")).text).not.toContain("Le pont");
  });

  it("comes back with all that was typed, and the picture that came with it", async () => {
    const answer = await reader.post(TELL, {
      ...(told as unknown as Record<string, string>),
      ...form(),
      agreed: "",
      picture: dot(),
      pictureAlt: "",
    });
    expect(answer.status).toBe(422);
    expect([valueIn(answer.text, "words"), valueIn(answer.text, "displayName"), valueIn(answer.text, "language")]).toEqual([
      told.words,
      "Lise",
      "fr",
    ]);
    const [kept, keptMark] = [valueIn(answer.text, "kept")!, valueIn(answer.text, "keptMark")!];
    expect(kept).toMatch(/^[0-9a-f]{64}$/);
    const own = await sent({ kept, keptMark, pictureAlt: "Une femme sur un pont" });
    const { rows } = await sql<{ picture: string; id: string }>`SELECT id, picture FROM story WHERE picture IS NOT NULL`.execute(site.db);
    expect(rows.map(({ picture }) => picture)).toEqual([kept]);
    // Not shown before someone looked at it, to anyone but the desk.
    expect((await reader.get(`/recits/images/${kept}`)).status).toBe(404);
    expect((await officer.get(`/bureau/recits/images/${kept}`)).status).toBe(200);
    expect(own).toMatch(/^\/recits\/suivi\//);
    // A picture that nobody sent with this form is not taken.
    const stolen = await reader.post(TELL, { ...told, ...form(), kept, keptMark: "x".repeat(43), pictureAlt: "à moi" });
    expect(stolen.status).toBe(303);
    expect((await sql`SELECT FROM story WHERE picture IS NOT NULL`.execute(site.db)).rows).toHaveLength(1);
  });

  it.each([
    ["too soon", () => ({ form: issueForm(site.services.mail.secret) })],
    ["from nowhere", () => ({ form: "" })],
    ["by a program", () => ({ ...form(), website: "https://spam.example" })],
  ])("is not taken %s, and nothing typed is lost", async (_, change) => {
    const answer = await reader.post(TELL, { ...told, website: "", ...change() });
    expect([answer.status, valueIn(answer.text, "words")]).toEqual([422, told.words]);
  });

  it("has its words written as words, whatever they hold", async () => {
    const words = `<script>alert(1)</script> "><img src=x onerror=y> \u202Egnp.exe\u202C {{7*7}} '; DROP TABLE story; --`;
    const own = await sent({ words, title: "<b>gras</b>", displayName: "<i>", language: "other", otherLanguage: "ar" });
    const page = (await reader.get(own)).text;
    expect(page).not.toMatch(/<script>alert|<img src=x|<b>gras|\u202e/);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain('lang="ar" dir="rtl"');
    const { rows } = await sql<{ id: string }>`SELECT story AS id FROM story_text WHERE title = '<b>gras</b>'`.execute(site.db);
    const desk = (await officer.get(`/bureau/recits/${rows[0]!.id}`)).text;
    expect(desk).not.toMatch(/<script>alert|<img src=x|<b>gras/);
  });

  it("is closed while nothing is gathered", async () => {
    await sql`UPDATE story_collection SET open = false`.execute(site.db);
    expect((await reader.get(TELL)).text).toContain("Aucune collecte n’est ouverte");
    expect((await reader.post(TELL, { ...told, ...form() })).status).toBe(409);
    await openFor(site.db);
  });
});

describe("a story that is shown", () => {
  it("is on its page, in the exhibition, the data and the API, and nowhere once it is taken back", async () => {
    const { id, token } = await publishedStory(site.db, {
      ...told,
      title: "Le pont retiré",
      yearFrom: null,
      yearTo: null,
      themes: [],
      agreed: true,
    });
    site.services.content.touch();
    const places = [`/fr/recits/${id}`, "/en/stories", "/data/stories.csv", "/data/stories.json", `/api/v1/stories/${id}`];
    for (const place of places) {
      const answer = await reader.get(place);
      expect([place, answer.status, answer.text.includes("Le pont retiré")]).toEqual([place, 200, true]);
      expect(answer.text).not.toMatch(/lise@example|50 à 69 ans exactement/);
      await reader.get(place); // from memory, this time
    }
    const done = await reader.post(`/recits/suivi/${token}`, { do: "withdraw" });
    expect(done.status).toBe(303);
    for (const place of places) {
      const answer = await reader.get(place);
      expect([place, answer.text.includes("Le pont retiré")]).toEqual([place, false]);
    }
    expect((await reader.get(`/fr/recits/${id}`)).status).toBe(404);
  });

  it("without the use as open data, is read on the site alone", async () => {
    const { id } = await publishedStory(site.db, {
      ...told,
      title: "Le pont fermé",
      scopes: ["site"],
      yearFrom: null,
      yearTo: null,
      themes: [],
      agreed: true,
    });
    site.services.content.touch();
    expect((await reader.get(`/fr/recits/${id}`)).status).toBe(200);
    expect((await reader.get("/fr/recits?format=panneaux")).text).not.toContain("Le pont fermé");
    expect((await reader.get("/data/stories.csv")).text).not.toContain("Le pont fermé");
    expect((await reader.get(`/api/v1/stories/${id}`)).status).toBe(404);
  });
});

describe("the desk", () => {
  it("reads, translates, publishes and refuses; who may not edit sees nothing", async () => {
    const own = await sent({ title: "Pour le bureau" });
    const list = (await officer.get("/bureau/recits")).text;
    const id = /\/bureau\/recits\/([0-9a-z]{5}-[0-9a-z]{5})"><bdi>Pour le bureau/.exec(list)![1]!;
    const desk = `/bureau/recits/${id}`;
    for (const act of ["take", "accept", "publish"]) expect((await officer.post(desk, { do: act })).location).toBe(`${desk}?fait=${act}`);
    const translated = {
      form: "translate",
      do: "translate",
      "translate.language": "en",
      "translate.title": "The bridge",
      "translate.words": "We crossed the bridge.",
      "translate.author": "Tia",
    };
    expect((await officer.post(desk, translated)).status).toBe(303);
    expect((await reader.get(`/en/stories/${id}`)).text).toContain("We crossed the bridge.");
    const wrong = await officer.post(desk, { ...translated, "translate.language": "??" });
    expect([wrong.status, valueIn(wrong.text, "translate.words")]).toEqual([422, "We crossed the bridge."]);
    expect((await reader.get(own)).text).toContain(`/fr/recits/${id}`);
    const [nobody, looker] = [await site.browser().get(desk), await (await site.as("reader")).get(desk)];
    expect([nobody.status, looker.status, nobody.text.includes("Nous traversions"), looker.text.includes("Nous traversions")]).toEqual([
      302,
      403,
      false,
      false,
    ]);
  });

  it("opens the gathering and makes a link that is shown once", async () => {
    const answer = await officer.post("/bureau/recits/collecte", {
      form: "collector",
      do: "collector",
      project: PROJECT,
      "collector.partner": "bacau",
      "collector.label": "Bibliothèque",
      "collector.months": "3",
    });
    const link = /\/recits\/collecte\/([\w-]{43})/.exec(answer.text)![0];
    expect((await officer.get("/bureau/recits/collecte")).text).not.toContain(link);
    const page = await reader.get(`${link}?langue=en`);
    expect(page.text).toContain("Stories gathered: Bacău");
    const { partner: _, email: __, ...story } = told;
    const collected = { ...story, title: "De Bacau", consentOn: "2026-10-02", evidence: "Formulaire 12" };
    expect((await reader.post(link, { ...collected, ...form(), evidence: "" })).status).toBe(422);
    expect((await reader.post(link, { ...collected, ...form() })).status).toBe(303);
    const after = (await reader.get(link)).text;
    expect(after).toContain("De Bacau");
    expect(after).not.toContain("Pour le bureau");
    const id = /name="story" value="([^"]+)"/.exec(after)![1]!;
    await reader.post(`${link}/retirer`, { story: id });
    expect((await reader.get(link)).text).toContain("Retiré");
    const other = await makeCollector(site.db, PROJECT, { partner: "ulm", label: "VHS", months: 1 }, ola);
    expect(other.ok && (await reader.post(`/recits/collecte/${other.token}/retirer`, { story: id })).status).toBe(404);
    expect(await moveStory(site.db, desk, id, "take", ola)).toMatchObject({ ok: false });
  });
});
