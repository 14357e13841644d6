import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { Provider } from "../../src/platform/accounts/external/provider.ts";
import { type ProviderSettings, secondFactorValues } from "../../src/platform/accounts/external/rules.ts";
import { invite } from "../../src/platform/accounts/people/actions.ts";
import type { Role } from "../../src/platform/accounts/rights.ts";
import { findOwner } from "../../src/platform/accounts/store.ts";
import { type Answer, type Browser, type OfficeSite, openOffice, PASSWORD } from "./office-site.ts";
import { CLIENT, type OpenIdServer, openIdServer } from "./openid.ts";

const RETURN = "http://localhost/bureau/connexion/externe/retour";
const by = { id: "root", name: "Root", role: "administrator" } as const;
let site: OfficeSite;
let there: OpenIdServer;
beforeAll(async () => {
  site = await openOffice({ policy: { secondFactor: "required" } });
  there = await openIdServer(RETURN, "http://localhost/bureau/connexion");
  use({});
  await createAccount(site.services.auth, "administrator", { email: "root@ville.example", name: "Root", password: PASSWORD });
});
afterAll(async () => {
  await there.stop();
  await site.drop();
});
beforeEach(() => {
  there.forge = undefined;
});

function use(more: Partial<ProviderSettings>): void {
  const settings: ProviderSettings = {
    issuer: there.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: "Identité",
    scope: "openid email profile",
    roleClaim: undefined,
    trustEmail: false,
    acr: undefined,
    secondFactor: secondFactorValues,
    userinfoAlg: undefined,
    ...more,
  };
  site.services.provider = new Provider(settings, { secret: "0".repeat(40), baseUrl: "http://localhost" });
}
const person = (sub: string, more: object = {}) => ({
  sub,
  email: `${sub}@ville.example`,
  email_verified: true,
  name: `Personne ${sub}`,
  ...more,
});
const asked = (email: string, role: Role) => invite(site.db, site.services.mail, { email, role, locale: "fr", by });
async function goThere(browser: Browser): Promise<string> {
  const left = await browser.get("/bureau/connexion/externe?retour=/bureau/projets");
  return there.visit(left.location!);
}
const comeBack = (browser: Browser, query: string): Promise<Answer> => browser.get(`/bureau/connexion/externe/retour?${query}`);
const enter = async (browser: Browser) => comeBack(browser, await goThere(browser));
const refusedWith = (words: string) => (answer: Answer) => {
  expect(answer.status).toBe(401);
  expect(answer.text).toContain(words);
};

it("makes the account of an invitation at the first visit, and opens it by its subject from then on, whatever its address becomes", async () => {
  await asked("ada@ville.example", "officer");
  there.person = person("ada", { amr: ["pwd", "mfa"] });
  const browser = site.browser();
  expect((await browser.get("/bureau/connexion")).text).toContain("Se connecter avec Identité");
  const first = await enter(browser);
  expect([first.status, first.location]).toEqual([303, "/bureau/projets"]);
  // Two factors were seen there: none is asked for here.
  expect((await browser.get("/bureau/projets")).status).toBe(200);
  const owner = await findOwner(site.db, "ada@ville.example");
  expect(owner).toMatchObject({ role: "officer", name: "Personne ada", verified: true });
  there.person = person("ada", { email: "ada.autre@ville.example", email_verified: false });
  const again = site.browser();
  expect((await enter(again)).status).toBe(303);
  // One factor there: ours is due.
  expect((await again.get("/bureau/projets")).location).toContain("/bureau/second-facteur");
  const left = await browser.post("/bureau/deconnexion", {});
  expect(left.text).toContain(`${there.issuer}/session/end?id_token_hint=`);
  expect((await browser.get("/bureau")).location).toContain("/bureau/connexion");
});

it("opens nothing to who was not invited, is not verified there or here, is an applicant, has left, or is bound to another", async () => {
  there.person = person("nobody");
  refusedWith("demandez une invitation")(await enter(site.browser()));
  await asked("bea@ville.example", "officer");
  there.person = person("bea", { email_verified: false });
  refusedWith("ne garantit pas votre adresse")(await enter(site.browser()));
  expect(await findOwner(site.db, "bea@ville.example")).toBeUndefined();
  const account = (role: Role, name: string, verified = true) =>
    createAccount(site.services.auth, role, { email: `${name}@ville.example`, name, password: PASSWORD }, verified);
  await account("applicant", "cleo");
  there.person = person("cleo");
  refusedWith("demandez une invitation")(await enter(site.browser()));
  await account("officer", "dan", false);
  there.person = person("dan");
  refusedWith("demandez une invitation")(await enter(site.browser()));
  await account("officer", "eli");
  there.person = person("eli");
  expect((await enter(site.browser())).status).toBe(303);
  // Another subject with an address that was given again.
  there.person = person("eli-2", { email: "eli@ville.example" });
  refusedWith("demandez une invitation")(await enter(site.browser()));
  await sql`UPDATE auth."user" SET "closedAt" = now() WHERE email = 'eli@ville.example'`.execute(site.db);
  there.person = person("eli");
  refusedWith("Votre compte est fermé")(await enter(site.browser()));
});

it("takes an answer once, from the browser that left, whole", async () => {
  await asked("fay@ville.example", "reader");
  there.person = person("fay");
  const browser = site.browser();
  const query = await goThere(browser);
  const failed = refusedWith("n’a pas abouti");
  failed(await comeBack(site.browser(), query));
  const thief = site.browser();
  await goThere(thief);
  failed(await comeBack(thief, query));
  const cookies = new Map(browser.cookies);
  expect((await comeBack(browser, query)).status).toBe(303);
  const replayed = site.browser();
  replayed.cookies = cookies;
  failed(await comeBack(replayed, query));
  const other = site.browser();
  failed(await comeBack(other, (await goThere(other)).replace(/code=[^&]+/, "code=x")));
  const cancelled = site.browser();
  const state = new URLSearchParams(await goThere(cancelled)).get("state")!;
  refusedWith("a été abandonnée")(await comeBack(cancelled, `error=access_denied&state=${state}&iss=${encodeURIComponent(there.issuer)}`));
});

it.each<[string, OpenIdServer["forge"]]>([
  ["another nonce", (claims) => ({ ...claims, nonce: "x" })],
  ["no nonce", ({ nonce: _, ...claims }) => claims],
  ["another audience", (claims) => ({ ...claims, aud: "another-site" })],
  ["another issuer", (claims) => ({ ...claims, iss: "https://evil.example" })],
  ["a time that is over", (claims) => ({ ...claims, exp: 1 })],
  ["a key that is not the provider's", "foreign"],
])("refuses an ID token with %s", async (_, forge) => {
  await asked("gus@ville.example", "officer");
  there.person = person("gus");
  there.forge = forge;
  refusedWith("n’a pas abouti")(await enter(site.browser()));
  expect(await findOwner(site.db, "gus@ville.example")).toBeUndefined();
});

it("follows the role that the provider says, and lets nobody in without one; the last administrator stays", async () => {
  use({ roleClaim: "roles" });
  await asked("hal@ville.example", "reader");
  there.person = person("hal", { roles: ["finance", "unknown"] });
  const browser = site.browser();
  expect((await enter(browser)).status).toBe(303);
  expect(await findOwner(site.db, "hal@ville.example")).toMatchObject({ role: "finance" });
  there.person = person("hal", { roles: ["applicant"] });
  refusedWith("aucun rôle")(await enter(site.browser()));
  there.person = person("root", { roles: ["reader"] });
  expect((await enter(site.browser())).status).toBe(303);
  expect(await findOwner(site.db, "root@ville.example")).toMatchObject({ role: "administrator" });
  use({});
});

it("says so when the provider does not answer", async () => {
  use({ issuer: "http://127.0.0.1:9" });
  expect((await site.browser().get("/bureau/connexion/externe")).text).toContain("ne répond pas");
  use({});
});
