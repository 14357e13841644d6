import { expect, test } from "./support/test.ts";

test("a partner is found by the list", async ({ page }) => {
  await page.goto("/fr");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Partenaires" }).click();
  await page.getByRole("search", { name: "Filtrer : Partenaires" }).getByLabel("Mots").fill("amsterdam");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await page.getByRole("table").getByRole("link", { name: "Amsterdam", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Amsterdam" })).toBeVisible();
});

test("a partner is found by the map, and by its table", async ({ page }) => {
  await page.goto("/fr/carte?layer=agreements");
  const mark = page.getByRole("group", { name: /^Carte : \d+ points$/ }).getByRole("link", { name: "Le Caire", exact: true });
  await mark.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Le Caire" })).toBeVisible();
  await page.goto("/fr/carte?layer=agreements");
  await page.getByRole("table").getByRole("link", { name: "Tbilissi", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tbilissi" })).toBeVisible();
});

test("projects are narrowed; the language and a copied address keep the filters", async ({ page, context }) => {
  await page.goto("/fr/projets");
  const all = await page.locator(".list-count").innerText();
  await page.getByLabel("Année").selectOption("2023");
  await page.getByText("Pays", { exact: true }).first().click();
  await page.getByRole("checkbox", { name: /^Madagascar/ }).check();
  await page.getByRole("button", { name: "Filtrer" }).click();
  const filters = page.getByRole("list", { name: "Filtres en cours" });
  await expect(filters.getByRole("link", { name: /Madagascar/ })).toBeVisible();
  await expect(page.locator(".list-count")).not.toHaveText(all);
  const links = page.getByRole("table").locator("tbody th a");
  const found = (await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!.split("/").at(-1)))).sort();
  expect(found.length).toBeGreaterThan(0);

  await page.getByRole("list", { name: "Langues" }).getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await expect(page.getByLabel("Year")).toHaveValue("2023");
  const translated = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!.split("/").at(-1)));
  expect(translated.sort()).toEqual(found);

  const copy = await context.newPage();
  await copy.goto(page.url());
  await expect(copy.locator(".list-count")).toHaveText(await page.locator(".list-count").innerText());
  await copy
    .getByRole("link", { name: /Madagascar/ })
    .first()
    .click();
  await expect(copy.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
});

test("figures that contradict each other stand side by side, each with its date and definition", async ({ page }) => {
  await page.goto("/fr/chiffres");
  const series = page.locator(".figure-series", { has: page.getByText("Les chiffres publiés ne disent pas la même chose") }).first();
  const values = series.locator(".figure-card:not(.figure-counted)");
  expect(await values.count()).toBeGreaterThan(1);
  for (const card of await values.all()) {
    await expect(card.locator(".figure-date")).toHaveText(/\d{4}/);
    await expect(card).toContainText("Périmètre :");
  }
  await values.first().getByRole("link").first().click();
  await expect(page.locator(".figure-value-large")).toBeVisible();
  await expect(page.getByRole("term").filter({ hasText: "Périmètre" })).toBeVisible();
  expect(await page.locator(".figure-series .figure-card").count()).toBeGreaterThan(1);
});

test("a name that is misspelt is found", async ({ page }) => {
  await page.goto("/fr");
  const search = page.getByRole("banner").getByRole("search");
  await search.getByLabel("Rechercher").fill("Tblissi");
  await search.getByRole("button").click();
  await expect(page.getByRole("main").getByRole("link", { name: "Tbilissi", exact: true })).toBeVisible();
});

test("the contact page gives no address to harvest, and its button gives it", async ({ page }) => {
  for (const [path, button] of [
    ["/fr/contact", "Afficher l’adresse en lien"],
    ["/en/contact", /address/i],
  ] as const) {
    const answer = await page.goto(path);
    const html = await answer!.text();
    expect(html).not.toContain("@");
    expect(html).not.toContain("mailto");
    await page.getByRole("main").getByRole("button", { name: button }).click();
    await expect(page.getByRole("main").locator("a[href^='mailto:']")).toHaveText(/^\S+@\S+\.\S+$/);
  }
});

test("English pages have no space before a colon or a semicolon, but in words that say they are French", async ({ page }) => {
  for (const path of ["/en", "/en/events", "/en/money", "/en/figures", "/en/honours"]) {
    await page.goto(path);
    const spaced = await page.getByRole("main").evaluate((main) => {
      for (const other of main.querySelectorAll(":not([lang='en'])[lang]")) other.remove();
      return main.textContent!.match(/.{0,30}\s[;:]\s.{0,20}/g);
    });
    expect.soft(spaced, path).toBeNull();
  }
});
