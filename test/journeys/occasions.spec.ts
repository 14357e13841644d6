import { inEnglish, inFrench, save, uniqueName } from "./support/forms.ts";
import { expect, test } from "./support/test.ts";

test("a reader goes from the list to a month, to the map, to an event and what came of it, in both languages", async ({ page, axe }) => {
  await page.goto("/fr/agenda");
  await expect(page.getByRole("heading", { level: 2, name: "Chaque année" })).toBeVisible();
  await axe(page);
  await page.goto("/fr/agenda?theme=europe");
  await page.getByRole("navigation", { name: "Présentation de l’agenda" }).getByRole("link", { name: "Mois" }).click();
  await page.goto("/fr/agenda?theme=europe&vue=mois&mois=2022-05");
  await expect(page.getByRole("table", { name: "Calendrier du mois : mai 2022" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Visage(s) d’Europe 2022" }).first()).toBeVisible();
  await axe(page);
  await page.getByRole("navigation", { name: "Présentation de l’agenda" }).getByRole("link", { name: "Carte" }).click();
  await expect(page.getByRole("table", { name: "Les lieux de la carte" })).toContainText("Visage(s) d’Europe 2022");
  await expect(page).toHaveURL(/theme=europe/);
  await axe(page);
  await page.goto("/fr/agenda/reception-aji-bachar-2017");
  await axe(page);
  await page.getByRole("main").getByRole("link", { name: "Aide aux femmes et aux enfants victimes de Daech en Irak" }).first().click();
  await expect(page.getByRole("link", { name: "Réception de Lamyia Aji Bachar au Conseil de Paris" })).toBeVisible();

  await page.goto("/en/events?q=lecture");
  await page.getByRole("link", { name: "Lecture by Dr Denis Mukwege" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lecture by Dr Denis Mukwege" })).toBeVisible();
  await page.goto("/en/programmes/nuit-blanche");
  await expect(page.getByRole("table", { name: "Where and in which years" })).toContainText("Toronto");
});

test("an officer writes down a visit, prints its sheet, follows it up; a sensitive one is never published", async ({
  officerPage: page,
}) => {
  const name = uniqueName("Visite des fontaines");
  await page.goto("/bureau/evenements/nouveau");
  await inFrench(page, "Nom").fill(name);
  await inEnglish(page, "Nom").fill(`${name} in English`);
  await page.locator('select[name="type"]').selectOption("reception");
  await page.getByLabel("Commence le (jour, mois ou année)").fill("2026-10-05");
  await page.getByLabel("Protocole et déroulé (reste au bureau)").fill("Interprète à dix heures");
  await page.getByRole("button", { name: "Ajouter une ligne : Suites à donner (restent au bureau)", exact: true }).click();
  await page.locator('[name="followUps.0.task"]').fill(`Remercier après ${name}`);
  await page.locator('[name="followUps.0.dueOn"]').fill("2026-10-12");
  await page.getByLabel("Sensible : le publier mettrait quelqu’un en danger").check();
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Brouillon créé.");
  const record = new URL(page.url()).pathname;
  await expect(page.getByText("Sensible : jamais public").first()).toBeVisible();

  await page.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Ce qui est sensible n’est jamais public");
  await page.goto(record);
  await page.getByRole("link", { name: "Fiche de visite" }).click();
  await expect(page.getByRole("main")).toContainText("Interprète à dix heures");

  await page.goto("/bureau/suites");
  await page.getByRole("button", { name: new RegExp(`Marquer comme fait : Remercier après ${name}`) }).click();
  await expect(page.getByRole("status")).toContainText("C’est noté");
  await expect(page.getByRole("main")).not.toContainText(`Remercier après ${name}`);

  // From the visit comes a project, which it names at once, as neither is public.
  await page.goto(`${record}/fiche`);
  await page.getByRole("button", { name: "Commencer un projet à partir de cet événement" }).click();
  await expect(page).toHaveURL(/\/bureau\/projets\//);
  await expect(inFrench(page, "Titre")).toHaveValue(name);
  await page.goto(record);
  await expect(page.locator('[name="links.0.project"]')).not.toHaveValue("");
});
