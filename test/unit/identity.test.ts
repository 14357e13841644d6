import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import type { Role } from "../../src/platform/accounts/rights.ts";
import { codeAt } from "../../src/platform/accounts/second-factor/rules.ts";
import { deviceMark, maySignIn } from "../../src/platform/accounts/throttle.ts";
import { makeTicket, takeTicket } from "../../src/platform/accounts/tickets.ts";
import { listMails } from "../../src/platform/mail/store.ts";
import { type Browser, type OfficeSite, openOffice, PASSWORD, valueIn } from "./office-site.ts";

let site: OfficeSite;
beforeAll(async () => {
  site = await openOffice({ policy: { secondFactor: "required" } });
});
afterAll(() => site.drop());

const emailOf = (name: string) => `${name}@ville.example`;
const idOf = async (name: string) =>
  (await sql<{ id: string }>`SELECT id FROM auth."user" WHERE email = ${emailOf(name)}`.execute(site.db)).rows[0]!.id;
const lastMail = async (name: string) => (await listMails(site.db, { q: emailOf(name), page: 1 })).mails[0]!;
const logged = async (id: string) =>
  (
    await sql<{ action: string }>`SELECT action FROM event WHERE kind = 'account' AND record = ${id} ORDER BY event.id`.execute(site.db)
  ).rows.map(({ action }) => action);
const make = (role: Role, name: string) => createAccount(site.services.auth, role, { email: emailOf(name), name, password: PASSWORD });
async function enter(browser: Browser, name: string, door = "/bureau") {
  return browser.post(`${door}/connexion`, { email: emailOf(name), password: PASSWORD });
}
/** Codes of steps to come: each is good once, and an early one is taken. */
const secretIn = (page: string) => /<code class="long-word">([A-Z2-7 ]+)<\/code>/.exec(page)![1]!.replaceAll(" ", "");
/** Forgets which code was used last, as half a minute would. */
const nextCode = async (name: string, secret: string) => {
  await sql`UPDATE auth.totp SET last_step = 0 WHERE user_id = ${await idOf(name)}`.execute(site.db);
  return codeAt(secret, new Date());
};
/** Someone of the office with an authenticator, signed in whole. */
async function equipped(role: Role, name: string): Promise<{ browser: Browser; secret: string; codes: string[] }> {
  await make(role, name);
  const browser = site.browser();
  await enter(browser, name);
  const secret = secretIn((await browser.get("/bureau/second-facteur")).text);
  const added = await browser.post("/bureau/second-facteur", { do: "confirm", code: codeAt(secret, new Date()) });
  const codes = [...added.text.matchAll(/<code>([\w-]{14})<\/code>/g)].map((found) => found[1]!);
  return { browser, secret, codes };
}

describe("where a second factor is required", () => {
  it("lets who has none reach the page that sets one up, and nothing else", async () => {
    await make("officer", "odile");
    const browser = site.browser();
    expect((await enter(browser, "odile")).status).toBe(303);
    for (const path of ["/bureau", "/bureau/projets", "/bureau/compte", "/bureau/personnes"]) {
      const { status, location } = await browser.get(path);
      expect([path, status, location]).toEqual([path, 302, `/bureau/second-facteur?retour=${encodeURIComponent(path)}`]);
    }
    expect((await browser.post("/bureau/projets/nouveau", { "name.fr": "X" })).location).toBe("/bureau/second-facteur");
    const page = await browser.get("/bureau/second-facteur");
    expect(page.text).toContain("<svg");
    expect(page.text).not.toContain("office-nav");
    const before = browser.cookies.get("ville-monde.session_token");
    expect((await browser.post("/bureau/second-facteur", { do: "confirm", code: "000000" })).status).toBe(422);
    const secret = secretIn(page.text);
    const added = await browser.post("/bureau/second-facteur", { do: "confirm", code: codeAt(secret, new Date()) });
    expect(added.text.match(/<code>[\w-]{14}<\/code>/g)).toHaveLength(10);
    expect((await browser.get("/bureau")).status).toBe(200);
    // Another number than the half open session had, which opens nothing any more.
    expect(browser.cookies.get("ville-monde.session_token")).not.toBe(before);
    const old = site.browser();
    old.cookies.set("ville-monde.session_token", before!);
    expect((await old.get("/bureau")).location).toContain("/bureau/connexion");
    expect(await logged(await idOf("odile"))).toEqual(["second_factor_added"]);
    expect(await lastMail("odile")).toMatchObject({ template: "second_factor_added" });
  });

  it("asks for it after the password; takes a code once, whoever sends it at the same instant; a code of the paper once", async () => {
    const { secret, codes } = await equipped("officer", "pavel");
    const browsers = [site.browser(), site.browser(), site.browser()];
    for (const browser of browsers) await enter(browser, "pavel");
    expect((await browsers[0]!.get("/bureau")).location).toBe("/bureau/verification?retour=%2Fbureau");
    const code = await nextCode("pavel", secret);
    const answers = await Promise.all(browsers.map((browser) => browser.post("/bureau/verification", { code, retour: "/bureau/projets" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 401, 401]);
    expect(answers.find(({ status }) => status === 303)!.location).toBe("/bureau/projets");
    const late = browsers[answers.findIndex(({ status }) => status === 401)]!;
    expect((await late.post("/bureau/verification", { code: codes[0]!.toUpperCase() })).status).toBe(303);
    const again = site.browser();
    await enter(again, "pavel");
    expect((await again.post("/bureau/verification", { code: codes[0]! })).status).toBe(401);
    // Guesses are counted by account, on whichever node and from wherever.
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => again.post("/bureau/verification", { code: `00000${i % 10}` })));
    expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect((await again.post("/bureau/verification", { code: await nextCode("pavel", secret) })).status).toBe(429);
  });

  it("is asked for again before files of people at risk and before accounts, and gives back what was being sent", async () => {
    const { browser, secret } = await equipped("guardian", "gaelle");
    expect((await browser.get("/bureau/protection")).status).toBe(200);
    await sql`UPDATE auth.session SET "secondAt" = now() - interval '31 minutes'`.execute(site.db);
    expect((await browser.get("/bureau")).status).toBe(200);
    expect((await browser.get("/bureau/protection")).location).toBe("/bureau/verification?retour=%2Fbureau%2Fprotection");
    const asked = await browser.post("/bureau/protection/nouveau", { pseudonym: "Hirondelle", password: "secret-ancien" });
    expect([asked.status, valueIn(asked.text, "_resent.pseudonym")]).toEqual([401, "Hirondelle"]);
    expect(asked.text).not.toContain("secret-ancien");
    const kept = { retour: "/bureau/protection/nouveau", "_resent.pseudonym": "Hirondelle", code: await nextCode("gaelle", secret) };
    const proven = await browser.post("/bureau/verification", kept);
    expect([proven.status, valueIn(proven.text, "pseudonym")]).toEqual([200, "Hirondelle"]);
    expect((await browser.get("/bureau/protection")).status).toBe(200);
    // Whoever finds the screen open after a while cannot make the account theirs.
    await sql`UPDATE auth.session SET "secondAt" = now() - interval '31 minutes'`.execute(site.db);
    expect((await browser.post("/bureau/second-facteur", { do: "remove-totp" })).status).toBe(401);
  });

  it("is reset by an administrator, which the person is told and the log says; its sessions end", async () => {
    const [{ browser }, { browser: admin }] = [await equipped("officer", "remi"), await equipped("administrator", "ada")];
    const id = await idOf("remi");
    expect((await admin.post(`/bureau/personnes/${id}`, { do: "reset-second-factor" })).text).toContain("Second facteur réinitialisé");
    expect((await browser.get("/bureau")).location).toContain("/bureau/connexion");
    expect(await lastMail("remi")).toMatchObject({ template: "second_factor_reset" });
    expect(await logged(id)).toEqual(["second_factor_added", "second_factor_reset"]);
    await enter(browser, "remi");
    expect((await browser.get("/bureau")).location).toContain("/bureau/second-facteur");
  });
});

describe("a link by mail", () => {
  const ask = async (browser: Browser, name: string) => {
    await browser.post("/espace/connexion/lien", { email: emailOf(name) });
    return /jeton=([\w-]+)/.exec((await lastMail(name)).bodyText)![1]!;
  };
  it("signs in once, by a button, in the browser that asked; elsewhere with the address; and says nothing of who has an account", async () => {
    await make("applicant", "zoe");
    const [here, elsewhere] = [site.browser(), site.browser()];
    const token = await ask(here, "zoe");
    const nobody = await site.browser().post("/espace/connexion/lien", { email: "nobody@ville.example" });
    expect(nobody.text.replace("nobody@", "")).toBe(
      (await here.post("/espace/connexion/lien", { email: emailOf("zoe") })).text.replace("zoe@", ""),
    );
    // A program that follows the links of mails uses nothing up.
    for (let i = 0; i < 3; i++) expect((await elsewhere.get(`/espace/connexion/lien?jeton=${token}`)).status).toBe(200);
    expect((await elsewhere.post("/espace/connexion/lien/ouvrir", { jeton: token, email: "eve@ville.example" })).status).toBe(422);
    expect((await here.get(`/espace/connexion/lien?jeton=${token}`)).text).not.toContain('type="email"');
    const opened = await Promise.all([1, 2, 3].map(() => here.post("/espace/connexion/lien/ouvrir", { jeton: token })));
    expect(opened.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
    const other = await ask(here, "zoe");
    expect((await elsewhere.post("/espace/connexion/lien/ouvrir", { jeton: other, email: "Zoe@Ville.example " })).status).toBe(303);
    expect((await elsewhere.get("/espace")).status).toBe(200);
  });
  it("opens half for the office, and takes away the password that a stranger chose for an address", async () => {
    await make("officer", "ines");
    const browser = site.browser();
    const token = await ask(browser, "ines");
    expect((await lastMail("ines")).bodyText).toContain("/bureau/connexion/lien?jeton=");
    await browser.post("/bureau/connexion/lien/ouvrir", { jeton: token });
    expect((await browser.get("/bureau/projets")).location).toContain("/bureau/second-facteur");
    await createAccount(site.services.auth, "applicant", { email: emailOf("vera"), name: "Pirate", password: PASSWORD }, false);
    const owner = site.browser();
    expect((await owner.post("/espace/connexion/lien/ouvrir", { jeton: await ask(owner, "vera") })).status).toBe(303);
    expect((await enter(site.browser(), "vera", "/espace")).status).toBe(401);
  });
});

describe("sessions", () => {
  it("are listed and ended one by one or all but this; end by rest and by age; keep a family and a network", async () => {
    const { browser, secret } = await equipped("officer", "lise");
    const others = [site.browser(), site.browser()];
    for (const other of others) {
      const agent = {
        "sec-fetch-site": "same-origin",
        "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0",
        "x-forwarded-for": "203.0.113.77",
      };
      await other.post("/bureau/connexion", { email: emailOf("lise"), password: PASSWORD }, agent);
    }
    const page = (await browser.get("/bureau/compte")).text;
    expect(page).toContain("Firefox, Linux");
    expect(page).toContain("203.0.113.0/24");
    expect(page).not.toContain("203.0.113.77");
    expect((await browser.post("/bureau/compte/sessions", { do: "others" })).status).toBe(200);
    for (const other of others) expect((await other.get("/bureau")).location).toContain("/bureau/connexion");
    expect((await browser.get("/bureau")).status).toBe(200);
    // Nobody ends the session of another by naming it.
    const { rows } = await sql<{ id: string }>`SELECT id FROM auth.session WHERE "userId" = ${await idOf("lise")}`.execute(site.db);
    await enter(others[0]!, "lise");
    await others[0]!.post("/bureau/verification", { code: await nextCode("lise", secret) });
    const stranger = await equipped("officer", "eve");
    await stranger.browser.post("/bureau/compte/sessions", { id: rows[0]!.id });
    expect((await browser.get("/bureau")).status).toBe(200);
    await sql`UPDATE auth.session SET "seenAt" = now() - interval '2 hours' WHERE id = ${rows[0]!.id}`.execute(site.db);
    expect((await browser.get("/bureau")).location).toContain("/bureau/connexion");
    await sql`UPDATE auth.session SET "createdAt" = now() - interval '13 hours'`.execute(site.db);
    expect((await stranger.browser.get("/bureau")).location).toContain("/bureau/connexion");
  });
});

describe("guessing", () => {
  const secret = "0".repeat(40);
  it("from many addresses at once gets its share and no more, while a device of the owner still gets in", async () => {
    const email = "target@ville.example";
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_, i) => maySignIn(site.db, { secret, email, address: `198.51.100.${i}`, device: undefined })),
    );
    expect(guesses.filter(Boolean)).toHaveLength(24);
    const own = { secret, email, address: "192.0.2.1", device: deviceMark(secret, email) };
    expect(await maySignIn(site.db, own)).toBe(true);
    // Neither a mark of another's device nor one made elsewhere passes for it; a stolen one has a share of its own.
    expect(await maySignIn(site.db, { ...own, device: deviceMark(secret, "other@ville.example") })).toBe(false);
    expect(await maySignIn(site.db, { ...own, device: deviceMark("1".repeat(40), email) })).toBe(false);
    const stolen = await Promise.all(Array.from({ length: 20 }, () => maySignIn(site.db, own)));
    expect(stolen.filter(Boolean)).toHaveLength(7);
  });
  it("from one address closes the account to nobody else", async () => {
    const email = "other-target@ville.example";
    for (let i = 0; i < 40; i++) await maySignIn(site.db, { secret, email, address: "198.51.100.200", device: undefined });
    expect(await maySignIn(site.db, { secret, email, address: "198.51.100.201", device: undefined })).toBe(true);
  });
  it("a number of ours: used once, for its purpose, in its time", async () => {
    const ticket = makeTicket(secret, "a", 10);
    expect(await takeTicket(site.db, secret, "b", ticket)).toBe(false);
    expect(await takeTicket(site.db, secret, "a", ticket, new Date(Date.now() + 11 * 60_000))).toBe(false);
    const taken = await Promise.all([1, 2, 3].map(() => takeTicket(site.db, secret, "a", ticket)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const last = ticket.at(-1)!;
    expect(await takeTicket(site.db, secret, "a", ticket.slice(0, -1) + (last === "A" ? "B" : "A"))).toBe(false);
  });
});

describe("invitations", () => {
  it("are mailed, listed, sent again in place of the first, revoked", async () => {
    const { browser: admin } = await equipped("administrator", "hana");
    const invite = { do: "invite", role: "reader", email: emailOf("new"), locale: "en" };
    expect((await admin.post("/bureau/personnes", { ...invite, email: "pas une adresse" })).status).toBe(422);
    expect((await admin.post("/bureau/personnes", { ...invite, email: emailOf("hana") })).status).toBe(422);
    const listed = await admin.post("/bureau/personnes", invite);
    const id = /name="id" value="([0-9a-f-]{36})"/.exec(listed.text)![1]!;
    const first = /jeton=([\w-]+)/.exec((await lastMail("new")).bodyText)![1]!;
    await admin.post("/bureau/personnes", { do: "again", id });
    const second = /jeton=([\w-]+)/.exec((await lastMail("new")).bodyText)![1]!;
    expect((await site.browser().get(`/bureau/premier-compte?jeton=${first}`)).status).toBe(410);
    expect((await site.browser().get(`/bureau/premier-compte?jeton=${second}`)).status).toBe(200);
    const now = /name="id" value="([0-9a-f-]{36})"/.exec((await admin.get("/bureau/personnes")).text)![1]!;
    await admin.post("/bureau/personnes", { do: "revoke", id: now });
    expect((await site.browser().get(`/bureau/premier-compte?jeton=${second}`)).status).toBe(410);
    expect((await admin.post("/bureau/personnes", { do: "again", id: now })).status).toBe(422);
  });
});
