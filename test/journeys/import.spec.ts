import { uniqueName } from "./support/forms.ts";
import { expect, type Page, test } from "./support/test.ts";

const csv = (lines: string[]) => ({ name: "projets.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });

async function check(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await page.goto("/bureau/import/projets");
  await page.getByLabel("Fichier", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Vérifier le fichier" }).click();
}

test("a broken file tells each cell that is wrong, and writes nothing", async ({ officerPage: page, axe }) => {
  const name = uniqueName("Puits");
  await check(page, csv(["Titre;Pays;Début prévu", `${name};Sénégal;2026-03`, `${name} bis;Atlantide;demain`]));
  await expect(page.getByRole("heading", { level: 1, name: "Le fichier n’a pas été importé" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("2 erreurs");
  const problems = page.getByRole("table").first();
  await expect(problems.getByRole("row", { name: /^B3 Pays/ })).toBeVisible();
  await expect(problems.getByRole("row", { name: /^C3 Début prévu/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Importer/ })).toHaveCount(0);
  await axe(page);
  await page.goto(`/bureau/projets?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("main")).toContainText("Aucune fiche ne correspond.");
});

test("a good file is confirmed, and creates drafts", async ({ officerPage: page, axe }) => {
  const name = uniqueName("Puits");
  await check(page, csv(["Titre;Pays;Début prévu", `${name} un;Sénégal;2026-03`, `${name} deux;ML;05/11/2026`]));
  await expect(page.getByRole("heading", { level: 1, name: "Le fichier est prêt" })).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Importer 2 fiches" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Import terminé" })).toBeVisible();
  await page.goto(`/bureau/projets?q=${encodeURIComponent(name)}`);
  const rows = page.getByRole("table").getByRole("row", { name: new RegExp(name) });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Brouillon");
});

test("a file of 200 MB is refused on a page that says so, and the program lives on", async ({ officerPage: page, site }) => {
  // A browser that is still sending may hear of the refusal as a cut line; the answer is read as a program reads it.
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const piece = new Uint8Array(1024 * 1024).fill(97);
  let left = 200;
  const body = new ReadableStream<Uint8Array>({ pull: (stream) => (left-- > 0 ? stream.enqueue(piece) : stream.close()) });
  const answer = await fetch(`${site}/bureau/import/projets`, {
    method: "POST",
    headers: { cookie: cookies, origin: site, "content-type": "multipart/form-data; boundary=x", "accept-language": "fr" },
    body,
    duplex: "half",
  } as RequestInit);
  expect(answer.status).toBe(413);
  const html = await answer.text();
  expect(html).toContain("C’est trop gros");
  expect(html).not.toMatch(/\bat .+\.(ts|js):\d+/);
  await page.goto("/bureau/import/projets");
  await expect(page.getByRole("button", { name: "Vérifier le fichier" })).toBeVisible();
});
