import { inEnglish, inFrench, save, uniqueName } from "./support/forms.ts";
import { officers } from "./support/site.ts";
import { expect, type Page, test } from "./support/test.ts";

test("a wrong password is told, the right one opens the office and the page that was asked for", async ({ page }) => {
  await page.goto("/bureau/projets");
  await expect(page.getByRole("heading", { level: 1, name: "Se connecter" })).toBeVisible();
  await page.getByLabel("Adresse de courriel").fill(officers.bruno.email);
  await page.getByLabel("Mot de passe").fill("pas le bon mot de passe");
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("Adresse ou mot de passe incorrects.");
  await expect(page.getByLabel("Adresse de courriel")).toHaveValue(officers.bruno.email);
  await page.getByLabel("Mot de passe").fill(officers.bruno.password);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projets" })).toBeVisible();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.goto("/bureau");
  await expect(page.getByRole("heading", { level: 1, name: "Se connecter" })).toBeVisible();
});

test("a project is drafted, corrected, previewed, published everywhere, then archived and gone everywhere", async ({
  officerPage: page,
  site,
}) => {
  const name = uniqueName("Fontaines de quartier");
  await page.goto("/bureau/projets");
  await page.getByRole("link", { name: "Nouvelle fiche" }).click();
  await inFrench(page, "Titre").fill(name);
  await inEnglish(page, "Titre").fill(`${name} in English`);
  await page.getByRole("button", { name: "Ajouter une ligne : Pays", exact: true }).click();

  // The list has a line more and nothing typed is lost; a wrong date comes back with all the rest.
  await expect(inFrench(page, "Titre")).toHaveValue(name);
  await countryOfLine(page).selectOption("SN");
  await page.getByLabel("Début prévu").fill("hier");
  await save(page);
  const errors = page.getByRole("alert");
  await expect(errors).toContainText("1 point à corriger");
  await expect(errors.getByRole("link")).toContainText("Écrivez une année, un mois ou un jour qui existe");
  await expect(inFrench(page, "Titre")).toHaveValue(name);
  await expect(countryOfLine(page)).toHaveValue("SN");
  await expect(page.getByLabel("Début prévu")).toHaveValue("hier");
  await page.getByLabel("Début prévu").fill("2026-03");
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Brouillon créé.");
  const record = new URL(page.url()).pathname;
  const id = record.split("/").at(-1)!;

  // A draft is shown to the office alone.
  await expectEverywhere(page, site, id, name, false);
  await page.getByRole("link", { name: "Aperçu" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Cette page n’est pas publique.")).toBeVisible();
  await page.goto(record);

  await page.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Publié");
  await page.goto(`/fr/projets?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("main").getByRole("link", { name, exact: true }).first()).toBeVisible();
  await page.goto(`/fr/carte?layer=projects&q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("table").getByRole("link", { name })).toBeVisible();
  await expectEverywhere(page, site, id, name, true);

  await page.goto(record);
  await page.getByRole("button", { name: "Archiver" }).click();
  await expect(page.getByRole("status")).toContainText("Archivé");
  await expectEverywhere(page, site, id, name, false);
});

test("the history shows what changed and a version is restored", async ({ officerPage: page }) => {
  const name = uniqueName("Atelier des berges");
  await page.goto("/bureau/projets/nouveau");
  await inFrench(page, "Titre").fill(name);
  await inFrench(page, "Description").fill("Une rive est plantée.");
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Brouillon créé.");
  await inFrench(page, "Description").fill("Une rive est nettoyée.");
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Enregistré.");
  await page.getByRole("link", { name: "Historique" }).click();
  await expect(page.locator("del", { hasText: "plantée" })).toBeVisible();
  await expect(page.locator("ins", { hasText: "nettoyée" })).toBeVisible();
  await expect(page.getByText(officers.alice.name).first()).toBeVisible();
  await page.getByRole("button", { name: "Restaurer la version 1" }).click();
  await expect(page.getByRole("status")).toHaveText("Version restaurée.");
  await expect(inFrench(page, "Description")).toHaveValue("Une rive est plantée.");
});

const countryOfLine = (page: Page) => page.locator("#f-countries").getByLabel("Pays", { exact: false }).first();

/** On its page, in the lists, on the map and in each file: there, or nowhere. */
async function expectEverywhere(page: Page, site: string, id: string, name: string, there: boolean): Promise<void> {
  for (const path of [`/fr/projets/${id}`, `/en/projects/${id}`])
    expect((await page.request.get(site + path)).status(), path).toBe(there ? 200 : 404);
  const q = encodeURIComponent(name);
  for (const path of [
    `/fr/projets?sort=name&q=${q}`,
    `/fr/recherche?q=${q}`,
    `/fr/carte?layer=projects&q=${q}`,
    "/data/projects.geojson",
    "/data/projects.csv",
    "/data/projects.json",
    "/data/iati.xml",
  ]) {
    const answer = await page.request.get(site + path);
    expect(answer.status(), path).toBe(200);
    const mark = path.startsWith("/data") ? name : `/fr/projets/${id}"`;
    expect((await answer.text()).includes(mark), `${path} ${there ? "shows" : "does not show"} ${id}`).toBe(there);
  }
}
