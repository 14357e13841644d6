import { mailedLink } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

test("a theme is followed by mail: asked, confirmed, changed, ended", async ({ page, axe, signedIn }) => {
  const email = `zoe.${Date.now()}@association.example`;
  await page.goto("/fr/projets?theme=water");
  await expect(page.locator('head link[type="application/atom+xml"]')).toHaveAttribute("href", "/data/follow/theme/water.atom?lang=fr");
  await page.getByRole("main").getByRole("link", { name: "par courriel" }).click();
  await expect(page.getByRole("checkbox", { name: "Eau et assainissement" })).toBeChecked();
  await axe(page);
  await page.getByRole("checkbox", { name: "Les appels à projets" }).check();
  await page.getByLabel("Adresse de courriel").fill(email);
  await page.getByRole("button", { name: "Recevoir le lien de confirmation" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Vérifiez votre courriel" })).toBeVisible();

  await page.goto(await mailedLink(await signedIn("alice"), email, "/fr/suivre/confirmer"));
  await expect(page.getByRole("main").getByRole("link", { name: "Thème : Eau et assainissement" })).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Oui, c’est ce que je veux suivre" }).click();
  await expect(page.getByRole("status")).toContainText("C’est confirmé");
  await axe(page);

  await page.getByRole("list", { name: "Langues" }).getByRole("link", { name: "English" }).click();
  await page.getByRole("radio", { name: "Each month, on the first day" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Your choices are saved.");
  await expect(page.getByRole("radio", { name: "Each month, on the first day" })).toBeChecked();
  await page.getByRole("button", { name: "Stop and erase my address" }).click();
  await expect(page.getByRole("status")).toContainText("your address is erased");
});

test("a form that is not complete says what to mend, and keeps what was typed", async ({ page, axe }) => {
  await page.goto("/en/follow");
  await page.getByLabel("E-mail address").fill("zoe@association.example");
  await page.getByRole("button", { name: "Send me the link to confirm" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Choose one topic at least.");
  await expect(page.getByLabel("E-mail address")).toHaveValue("zoe@association.example");
  await axe(page);
  await alert.getByRole("link").click();
  await expect(page).toHaveURL(/#f-topics$/);
});

test("the audience is told in sums, and how they are made; the office sees numbers", async ({ page, axe, signedIn }) => {
  await page.goto("/fr/audience");
  await expect(page.getByRole("heading", { level: 2, name: "Ce qui est compté, et comment" })).toBeVisible();
  await page.getByRole("link", { name: "mois", exact: true }).click();
  await expect(page).toHaveURL(/par=month/);
  await axe(page);
  await page.goto("/en/privacy");
  await expect(page.getByRole("heading", { level: 2, name: "Following by e-mail" })).toBeVisible();
  const office = await signedIn("alice");
  await office.goto("/bureau/abonnements");
  await expect(office.getByRole("heading", { level: 1, name: "Abonnements" })).toBeVisible();
  await axe(office);
});
