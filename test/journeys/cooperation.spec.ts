import { inEnglish, inFrench, save, uniqueName } from "./support/forms.ts";
import { expect, test } from "./support/test.ts";

test("a visitor reads what Paris does for the climate and with Europe, in both languages", async ({ page }) => {
  await page.goto("/fr/climat");
  await expect(page.getByRole("heading", { level: 1, name: "Climat" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Plan Climat de Paris" }).last().click();
  await expect(page.getByRole("heading", { level: 3, name: "Gestion des ressources et des déchets" })).toBeVisible();
  await page.goto("/fr/europe");
  await page.getByRole("link", { name: "La carte interactive des accords européens" }).click();
  await expect(page).toHaveURL(/\/fr\/carte\?layer=agreements&region=europe&type=european_agreement/);
  await expect(page.getByRole("table").getByRole("link", { name: "Tbilissi", exact: true }).first()).toBeVisible();
  await page.goto("/en/europe");
  await expect(page.getByRole("heading", { level: 1, name: "Europe" })).toBeVisible();
  await page.getByRole("link", { name: "European Social Fund, employment and inclusion programme 2014-2020" }).first().click();
  await expect(page.getByText("Period over")).toBeVisible();
});

test("a mission is prepared, kept from leaving until it is safe, ordered and published without a name", async ({
  officerPage: page,
  site,
}) => {
  const [name, person] = [uniqueName("Réseau de quartier"), uniqueName("Camille Essai")];
  await page.goto("/bureau/experts/nouveau");
  await inFrench(page, "Nom").fill(person);
  await page.getByText("Compétences (0)").click();
  await page.getByRole("checkbox", { name: "Patrimoine" }).check();
  await save(page);
  await expect(page.getByRole("status")).toHaveText("Brouillon créé.");

  await page.goto("/bureau/missions/nouveau");
  await inFrench(page, "Nom").fill(name);
  await inEnglish(page, "Nom").fill(`${name} in English`);
  await page.locator("#f-type").selectOption("expertise");
  await page.locator("#f-state").selectOption("ordered");
  await page.locator("#f-startsOn").fill("2031-03-03");
  await page.locator("#f-endsOn").fill("2031-03-07");
  await page.locator("#f-orderedOn").fill("2031-02-01");
  await page.getByText("Compétences mobilisées (0)").click();
  await page.getByRole("checkbox", { name: "Patrimoine" }).check();
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Le conseil aux voyageurs n’est pas vérifié");
  await page.locator("#f-safety").selectOption("normal");
  await page.locator("#f-safetyOn").fill("2031-01-20");
  await page.getByRole("button", { name: "Ajouter une ligne : Travail donné", exact: true }).click();
  await page.locator('[name="work.0.service"]').fill("Service du patrimoine");
  await page.locator('[name="work.0.days"]').fill("5");
  await page.locator('[name="work.0.dayCents"]').fill("400");
  await save(page);
  await expect(page.getByRole("status").first()).toHaveText("Brouillon créé.");
  const record = new URL(page.url()).pathname;

  await page.getByRole("link", { name: "Trouver un expert pour cette mission" }).click();
  await expect(page.getByRole("link", { name: person })).toBeVisible();
  await expect(page.getByText("Libre", { exact: true }).first()).toBeVisible();
  const order = await page.request.get(`${record}/ordre.pdf`);
  expect([order.status(), order.headers()["content-type"], order.headers()["cache-control"]]).toEqual([200, "application/pdf", "no-store"]);

  await page.goto(record);
  await page.getByRole("button", { name: "Publier", exact: true }).click();
  const id = record.split("/").at(-1)!;
  const shown = await (await page.request.get(`${site}/fr/missions/${id}`)).text();
  expect(shown).toContain(name);
  expect(shown).toMatch(/2\s000\s€/);
  expect(shown).not.toContain(person);
  await page.goto(`/fr/missions?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("main").getByRole("link", { name, exact: true }).first()).toBeVisible();
});

test("a request for advice is noted and followed up", async ({ officerPage: page }) => {
  const name = uniqueName("Chercher un fonds");
  await page.goto("/bureau/suivi-conseils");
  await page.getByRole("link", { name: "Noter une demande" }).click();
  await inFrench(page, "Nom").fill(name);
  await page.locator("#f-type").selectOption("european_fund");
  await page.locator("#f-askedOn").fill("2026-01-12");
  await page.locator("#f-nextOn").fill("2026-01-19");
  await save(page);
  await page.goto("/bureau/suivi-conseils?annee=2026");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("En retard");
  await expect(page.getByText("Demandes reçues en 2026")).toBeVisible();
});
