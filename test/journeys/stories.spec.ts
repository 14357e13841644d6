import { uniqueName } from "./support/forms.ts";
import { press } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

test("a memory is told, read at the desk, shown, and taken back at once", async ({ page, officerPage: officer, axe }) => {
  const title = uniqueName("La barque");
  await page.goto("/fr/recits/raconter");
  await axe(page);

  // What is wrong is told, and nothing that was typed is lost.
  await page.getByLabel("Titre").fill(title);
  await page
    .getByLabel("Récit", { exact: true })
    .fill("Nous passions la rivière dans une barque plate, ma sœur ramait, et je tenais la lampe.");
  await page.getByLabel("Langue du récit").selectOption("fr");
  await page.getByRole("button", { name: "Envoyer le récit" }).click();
  await expect(page.getByRole("alert")).toContainText("Choisissez au moins un usage.");
  await expect(page.getByLabel("Titre")).toHaveValue(title);
  await axe(page);

  await page.getByLabel("Ville").selectOption({ label: "Ulm" });
  await page.getByLabel("Par un prénom").check();
  await page.getByLabel("Prénom ou pseudonyme").fill("Marthe");
  await page.getByLabel("70 ans et plus").check();
  await page.getByLabel("Sur ce site").check();
  await page.getByLabel("Dans les données ouvertes").check();
  await page.getByLabel("J’ai lu ce qui précède").check();
  // A form that is sent faster than one writes is taken for a program's: it comes back, and may be sent again.
  await expect(async () => {
    await page.getByRole("button", { name: "Envoyer le récit" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Merci, votre récit est arrivé" })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  const own = new URL((await page.locator(".story-link a").getAttribute("href"))!).pathname;
  await axe(page);

  await page.goto(`/en/stories`);
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);

  await officer.goto("/bureau/recits");
  await officer.getByRole("link", { name: title }).click();
  await axe(officer);
  for (const act of ["take", "accept", "publish"]) await press(officer, act);
  await expect(officer.getByRole("status")).toHaveText("Récit publié.");

  await page.goto("/en/stories?language=fr");
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("ma sœur ramait")).toBeVisible();
  await axe(page);
  const address = page.url();

  await page.goto(own);
  await page.getByText("Retirer le récit", { exact: true }).click();
  await page.getByRole("button", { name: "Retirer", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Il n’est plus montré nulle part.");
  expect((await page.goto(address))!.status()).toBe(404);
  await page.goto("/fr/recits");
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
});

test("the exhibition reads in the language of each teller, by city, and prints as panels", async ({ page, axe }) => {
  await page.goto("/en/stories");
  await expect(page.locator('[lang="ar"][dir="rtl"]').first()).toBeVisible();
  await axe(page);
  await page.getByLabel("City").selectOption("ulm");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("link", { name: "Im Schulbuch war die Brücke noch ganz" }).click();
  await expect(page.getByText("I always begin with the piers.")).toBeVisible();
  await page.goto("/fr/recits?format=panneaux");
  await expect(page.getByRole("heading", { level: 1, name: "Panneaux à imprimer" })).toBeVisible();
  await expect(page.locator("article.panel")).not.toHaveCount(0);
  await axe(page);
});
