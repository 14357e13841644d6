import { XmlDocument } from "libxml2-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRecord, moveRecord } from "../../src/register/record/actions.ts";
import { type OfficeSite, openOffice } from "./office-site.ts";

let site: OfficeSite;
const officer = { id: "olga", name: "Olga", role: "officer" } as const;
beforeAll(async () => {
  site = await openOffice({ paris: true });
});
afterAll(() => site.drop());

const lastMail = async () => (await site.db.selectFrom("outgoingMail").selectAll().orderBy("id", "desc").limit(1).executeTakeFirst())!;
const typed = { email: "zoe@asso.example", theme: "water", rhythm: "weekly", locale: "fr" };

it("following is asked, confirmed by a button, changed and ended by a person without scripts", async () => {
  const browser = site.browser();
  const form = await browser.get("/fr/suivre?theme=water&country=SN");
  expect(form.text).toMatch(/name="theme" value="water" checked/);
  expect(form.text).toMatch(/name="country" value="SN" checked/);
  const wrong = await browser.post("/fr/suivre", { ...typed, email: "zoe" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('value="zoe"');
  expect(wrong.text).toMatch(/name="theme" value="water" checked/);
  const asked = await browser.post("/fr/suivre", typed);
  expect(asked.status).toBe(200);
  const link = new URL(/https?:\S+jeton=\S+/.exec((await lastMail()).bodyText)![0]);
  const page = await browser.get(link.pathname + link.search);
  expect(page.text).toContain("Thème : ");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  expect(await site.db.selectFrom("subscription").selectAll().execute()).toEqual([]);
  const done = await browser.post(link.pathname + link.search, {});
  expect(done.status).toBe(303);
  const mine = await browser.get(done.location!);
  expect(mine.text).toContain("C’est confirmé");
  expect(mine.headers.get("cache-control")).toBe("no-store");
  // The same answer for an address that is known.
  expect((await browser.post("/fr/suivre", typed)).text).toBe(asked.text);
  const query = new URL(done.location!, "http://localhost").search.replace("&fait=confirmed", "");
  const changed = await browser.post(`/fr/suivre/mes-choix${query}`, { ...typed, theme: ["water", "waste"], rhythm: "monthly" });
  expect(changed.location).toContain("fait=changed");
  expect((await browser.get(`/fr/suivre/mes-choix?de=${"0".repeat(8)}&cle=x`)).status).toBe(404);
  // A link that is opened ends nothing.
  expect((await browser.get(`/fr/suivre/arreter${query}`)).status).toBe(200);
  expect(await site.db.selectFrom("subscription").select("rhythm").execute()).toEqual([{ rhythm: "monthly" }]);
  // A mail program ends it by itself (RFC 8058), from elsewhere.
  const stopped = await browser.post(`/fr/suivre/arreter${query}`, { "List-Unsubscribe": "One-Click" }, { "sec-fetch-site": "cross-site" });
  expect(stopped.status).toBe(200);
  expect(await site.db.selectFrom("subscription").selectAll().execute()).toEqual([]);
  expect((await site.db.selectFrom("outgoingMail").selectAll().execute()).filter(({ toAddress }) => toAddress === typed.email)).toEqual([]);
});

it("a client that asks too often waits, with its form filled in", async () => {
  const browser = site.browser();
  const from = { "sec-fetch-site": "same-origin", "x-forwarded-for": "203.0.113.9" };
  let last = await browser.post("/fr/suivre", { ...typed, email: "" }, from);
  for (let i = 0; i < 12 && last.status !== 429; i++) last = await browser.post("/fr/suivre", { ...typed, email: "x" }, from);
  expect(last.status).toBe(429);
  expect(last.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(last.text).toMatch(/name="theme" value="water" checked/);
});

it("each topic has a feed that holds to RFC 4287, answered from what is public", async () => {
  const make = async (name: string, publish: boolean) => {
    const made = await createRecord(site.db, "project", { name: { fr: name }, themes: ["water"], countries: [{ country: "SN" }] }, officer);
    if (!made.ok) throw new Error(JSON.stringify(made));
    if (publish) await moveRecord(site.db, "project", made.id, "publish", officer);
    return made.id;
  };
  const shown = await make("Puits & <forages>", true);
  await make("Brouillon secret", false);
  const browser = site.browser();
  for (const path of ["theme/water", "country/SN", "everything"]) {
    const answer = await browser.get(`/data/follow/${path}.atom?lang=en`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("application/atom+xml");
    expect(answer.text).not.toContain("Brouillon");
    const document = XmlDocument.fromString(answer.text);
    const ns = { a: "http://www.w3.org/2005/Atom" };
    const texts = (xpath: string) => document.find(xpath, ns).map((node) => node.content);
    expect(texts("/a:feed/a:id")).toHaveLength(1);
    expect(texts("/a:feed/a:author/a:name")).toHaveLength(1);
    expect(texts("/a:feed/a:link[@rel='self']/@href")[0]).toContain(`/data/follow/${path}.atom?lang=en`);
    const ids = texts("/a:feed/a:entry/a:id");
    expect(ids[0]).toBe(`tag:localhost,2000:project/${shown}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const required of ["a:id", "a:title", "a:updated", "a:link[@rel='alternate']"])
      expect(texts(`/a:feed/a:entry/${required}`)).toHaveLength(ids.length);
    const updated = texts("/a:feed/a:entry/a:updated");
    expect(updated).toEqual(updated.toSorted().reverse());
    expect(texts("/a:feed/a:updated")[0]).toBe(updated[0]);
    document.dispose();
    const again = await browser.send(`/data/follow/${path}.atom?lang=en`, { headers: { "if-none-match": answer.headers.get("etag")! } });
    expect(again.status).toBe(304);
  }
  for (const path of ["theme/nothing", "partner/nobody", "expert/x", "everything/x", "nothing"])
    expect((await browser.get(`/data/follow/${path}.atom`)).status).toBe(404);
  expect((await browser.get("/fr/projets?theme=water")).text).toContain(
    'type="application/atom+xml" title="Fil Atom" href="/data/follow/theme/water.atom?lang=fr"',
  );
});

it("the office sees numbers, and erases an address that asks for it", async () => {
  const olga = await site.as("officer");
  expect((await (await site.as("reader")).get("/bureau/abonnements")).status).toBe(403);
  await site.db
    .insertInto("subscription")
    .values({ email: "max@asso.example", locale: "fr", rhythm: "weekly", seenEvent: 0, seenAt: new Date(), nextAt: new Date() } as never)
    .execute();
  const page = await olga.get("/bureau/abonnements");
  expect(page.text).toContain("1 personne suit");
  expect(page.text).not.toContain("max@asso.example");
  await site.db
    .insertInto("outgoingMail")
    .values({ toAddress: "max@asso.example", locale: "fr", template: "follow_digest", subject: "x", bodyText: "x" })
    .execute();
  const { id } = await lastMail();
  expect((await olga.get("/bureau/courriers")).text).not.toContain("max@asso.example");
  expect((await olga.get(`/bureau/courriers/${id}`)).status).toBe(404);
  await site.db
    .updateTable("outgoingMail")
    .set({ state: "failed", lastError: "550 <max@asso.example>: unknown" })
    .where("id", "=", id)
    .execute();
  const failed = (await olga.get("/bureau/abonnements")).text;
  expect(failed).toContain("550");
  expect(failed).not.toContain("max@asso");
  expect((await olga.post("/bureau/abonnements", { email: "nobody" })).status).toBe(422);
  expect((await olga.post("/bureau/abonnements", { email: "max@asso.example" })).text).toContain("C’est fait");
  expect(await site.db.selectFrom("subscription").selectAll().execute()).toEqual([]);
});

it("the audience is told in sums, in a page and a file", async () => {
  await site.db
    .insertInto("audienceCount")
    .values([
      {
        day: new Date().toISOString().slice(0, 10) as never,
        page: "projects",
        language: "fr",
        referrer: "search",
        device: "mobile",
        views: 1234,
      },
      {
        day: new Date().toISOString().slice(0, 10) as never,
        page: "file",
        record: "projects.csv",
        language: "",
        referrer: "none",
        device: "unknown",
        views: 7,
      },
    ])
    .execute();
  const browser = site.browser();
  for (const [locale, number] of [
    ["fr", "1\u202f234"],
    ["en", "1,234"],
  ] as const) {
    const page = await browser.get(`/${locale}/audience?par=month`);
    expect(page.text).toContain(number);
    expect(page.text).toContain("/data/projects.csv");
    expect(page.text).not.toMatch(/>(audience|follow)\.[a-zA-Z.]+</);
  }
  const file = await browser.get("/data/audience.csv");
  expect(file.text).toMatch(/^month,page,record,views\r\n/);
  expect(file.text).toContain(",file,projects.csv,7\r\n");
});
