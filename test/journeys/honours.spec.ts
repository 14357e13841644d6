import { inFrench, save, uniqueName } from "./support/forms.ts";
import { expect, test } from "./support/test.ts";

test("an honour is found by its filters, read with its dates, and kept when the language changes", async ({ page, axe }) => {
  await page.goto("/fr/distinctions");
  await axe(page);
  await page.getByLabel("Année").selectOption("2018");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await page.getByRole("link", { name: "Oleg Sentsov" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Oleg Sentsov" })).toBeVisible();
  await expect(page.getByText("Remise le 30 novembre 2019")).toBeVisible();
  await axe(page);
  await page.getByRole("list", { name: "Langues" }).getByRole("link", { name: "English" }).click();
  await expect(page.getByText("Voted on 24 September 2018")).toBeVisible();
});

test("a prize shows its laureates, a network its mandates, its contributions and its map", async ({ page, axe }) => {
  await page.goto("/en/prizes");
  await page.getByRole("table").getByRole("link", { name: "Lucas Dolega international photography prize" }).click();
  await expect(page.getByRole("table", { name: "Laureates" })).toContainText("Narciso Contreras");
  await page.goto("/fr/reseaux/nuits-blanches-europe");
  await page
    .getByRole("group", { name: /^Carte de Nuits Blanches Europe/ })
    .getByRole("link", { name: "Riga", exact: true })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Riga" })).toBeVisible();
  await page.goto("/fr/reseaux/aimf");
  await expect(page.getByRole("table", { name: /^Contributions/ })).toContainText("2020 DGRI 4");
  await axe(page);
});

test("an officer keeps an honour that would put someone at risk: it cannot be published, and is told how it could", async ({
  officerPage: page,
}) => {
  await page.goto("/bureau/distinctions");
  await page.getByRole("link", { name: "Nouvelle fiche" }).click();
  await inFrench(page, "Qui est honoré, ou ce qui est dit").fill(uniqueName("Personne exposée"));
  await page.getByLabel("Type").selectOption("honorary_citizenship");
  await page.getByLabel(/^Rendre ce nom public exposerait/).check();
  await save(page);
  await expect(page.getByRole("alert")).toContainText("L’état choisi demande cette date");
  await page.getByLabel("Votée le").fill("2024-03");
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Brouillon créé.");
  await page.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("elle reste au bureau");
});
