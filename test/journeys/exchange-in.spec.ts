import { type GivenFile, hostileFile, mark, messyFile, partnersFile } from "./support/exchange-files.ts";
import { expect, type Page, test } from "./support/test.ts";

const fact = (page: Page, name: string) => page.locator("dl.facts").first().locator(`dt:text-is("${name}") + dd`);

async function readIati(page: Page, file: GivenFile): Promise<void> {
  await page.goto("/bureau/echanges/iati");
  await page.getByLabel("Fichier IATI (XML)").setInputFiles(file);
  await page.getByLabel("Licence du fichier").fill("CC BY 4.0");
  await page.getByLabel("Publier aussitôt ce qui est nouveau").check();
  await page.getByRole("button", { name: "Lire le fichier" }).click();
}

test("a partner's activities come in: read, an organisation known again, written, shown as the partner's; the second time nothing", async ({
  officerPage: page,
  page: visitor,
  axe,
}) => {
  const of = mark();
  const file = partnersFile(of);
  await readIati(page, file);
  await expect(page.getByRole("heading", { level: 1, name: "Ce que ferait ce fichier" })).toBeVisible();
  await expect(fact(page, "Nouvelles")).toHaveText("3");
  await expect(fact(page, "Refusées")).toHaveText("1");
  const told = page.getByRole("region", { name: /points à connaître/ });
  await expect(told.getByRole("row", { name: /Cet identifiant est déjà à la ligne 3/ })).toBeVisible();
  await expect(told.getByRole("link", { name: /Un projet de même titre/ })).toHaveAttribute("href", /demo-eau-du-phare/);
  await axe(page);
  expect(await textOf(visitor, `/fr/projets?reporter=all&q=${of}`)).not.toContain(`Forages de Kolda ${of}`);

  await page.getByLabel(`Agence française de développement ${of.slice(0, 2)}`).selectOption({ label: "Agence française de développement" });
  await page.getByRole("button", { name: "Importer 3 activités" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Le fichier a été importé" })).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("3 activités importées.");
  await expect(page.locator("main")).toContainText("CC BY 4.0");
  await expect(page.getByRole("link", { name: `Forages de Kolda ${of}`, exact: true })).toBeVisible();
  await axe(page);

  await test.step("the public finds them when it asks for partners', never among the city's", async () => {
    await visitor.goto(`/fr/projets?q=${of}`);
    await expect(visitor.getByRole("main").getByRole("link", { name: `Forages de Kolda ${of}` })).toHaveCount(0);
    await visitor.goto(`/fr/projets?q=${of}&reporter=partners`);
    await expect(visitor.getByRole("main")).toContainText(`Rapporté par Puits sans frontières ${of}`);
    await axe(visitor);
    await visitor
      .getByRole("main")
      .getByRole("link", { name: `Forages de Kolda ${of}`, exact: true })
      .click();
    await expect(visitor.getByRole("heading", { level: 1, name: `Forages de Kolda ${of}` })).toBeVisible();
    await expect(visitor.locator("main")).toContainText(`Action rapportée par Puits sans frontières ${of}`);
    await expect(visitor.locator("main").getByRole("link", { name: "Agence française de développement", exact: true })).toBeVisible();
    await expect(visitor.locator("main")).toContainText(/45\s000,50/);
    await axe(visitor);
    // The home page counts the projects that the list of the city's has, whatever other journeys publish meanwhile.
    await expect(async () => {
      await visitor.goto("/fr/projets");
      const listed = /([\d\s]+) résultats/.exec(await visitor.locator("main").innerText())![1]!.replaceAll(/\s/g, "");
      await visitor.goto("/fr");
      const counted = await visitor
        .locator("main")
        .getByRole("link", { name: /^[\d\s]+ projets$/ })
        .first()
        .innerText();
      expect(counted.replaceAll(/\D/g, "")).toBe(listed);
    }).toPass();
  });

  await test.step("the same file again changes nothing", async () => {
    await readIati(page, file);
    await expect(fact(page, "Nouvelles")).toHaveText("0");
    await expect(fact(page, "Inchangées")).toHaveText("3");
    await expect(page.locator("main")).toContainText("Rien à importer");
    await expect(page.getByRole("button", { name: /^Importer/ })).toHaveCount(0);
    await axe(page);
  });
});

test("a file that would read the machine is refused, with its line", async ({ officerPage: page, axe }) => {
  await readIati(page, hostileFile);
  await expect(page.getByRole("alert")).toHaveText(/^Ligne 2 : le fichier contient une déclaration DOCTYPE/);
  await expect(page.locator("main")).not.toContainText("root:");
  await axe(page);
});

test("a spreadsheet of grants comes in: mended, asked about, one row left outside with its reason", async ({
  officerPage: page,
  page: visitor,
  axe,
}) => {
  const { given, beneficiary } = messyFile(mark());
  await page.goto("/bureau/echanges/scdl");
  await page.getByLabel("Fichier", { exact: true }).setInputFiles(given);
  await page.getByRole("button", { name: "Lire le fichier" }).click();
  await expect(page.getByRole("heading", { name: "Une question" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Réparations certaines" })).toContainText("ôtés du SIRET");
  await expect(page.getByRole("region", { name: "Lignes refusées" })).toContainText("Montant incompris");
  await axe(page);

  const outside = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger les lignes restées dehors (CSV)" }).click();
  const rows = await readDownload(await outside);
  expect(rows).toContain("à préciser");
  expect(rows).not.toContain("Résidences");

  await page.getByRole("group", { name: "La nature de l’aide n’est pas dite. Quelle est-elle ?" }).getByLabel("En numéraire").check();
  await page.getByLabel("Publier aussitôt les nouvelles fiches et les organismes créés").check();
  await page.getByRole("button", { name: "Relire avec ces réponses" }).click();
  await page.getByRole("button", { name: "Importer 2 subventions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: given.name })).toBeVisible();
  await expect(page.getByRole("link", { name: "Résidences d’été" })).toBeVisible();
  await axe(page);

  await visitor.goto(`/fr/organismes?q=${encodeURIComponent(beneficiary)}`);
  await visitor.getByRole("main").getByRole("link", { name: beneficiary, exact: true }).click();
  const subsidies = visitor.getByRole("table", { name: /Autres aides publiques/ });
  await expect(subsidies.getByRole("row", { name: /Création à l’école.*4\s800,50/ })).toBeVisible();
  await expect(subsidies.getByRole("row", { name: /Résidences d’été.*12\s500/ })).toBeVisible();
  await expect(subsidies).not.toContainText("Tournée");
  await axe(visitor);
});

async function textOf(page: Page, path: string): Promise<string> {
  return (await page.request.get(path)).text();
}

async function readDownload(download: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}
