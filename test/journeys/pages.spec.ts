import type { Page } from "@playwright/test";
import { inFrench, save, uniqueName } from "./support/forms.ts";
import { expect, test } from "./support/test.ts";

const OTHER = "https://capgeo.maps.arcgis.com/";

/** Stands for the other site, and counts what it is asked: nothing leaves the machine. */
async function stub(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route(`${OTHER}**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html; charset=utf-8", body: "<!doctype html><title>Carte</title><p>Carte d’ailleurs</p>" });
  });
  return asked;
}

test("a page in depth is read in both languages: its age, its contents, dated figures, a map and its table", async ({ page, axe }) => {
  await page.goto("/fr/dossiers");
  await page.getByRole("main").getByRole("link", { name: "Paris et l’Europe", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Paris et l’Europe" })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("Cette page peut être dépassée");
  await expect(page.getByRole("note")).toContainText("Elle n’a pas été relue depuis le 19 septembre 2022.");
  const contents = page.getByRole("navigation", { name: "Dans ce dossier" });
  await contents.getByRole("link", { name: "Les fonds européens" }).click();
  await expect(page).toHaveURL(/#s-les-fonds-europeens$/);
  await expect(page.getByRole("table", { name: "Les accords", exact: true }).locator("tbody tr")).toHaveCount(23);
  await page.getByText("Les 23 points de la carte en tableau").click();
  await expect(page.getByRole("table", { name: "Les accords européens" }).getByRole("link", { name: "Tbilissi" })).toBeVisible();
  await expect(page.locator(".page-figures li").first()).toContainText(/\d{4} définition et source/);
  await axe(page);
  await page.getByRole("list", { name: "Langues" }).getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Paris and Europe" })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("It has not been read again since 19 September 2022.");
});

test("nothing is asked of another site before the reader says so, once or always, nor after it is taken back", async ({
  page,
  axe,
  complaints,
}) => {
  const asked = await stub(page);
  const address = "/fr/dossiers/paris-ville-monde";
  await page.goto(address);
  const embed = page.getByRole("figure", { name: "L’ancienne carte interactive de la Ville" });
  await expect(embed.locator("iframe")).toHaveCount(0);
  await expect(embed.getByRole("link", { name: "Ouvrir sur capgeo.maps.arcgis.com" })).toBeVisible();
  await axe(page);
  expect(asked).toEqual([]);

  // Once: the next look asks again.
  await embed.getByRole("button", { name: "Afficher cette fois" }).click();
  await expect(page).toHaveURL(/#bloc-\d+$/);
  await expect(embed.frameLocator("iframe").getByText("Carte d’ailleurs")).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  asked.length = 0;
  await page.goto(address);
  await expect(embed.locator("iframe")).toHaveCount(0);
  expect(asked).toEqual([]);

  // Always, on every page, until it is taken back.
  await embed.getByRole("button", { name: "Toujours afficher" }).click();
  await expect(embed.frameLocator("iframe").getByText("Carte d’ailleurs")).toBeVisible();
  await page.goto(address);
  await embed.scrollIntoViewIfNeeded();
  await expect(embed.frameLocator("iframe").getByText("Carte d’ailleurs")).toBeVisible();
  // By the keyboard: for some frames after a scroll, Chromium still gives a click here to the other site's frame.
  await embed.getByRole("link", { name: "Revoir mes choix" }).press("Enter");
  await page.getByRole("button", { name: "Ne plus afficher" }).click();
  await expect(page.getByRole("button", { name: "Toujours afficher" })).toBeVisible();
  await axe(page);
  asked.length = 0;
  await page.goto(address);
  await expect(embed.locator("iframe")).toHaveCount(0);
  expect(asked).toEqual([]);
  // What the visits above asked of the other site, they were told to.
  expect(complaints.splice(0).filter((one) => !one.startsWith(`request to ${OTHER}`))).toEqual([]);
});

test("a page changes by a proposal that somebody else reads, and not before", async ({ officerPage: alice, signedIn, page: reader }) => {
  const name = uniqueName("Dossier");
  await alice.goto("/bureau/pages/nouveau");
  await inFrench(alice, "Titre").first().fill(name);
  await alice.getByLabel("Rubrique").selectOption("practical");
  await alice.getByRole("button", { name: "Ajouter : Texte" }).click();
  await alice
    .locator('[name="blocks.0.text.fr"]')
    .fill("Des mots *penchés* et un [lien](https://ville.example), sans <script>alert(1)</script>.");
  // A block shows its own fields and no other.
  await expect(alice.locator('[name="blocks.0.figure"]')).toHaveCount(0);
  await save(alice);
  const id = new URL(alice.url()).pathname.split("/").at(-1)!;
  await alice.getByRole("button", { name: "Publier", exact: true }).click();
  await reader.goto(`/fr/dossiers/${id}`);
  await expect(reader.locator(".page-body em")).toHaveText("penchés");
  await expect(reader.locator(".page-body")).toContainText("<script>alert(1)</script>");

  await alice.goto(`/bureau/pages/${id}/propositions`);
  await alice.getByRole("button", { name: "Proposer un changement" }).click();
  await alice.locator('[name="blocks.0.text.fr"]').fill("Des mots nouveaux.");
  await alice.locator('[name="note.fr"]').fill("Texte récrit");
  await save(alice);
  const proposal = new URL(alice.url()).pathname;
  await expect(alice.locator("ins").first()).toContainText("nouveaux");
  await alice.getByRole("link", { name: "Aperçu" }).click();
  await expect(alice.locator(".page-body")).toContainText("Des mots nouveaux.");
  await alice.goto(proposal);
  await alice.getByRole("button", { name: "Donner à relire" }).click();
  await expect(alice.getByText("quelqu’un d’autre doit la relire")).toBeVisible();
  await reader.reload();
  await expect(reader.locator(".page-body")).not.toContainText("nouveaux");

  const bruno = await signedIn("bruno");
  await bruno.goto("/bureau/propositions");
  await bruno.getByRole("link", { name: "Texte récrit" }).first().click();
  await bruno.getByRole("button", { name: "Renvoyer" }).click();
  await expect(bruno.getByRole("alert")).toContainText("Dites pourquoi");
  await bruno.getByRole("button", { name: "Approuver et publier" }).click();
  await expect(bruno.getByRole("status")).toContainText("Approuvée");
  await reader.reload();
  await expect(reader.locator(".page-body")).toContainText("Des mots nouveaux.");
  await expect(reader.locator(".page-changes")).toContainText("Texte récrit");
});
