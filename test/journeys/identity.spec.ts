import { expect, type Page, test } from "@playwright/test";
import { codeAt } from "../../src/platform/accounts/second-factor/rules.ts";
import { officers, type Site, startSite } from "./support/site.ts";

// A site of its own, without the demonstration: there the second factor is required.
let site: Site | undefined;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  site = await startSite({ VILLE_MONDE_DEMO: "0" });
});
test.afterAll(() => site?.stop());

async function enter(page: Page, who: (typeof officers)[keyof typeof officers]): Promise<void> {
  await page.goto(`${site!.url}/bureau/connexion`);
  await page.getByLabel("Adresse de courriel").fill(who.email);
  await page.getByLabel("Mot de passe").fill(who.password);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
}
const secretOn = async (page: Page) => (await page.locator(".qr-code code").innerText()).replaceAll(" ", "");
const narrow = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

test("an officer adds an authenticator before coming in, keeps the codes, and signs in with one", async ({ page }) => {
  await enter(page, officers.bruno);
  await expect(page.getByRole("heading", { name: "Second facteur", level: 1 })).toBeVisible();
  await expect(page.getByRole("img", { name: /Image à lire/ })).toBeVisible();
  const secret = await secretOn(page);
  await page.getByLabel("Code à six chiffres").fill("123456");
  await page.getByRole("button", { name: "Ajouter l’application" }).click();
  await expect(page.getByRole("alert").filter({ visible: true }).first()).toContainText("Ce n’est pas le bon code");
  await page.getByLabel("Code à six chiffres").fill(codeAt(secret, new Date()));
  await page.getByRole("button", { name: "Ajouter l’application" }).click();
  const codes = await page.locator(".recovery-codes code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole("link", { name: "Continuer" }).click();
  await expect(page).toHaveURL(`${site!.url}/bureau`);
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await enter(page, officers.bruno);
  await page.getByLabel("Code à six chiffres").fill(codes[0]!);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page).toHaveURL(`${site!.url}/bureau`);
});

test("a passkey is added, opens the account by itself, and is both factors", async ({ page, context }, { project }) => {
  test.skip(project.name === "no-script", "passkeys need scripts");
  const client = await context.newCDPSession(page);
  await client.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  await client.send("WebAuthn.addVirtualAuthenticator", { options: { ...options, automaticPresenceSimulation: true } });
  await page.setViewportSize({ width: 320, height: 740 });
  await enter(page, officers.alice);
  await expect(page.getByRole("heading", { name: "Second facteur", level: 1 })).toBeVisible();
  await narrow(page);
  await page.getByLabel("Nom de la clé").fill("Ordinateur du bureau");
  await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
  await expect(page.locator(".recovery-codes code")).toHaveCount(10);
  await narrow(page);
  await page.getByRole("link", { name: "Continuer" }).click();
  await expect(page).toHaveURL(`${site!.url}/bureau`);
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
  await expect(page).toHaveURL(`${site!.url}/bureau`);
  await page.goto(`${site!.url}/bureau/compte`);
  await expect(page.getByRole("cell", { name: "clé d’accès" })).toBeVisible();
  await narrow(page);
  // A link by mail opens half: the second factor is still due.
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("link", { name: /Recevoir un lien/ }).click();
  await page.getByLabel("Adresse de courriel").fill(officers.alice.email);
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez votre courriel" })).toBeVisible();
  await narrow(page);
});
