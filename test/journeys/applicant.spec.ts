import { pdfOf } from "../../src/platform/intake/testing.ts";
import { uniqueName } from "./support/forms.ts";
import { holdOutline } from "./support/outline.ts";
import { siretWith } from "./support/siret.ts";
import { applicants } from "./support/site.ts";
import { expect, type Page, test } from "./support/test.ts";

const EDITION = "demo-edition-eau-ouverte";

async function signIn(page: Page, name: keyof typeof applicants): Promise<void> {
  await page.goto("/espace/connexion");
  await page.getByLabel("Adresse de courriel").fill(applicants[name].email);
  await page.getByLabel("Mot de passe").fill(applicants[name].password);
  await page.getByRole("main").getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bonjour");
}

/** Opens the space of a new body and starts a file: the address of the file. */
async function startFile(page: Page): Promise<string> {
  await page.goto("/espace/organismes/nouveau");
  await page.getByLabel("Nom officiel").fill(uniqueName("Eau vive"));
  await page.getByLabel("Forme juridique").selectOption("association_1901");
  await page.getByLabel("Date de création").fill("2012-05-14");
  await page.getByLabel("SIRET").fill(siretWith("5"));
  await page.getByLabel("Code postal").fill("75011");
  await page.getByRole("button", { name: "Ouvrir l’espace de cet organisme" }).click();
  await expect(page.getByRole("status")).toHaveText("L’espace de l’organisme est ouvert.");
  const body = new URL(page.url()).pathname.split("/").at(-1)!;
  await page.goto(`/espace/demandes/nouvelle?edition=${EDITION}&organisme=${body}`);
  await page.getByRole("button", { name: "Commencer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Le projet");
  return new URL(page.url()).pathname.replace(/\/projet$/, "");
}

const next = (page: Page) => page.locator(".form-actions").getByRole("button").first().click();
const save = (page: Page) => page.locator(".form-actions").getByRole("button", { name: "Enregistrer", exact: true }).click();
const pdf = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(pdfOf()) });

test("an association sees at once whether it may ask, without an account", async ({ page, axe }) => {
  await page.goto(`/espace/eligibilite/${EDITION}`);
  await axe(page);
  await page.getByLabel("Forme juridique").selectOption("association_1901");
  await page.getByLabel("Numéro de l’organisme").selectOption("siret");
  await page.getByLabel("Pays du projet").selectOption("SN");
  await page.getByLabel("Montant demandé").fill("500 000");
  await page.getByRole("button", { name: "Voir la réponse" }).click();
  await expect(page.getByRole("main")).toContainText("conditions ne sont pas remplies");
  await page.getByLabel("Montant demandé").fill("50 000");
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Voir la réponse" }).click();
  await expect(page.getByRole("main")).toContainText("Oui : vous remplissez toutes les conditions");
  await axe(page);
});

test("a file is written section by section, sent, and attested", async ({ page, axe, javaScriptEnabled }) => {
  test.slow();
  await signIn(page, "awa");
  const file = await startFile(page);
  await axe(page);
  await holdOutline(page, ["banner", "main"]);
  await page.getByLabel("Titre du projet").fill("Adduction d’eau de Dagana");
  await page.getByLabel("Résumé").fill("Quatre villages raccordés.");
  await page.getByLabel("Début du projet").fill("2028-09-01");
  await page.getByLabel("Fin du projet").fill("2030-08-31");
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pays et lieux");
  await page.getByLabel("Pays").selectOption("SN");
  await page.getByLabel("Ville, commune ou région").fill("Dagana");
  await page.getByLabel("Latitude").fill("16,51");
  await page.getByLabel("Longitude").fill("-15,51");
  await page.getByRole("button", { name: "Enregistrer et ajouter une ligne" }).click();
  await expect(page.getByRole("img", { name: "Dagana, Sénégal" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Lieu 1" })).toBeVisible();
  await axe(page);
  await next(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Partenaires");
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Questions");
  for (const group of await page.locator(".form-choices").all()) {
    const box = group.locator("input").last();
    if (await box.isVisible()) await box.check();
  }
  for (const text of await page.locator("textarea:visible").all()) await text.fill("Les forages sont salés.");
  for (const text of await page.locator(".section-form input[type=text]:visible").all()) await text.fill("12");
  await axe(page);
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Budget");
  await page.getByLabel("Montant demandé, volet Eau potable").fill("80 000");
  const line = (side: string) => page.locator(`fieldset:has(input[name="budget.${side}.0.cents"])`);
  await line("expenses").getByLabel("Montant").fill("200 000");
  await line("resources").getByLabel("Montant").fill("100 000");
  await line("resources").getByLabel("Financeur").fill("Agence de l’eau");
  await save(page);
  await expect(page.getByRole("main")).toContainText("il y a 20 000 € d’écart");
  await line("resources").getByLabel("Montant").fill("120 000");
  await axe(page);
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Résultats attendus");
  for (const target of await page.locator('input[name$=".target"]').all())
    if (!(await target.locator("xpath=ancestor::fieldset").getByLabel("Ce qui est mesuré").count())) await target.fill("4 200");
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Documents");
  const documents = await page.locator(".document").count();
  for (let i = 0; i < documents; i++) {
    const document = page.locator(".document").nth(i);
    await document.locator("input[type=file]").setInputFiles(pdf(`piece-${i}.pdf`));
    // Where scripts run, choosing the file sends it.
    if (!javaScriptEnabled) await document.getByRole("button", { name: "Envoyer ce fichier" }).click();
    await expect(document.getByRole("link", { name: `piece-${i}.pdf` })).toBeVisible();
  }
  await axe(page);
  await page.goto(`${file}/engagements`);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await axe(page);
  await next(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vérifier et envoyer");
  await holdOutline(page, ["banner", "main"]);
  await expect(page.getByRole("main")).toContainText("Le dossier est complet");
  await expect(page.getByRole("main")).toContainText("Les forages sont salés.");
  await axe(page);
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Accusé de réception");
  await expect(page.locator(".receipt-number")).toHaveText(/^DEMO-EAU-2028-\d{4}$/);
  await expect(page.locator(".receipt code")).toHaveText(/^[0-9a-f]{64}$/);
  await axe(page);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("link", { name: "Accusé de réception (PDF)" })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.goto(file);
  await expect(page.getByRole("main")).toContainText("Un agent vérifie que le dossier est complet.");
  await axe(page);
});

test("the pages of one's own account are whole and accessible", async ({ page, axe }) => {
  await signIn(page, "louis");
  for (const path of ["/espace/compte", "/espace/second-facteur", "/espace/mes-donnees"]) {
    await page.goto(path);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(beyond, `${path}: pixels beyond the width`).toBeLessThanOrEqual(0);
    await axe(page);
  }
});

test("what is typed is saved by itself, and survives a lost network", async ({ page, context, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "the form has its buttons");
  await signIn(page, "louis");
  const file = await startFile(page);
  const note = page.locator("#saved-note");
  await page.getByLabel("Titre du projet").fill("Titre automatique");
  await page.getByLabel("Résumé").focus();
  await expect(note).toContainText("Enregistré automatiquement");
  await context.setOffline(true);
  await page.getByLabel("Résumé").fill("Écrit sans réseau.");
  await expect(note).toContainText("Pas de réseau");
  await context.setOffline(false);
  await expect(note).toContainText("Enregistré automatiquement", { timeout: 15_000 });
  await page.goto(`${file}/projet`);
  await expect(page.getByLabel("Résumé")).toHaveValue("Écrit sans réseau.");
  // Typed, never sent: the browser gives it back.
  await context.setOffline(true);
  await page.getByLabel("Titre du projet").fill("Jamais envoyé");
  await context.setOffline(false);
  await page.evaluate(() => window.stop());
  await page.goto("about:blank");
  await page.goto(`${file}/projet`);
  if (await page.getByRole("button", { name: "Reprendre ce texte" }).isVisible())
    await page.getByRole("button", { name: "Reprendre ce texte" }).click();
  await expect(page.getByLabel("Titre du projet")).toHaveValue("Jamais envoyé");
});

test("a file that is cut on its way goes on where it was", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "a plain form sends it whole");
  await signIn(page, "louis");
  const file = await startFile(page);
  await page.goto(`${file}/documents`);
  const sent: number[] = [];
  let cuts = 2;
  await page.route("**/espace/televersements/*", async (route) => {
    if (route.request().method() === "PATCH") {
      const offset = Number(route.request().headers()["upload-offset"]);
      if (offset > 0 && cuts-- > 0) return route.abort("connectionreset");
      sent.push(offset);
    }
    return route.continue();
  });
  const bytes = Buffer.from(pdfOf({ bytes: 1_300_000 }));
  const first = page.locator(".document").first();
  await first.locator("input[type=file]").setInputFiles({ name: "gros.pdf", mimeType: "application/pdf", buffer: bytes });
  await expect(first.getByRole("link", { name: "gros.pdf" })).toBeVisible({ timeout: 20_000 });
  await expect(first).toContainText("1,3 Mo");
  // Each piece arrived once: none was sent again from the start.
  expect(sent).toEqual([0, 524_288, 1_048_576]);
});
