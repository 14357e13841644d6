import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromiumPath } from "../support/chromium.ts";
import { expect, type Page, test } from "./support/test.ts";

const europe = "/fr/carte?layer=agreements&type=european_agreement&region=europe";
const drawn = (page: Page) => page.locator("#static-map svg").first();

test.describe("the map as a page", () => {
  test("leads to a partner by a point and by the table, and both hold the same", async ({ page, axe }) => {
    await page.goto("/fr/carte");
    await page.getByRole("navigation", { name: "Cartes toutes prêtes" }).getByRole("link", { name: "Accords européens" }).click();
    await expect(page.locator("#map-counts")).toHaveText("23 partenaires avec un accord");
    const rows = page.locator("#points tbody tr");
    expect(await rows.count()).toBe(23);
    await expect(rows.filter({ hasText: "Rome" })).toContainText("Jumelage (signé)");
    await axe(page);

    await drawn(page).getByRole("link", { name: "Lisbonne", exact: true }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Lisbonne" })).toBeVisible();
    await page.goBack();
    await page.getByRole("table").getByRole("link", { name: "Erevan", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Erevan" })).toBeVisible();
  });

  test("is narrowed by a form whose filters are the address, in both languages", async ({ page }) => {
    await page.goto("/fr/carte");
    await page.getByText("Filtrer la carte", { exact: true }).click();
    const form = page.getByRole("search", { name: "Filtrer la carte" });
    await form.getByText("Pays", { exact: true }).first().click();
    await form.getByRole("checkbox", { name: /^Algérie/ }).check();
    await form.getByRole("button", { name: "Filtrer" }).click();
    await expect(page).toHaveURL(/country=DZ/);
    await expect(page.getByRole("table").getByRole("link", { name: "Alger", exact: true })).toBeVisible();
    expect(await page.locator("#points tbody tr").filter({ hasNotText: "Algérie" }).count()).toBe(0);
    await page.getByRole("list", { name: "Langues" }).getByRole("link", { name: "English" }).click();
    await expect(page.getByRole("table").getByRole("link", { name: "Algiers", exact: true })).toBeVisible();
    await page
      .getByRole("list", { name: "Active filters" })
      .getByRole("link", { name: /Algeria/ })
      .click();
    await expect(page).not.toHaveURL(/country=/);
  });

  test("is framed by another site with the code that it gives, and only the embedded page is", async ({ page, browser, site }) => {
    await page.goto(europe);
    const code = await page.getByLabel("Code pour l’intégrer à un autre site").inputValue();
    const embed = `${site}/fr/carte/integrer`;
    const server = createServer((request, response) => {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(request.url === "/closed" ? code.replace(embed, `${site}/fr/carte`) : code);
    }).listen(0);
    // A page of its own: what it asks of the other site is the very thing.
    const guest = await browser.newPage();
    try {
      const other = `http://localhost:${(server.address() as AddressInfo).port}`;
      await guest.goto(`${other}/open`);
      const frame = guest.frameLocator("iframe[title^='Carte']");
      await expect(frame.getByRole("link", { name: "Lisbonne", exact: true })).toBeVisible();
      expect(await frame.getByRole("link", { name: /: carte$/ }).getAttribute("href")).toContain("type=european_agreement");
      await guest.goto(`${other}/closed`);
      await expect(guest.frameLocator("iframe").locator("#map")).toHaveCount(0);
    } finally {
      await guest.close();
      server.close();
    }
  });

  test("shows a hostile address as text", async ({ page }) => {
    const words = `"><img src=x onerror=alert(1)></script><script>alert(1)</script>`;
    const answer = await page.goto(`/fr/carte?q=${encodeURIComponent(words)}&layer=%3Cb%3E&country=%22%3E%3Cscript%3E`);
    const html = await answer!.text();
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain("<img src=x");
    await expect(page.getByText("Aucun point ne correspond à ces filtres")).toBeVisible();
  });
});

test.describe("the interactive map", () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "needs scripts");
  // Drawn by the processor here, in competition with whatever else it does.
  test.describe.configure({ timeout: 120_000 });
  const words = { open: "Ouvrir la carte interactive", count: /^Fiches à l’écran : \d+$/ };

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await page.getByRole("button", { name: words.open }).click();
    await expect(page.getByText(words.count)).toBeVisible({ timeout: 30_000 });
  }
  const canvas = (page: Page) => page.getByRole("region", { name: "Carte interactive" });
  const view = (page: Page) => new URL(page.url()).hash;

  test("opens on demand, moves by keyboard, and keeps its layers and its view in the address", async ({ page, axe }) => {
    await page.goto("/fr/partenaires");
    await open(page, "/fr/carte");
    await expect(canvas(page)).toBeFocused();
    await expect(drawn(page)).toBeHidden();
    await axe(page);
    await canvas(page).press("+");
    await expect.poll(() => view(page)).toMatch(/^#view=/);
    const before = view(page);
    await canvas(page).press("ArrowRight");
    await expect.poll(() => view(page)).not.toBe(before);

    const layers = page.getByRole("group", { name: "Couches affichées" });
    await layers.getByLabel("Accords").uncheck();
    await layers.getByLabel("Réseaux").check();
    expect(new URL(page.url()).searchParams.getAll("layer").sort()).toEqual(["networks", "projects"]);
    await expect(page.getByLabel("Adresse de cette carte")).toHaveValue(page.url());
    await expect(page.getByLabel("Code pour l’intégrer")).toHaveValue(/layer=projects&amp;layer=networks/);

    const shared = page.url();
    await page.goBack();
    await expect(page).toHaveURL(/\/fr\/partenaires$/);
    // What was shared opens as it was.
    await page.goto(shared);
    await expect(page.getByText(words.count)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("group", { name: "Couches affichées" }).getByLabel("Réseaux")).toBeChecked();
    expect(view(page)).toBe(new URL(shared).hash);
  });

  test("opens what is at its centre, or what its list shows, and Escape gives the keyboard back", async ({ page }) => {
    await page.goto(`${europe}#view=7/41.89/12.5`);
    await expect(page.getByText("Fiches à l’écran : 1")).toBeVisible({ timeout: 30_000 });
    await canvas(page).focus();
    // The points come a moment after the ground.
    await expect(async () => {
      await canvas(page).press("Enter");
      await expect(page.locator(".map-popup")).toContainText("Accord européen (signé)", { timeout: 1_000 });
    }).toPass();
    await expect(page.locator(".map-popup").getByRole("link", { name: "Rome", exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.locator(".map-popup")).toHaveCount(0);
    await expect(canvas(page)).toBeFocused();

    const show = page.getByRole("button", { name: "Montrer sur la carte : Rome" });
    await show.click();
    await expect(page.locator(".map-popup").getByRole("link", { name: "Rome", exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(show).toBeFocused();
    await show.click();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Rome" })).toBeVisible();
  });

  test("gives back the drawn map, and the page of the layers that were chosen", async ({ page }) => {
    await open(page, "/fr/carte");
    await page.getByRole("button", { name: "Revenir à la carte simple" }).click();
    await expect(drawn(page)).toBeVisible();
    await expect(page.getByRole("button", { name: words.open })).toBeFocused();
    expect(view(page)).toBe("");
    await open(page, "/fr/carte");
    await page.getByRole("group", { name: "Couches affichées" }).getByLabel("Projets").uncheck();
    await page.getByRole("button", { name: "Revenir à la carte simple" }).click();
    await expect(page.locator("#map-counts")).toHaveText(/^\d+ partenaires avec un accord$/);
  });

  test("leaves the drawn map, and says so, when its points do not come", async ({ page }) => {
    await page.route("**/points.geojson*", (route) => route.abort());
    await page.goto("/fr/carte");
    await page.getByRole("button", { name: words.open }).click();
    await expect(page.getByRole("status")).toHaveText(/n’a pas pu s’ouvrir/);
    await expect(drawn(page)).toBeVisible();
    await expect(page.getByRole("button", { name: words.open })).toBeEnabled();
  });
});

test("without WebGL the drawn map stays, and a line says so", async ({ playwright, site, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "needs scripts");
  const browser = await playwright.chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-3d-apis"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${site}/fr/carte`);
    await expect(page.getByRole("status")).toHaveText(/n’affiche pas la carte interactive/);
    await expect(page.getByRole("button", { name: "Ouvrir la carte interactive" })).toBeHidden();
    await expect(drawn(page)).toBeVisible();
    await expect(page.getByRole("table")).toBeVisible();
  } finally {
    await browser.close();
  }
});
