import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptInvitation } from "../../src/platform/accounts/actions.ts";
import { userCommand } from "../../src/platform/accounts/commands.ts";
import { firstAccountLink, inviteLink } from "../../src/platform/accounts/links.ts";
import { passwordProblem } from "../../src/platform/accounts/passwords.ts";
import { closeAccount, setRole } from "../../src/platform/accounts/people/actions.ts";
import { listAccounts } from "../../src/platform/accounts/store.ts";
import { type OfficeSite, openOffice, PASSWORD } from "./office-site.ts";

let site: OfficeSite;
beforeAll(async () => {
  site = await openOffice();
});
afterAll(() => site.drop());

const token = (link: string | undefined) => new URL(link!).searchParams.get("jeton")!;
const administrators = async () => (await listAccounts(site.db)).filter((account) => account.role === "administrator");

describe("the first administrator", () => {
  it("is made once, however many use a link at the same instant, and all first links end with it", async () => {
    const { db, services } = site;
    const [one, other, left] = [
      token(await firstAccountLink(db, "http://x")),
      token(await firstAccountLink(db, "http://x")),
      token(await firstAccountLink(db, "http://x")),
    ];
    const made = await Promise.all(
      [one, one, other, other, one].map((link, i) =>
        acceptInvitation(db, services.auth, link, { email: `a${i}@ville.example`, name: `A${i}`, password: PASSWORD }),
      ),
    );
    expect(made.filter((result) => result.ok)).toHaveLength(1);
    expect(await administrators()).toHaveLength(1);
    expect(
      await acceptInvitation(db, services.auth, left, { email: "late@ville.example", name: "Late", password: PASSWORD }),
    ).toMatchObject({ ok: false, problem: "link" });
    expect(await firstAccountLink(db, "http://x")).toBeUndefined();
  });

  it("cannot take the last administrator away, also when two do it to each other at once", async () => {
    const { db, services } = site;
    await acceptInvitation(db, services.auth, token(await inviteLink(db, "http://x", "administrator")), {
      email: "b@ville.example",
      name: "B",
      password: PASSWORD,
    });
    const [a, b] = await administrators();
    const by = { id: "x", name: "X", role: "administrator" } as const;
    const done = await Promise.all([setRole(db, a!.id, "reader", by), closeAccount(db, b!.id, by, null)]);
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    expect(done).toContainEqual({ ok: false, reason: "last" });
    expect(await administrators()).toHaveLength(1);
  });
});

describe("a link", () => {
  it("opens a form that comes back filled in, makes one account and signs it in", async () => {
    const link = await inviteLink(site.db, "", "officer");
    const browser = site.browser();
    expect((await browser.get(link)).text).toContain("Créer votre compte");
    const jeton = link.split("=")[1]!;
    const weak = await browser.post("/bureau/premier-compte", { jeton, name: "Zoé", email: "zoe@ville.example", password: "bref" });
    expect(weak.status).toBe(422);
    expect(weak.text).toContain('value="Zoé"');
    expect(weak.text).not.toContain("bref");
    const made = await browser.post("/bureau/premier-compte", { jeton, name: "Zoé", email: "Zoe@Ville.example", password: PASSWORD });
    expect([made.status, made.location]).toEqual([303, "/bureau"]);
    expect((await browser.get("/bureau")).status).toBe(200);
    expect((await site.browser().get(link)).status).toBe(410);
    expect(
      (await site.browser().post("/bureau/premier-compte", { jeton, name: "Y", email: "y@ville.example", password: PASSWORD })).status,
    ).toBe(410);
  });
});

describe("signing in", () => {
  const from = (address: string) => ({ "sec-fetch-site": "same-origin", "x-forwarded-for": `203.0.113.9, ${address}` });
  const attempt = (password: string, address: string) =>
    site.browser().post("/bureau/connexion", { email: "zoe@ville.example", password }, from(address));

  it("says the same of a wrong password and of an unknown address", async () => {
    const wrong = await attempt("pas le bon mot de passe", "198.51.100.1");
    const unknown = await site
      .browser()
      .post("/bureau/connexion", { email: "nobody@ville.example", password: PASSWORD }, from("198.51.100.1"));
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const message = "Adresse ou mot de passe incorrects.";
    expect(wrong.text).toContain(message);
    expect(unknown.text).toContain(message);
  });

  it("makes the one who guesses wait, and nobody else; a claimed address does not help", async () => {
    for (let i = 0; i < 8; i++) expect((await attempt(`essai numéro ${i}`, "198.51.100.2")).status).toBe(401);
    expect((await attempt(PASSWORD, "198.51.100.2")).status).toBe(429);
    const claimed = await site
      .browser()
      .post(
        "/bureau/connexion",
        { email: "zoe@ville.example", password: PASSWORD },
        { "sec-fetch-site": "same-origin", "x-forwarded-for": "192.0.2.77, 198.51.100.2" },
      );
    expect(claimed.status).toBe(429);
    expect((await attempt(PASSWORD, "198.51.100.3")).status).toBe(303);
  });

  it("sets a cookie that scripts cannot read and other sites do not send", async () => {
    const answer = await attempt(PASSWORD, "198.51.100.4");
    const cookie = answer.headers.getSetCookie().find((one) => one.includes("session_token"))!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  it("brings back to the page asked for, and only to one of the office", async () => {
    const asked = await site.browser().get("/bureau/projets?status=draft");
    expect(asked.location).toBe(`/bureau/connexion?retour=${encodeURIComponent("/bureau/projets?status=draft")}`);
    for (const [retour, to] of [
      ["/bureau/projets?status=draft", "/bureau/projets?status=draft"],
      ["//evil.example", "/bureau"],
      ["https://evil.example/bureau", "/bureau"],
      ["/bureau/../fr", "/bureau"],
    ]) {
      expect(
        (
          await site
            .browser()
            .post("/bureau/connexion", { email: "zoe@ville.example", password: PASSWORD, retour: retour! }, from("198.51.100.5"))
        ).location,
      ).toBe(to);
    }
  });

  it("refuses what another site sends", async () => {
    const browser = await site.as("officer", "csrf");
    const answer = await browser.post(
      "/bureau/projets/nouveau",
      { "name.fr": "X" },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    );
    expect(answer.status).toBe(403);
  });
});

describe("one's password", () => {
  it("is changed with the current one, which ends the other sessions", async () => {
    const [here, there] = [await site.as("officer", "vera"), site.browser()];
    await there.post("/bureau/connexion", { email: "vera@ville.example", password: PASSWORD });
    expect((await there.get("/bureau")).status).toBe(200);
    expect((await here.post("/bureau/compte", { current: "pas celui-là du tout", password: "un nouveau mot de passe" })).status).toBe(422);
    expect((await here.post("/bureau/compte", { current: PASSWORD, password: "un nouveau mot de passe" })).status).toBe(200);
    expect((await here.get("/bureau")).status).toBe(200);
    expect((await there.get("/bureau")).status).toBe(302);
  });
  it.each([
    ["court", "password_short"],
    ["motdepasse1234", "password_common"],
    ["aaaaaaaaaaaaaa", "password_sequence"],
    ["alice@ville.example", "password_context"],
    ["une phrase facile à retenir", undefined],
  ])("%s: %s", (password, problem) => expect(passwordProblem(password, { email: "alice@ville.example" })).toBe(problem));
  it("is never written into a page when a session has ended", async () => {
    const answer = await site.browser().post("/bureau/compte", { current: "secret-ancien", password: "secret-nouveau" });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain("secret-");
  });
});

describe("the people of the office", () => {
  it("are invited, change role, which ends their sessions, and leave, by an administrator", async () => {
    const admin = await site.as("administrator", "ada");
    const invited = await admin.post("/bureau/personnes", { do: "invite", role: "reader" });
    expect(invited.text).toContain("/bureau/premier-compte?jeton=");
    const gone = await site.as("officer", "gaston");
    const { id } = (await listAccounts(site.db)).find((account) => account.name === "gaston")!;
    expect((await admin.post(`/bureau/personnes/${id}`, { do: "role", role: "reader" })).text).toContain("Rôle changé");
    expect((await gone.get("/bureau/projets")).status).toBe(302);
    await gone.post("/bureau/connexion", { email: "gaston@ville.example", password: PASSWORD });
    expect((await gone.get("/bureau/projets")).text).not.toContain("Nouvelle fiche");
    expect((await admin.get(`/bureau/personnes/${id}`)).text).toContain("Fermer le compte de gaston");
    expect((await admin.post(`/bureau/personnes/${id}`, { do: "leave" })).text).toContain("Le compte est fermé");
    expect((await gone.get("/bureau")).status).toBe(302);
    expect((await gone.post("/bureau/connexion", { email: "gaston@ville.example", password: PASSWORD })).status).toBe(401);
  });
});

describe("the command", () => {
  const run = (args: string[], input = "") =>
    userCommand(args, {
      db: site.db,
      auth: site.services.auth,
      mail: site.services.mail,
      baseUrl: "https://monde.example.org",
      readInput: async () => input,
    });
  it("makes an account with a password from the input, or a link", async () => {
    expect(
      await run(["create", "--email", "cli@ville.example", "--name", "Cli", "--role", "reader", "--password-stdin"], `${PASSWORD}\n`),
    ).toEqual({ code: 0, lines: ["cli@ville.example is reader"] });
    expect((await run(["create", "--email", "cli@ville.example", "--name", "Cli", "--password-stdin"], PASSWORD)).code).toBe(1);
    expect((await run(["create", "--role", "officer"])).lines[0]).toMatch(/^https:\/\/monde\.example\.org\/bureau\/premier-compte\?jeton=/);
    expect((await run(["list"])).lines).toContain("cli@ville.example\treader\tCli");
    expect((await run(["reset-second-factor", "--email", "cli@ville.example"])).code).toBe(0);
    expect((await run(["reset-second-factor", "--email", "nobody@ville.example"])).code).toBe(1);
  });
  it.each([[[]], [["remove"]], [["create", "--role", "king"]], [["create", "--nonsense"]], [["create", "--password-stdin"]]])(
    "explains its use when called with %j",
    async (args) => expect((await run(args)).code).toBe(2),
  );
});
