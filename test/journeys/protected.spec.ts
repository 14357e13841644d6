import { cast, fill, press } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

const PASSWORD = "un mot de passe assez long";

for (const [locale, path, title, none] of [
  ["fr", "/fr/temoignages", "Témoignages", "Retirer un témoignage"],
  ["en", "/en/testimonies", "Testimonies", "Withdrawing a testimony"],
] as const) {
  test(`testimonies are read in peace, marked as fictional, and no robot keeps them (${locale})`, async ({ page, axe }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.locator(".testimony").first()).toContainText(locale === "fr" ? "Exemple fictif" : "Fictional");
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", "noindex");
    await expect(page.getByRole("heading", { name: none })).toBeVisible();
    await axe(page);
  });
}

test("a guardian keeps a file, publishes a testimony by consent, and takes it back", async ({
  officerPage,
  page,
  browser,
  site,
  javaScriptEnabled,
  axe,
}) => {
  // An administrator gives the role, and does not have it.
  expect((await officerPage.goto("/bureau/protection"))!.status()).toBe(403);
  const people = cast(browser, site, officerPage, { javaScriptEnabled });
  const { page: desk } = await people.colleague("Gardienne", "guardian");
  await desk.goto("/bureau/protection/nouveau");
  await fill(desk, { "file.kind": "writer", "file.name": "Nom Secret", "file.persecution": "Faits secrets" });
  await press(desk, "file");
  // The file asks why before it opens.
  const alias = await desk.getByRole("heading", { level: 1 }).innerText();
  await expect(desk.locator("main")).not.toContainText("Nom Secret");
  await axe(desk);
  await fill(desk, { reason: "follow_up", password: "faux mot de passe" });
  await press(desk, "open");
  await expect(desk.getByRole("alert")).toContainText("Ce n’est pas votre mot de passe");
  await fill(desk, { password: PASSWORD });
  await press(desk, "open");
  await expect(desk.locator("main")).toContainText("Faits secrets");
  await axe(desk);
  const file = new URL(desk.url()).pathname;

  await desk.goto(`${file}/temoignages/nouveau`);
  const words = `Mes mots ${Date.now()}`;
  await fill(desk, { "file.body.fr": words, "file.language": "fr", "file.signature": "Nom Secret" });
  await press(desk, "file");
  await expect(desk.locator("main")).toContainText("il faut un consentement en vigueur");

  await desk.goto(`${file}/consentement`);
  await desk.locator('[name="file.text"]').check();
  const until = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
  await fill(desk, {
    "file.validUntil": until,
    "file.words": "Oui",
    "file.givenBy": "person",
    "file.receivedBy": "Gardienne",
    "file.received": "signed_paper",
  });
  await press(desk, "file");
  await press(desk, "publish");
  await page.goto("/fr/temoignages");
  const mine = page.locator(".testimony", { hasText: words });
  await expect(mine).toContainText(alias);
  await expect(mine).not.toContainText("Nom Secret");

  await press(desk, "withdraw-consent");
  await page.goto("/fr/temoignages");
  await expect(page.locator(".testimony", { hasText: words })).toHaveCount(0);

  await desk.goto("/bureau/protection/lectures");
  await expect(desk.locator("main table").first()).toContainText(alias);
  await axe(desk);
  await people.close();
});
