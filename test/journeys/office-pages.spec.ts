import { expect, test } from "./support/test.ts";

const kinds = [
  "partenaires",
  "accords",
  "reseaux",
  "programmes",
  "projets",
  "subventions",
  "organismes",
  "chiffres",
  "lieux",
  "sources",
  "documents",
  "images",
];
const others = ["/bureau", "/bureau/import", "/bureau/import/projets", "/bureau/echanges", "/bureau/personnes", "/bureau/compte"];
/** What vouches for the house: rights, log, people's data, files that wait, operation. */
const trust = ["droits", "journal", "traitements", "conservation", "demandes-donnees", "quarantaine", "exploitation", "style"];

test("the pages of the office are whole and accessible", async ({ officerPage: page, axe }) => {
  test.setTimeout(180_000);
  const check = async (path: string) => {
    expect.soft((await page.goto(path))!.status(), path).toBe(200);
    await expect.soft(page.getByRole("heading", { level: 1 }), path).toHaveCount(1);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(beyond, `${path}: pixels beyond the width`).toBeLessThanOrEqual(0);
    await axe(page);
  };
  for (const path of [...others, ...trust.map((one) => `/bureau/${one}`)]) await check(path);
  for (const kind of kinds) await check(`/bureau/${kind}/nouveau`);
  // The lists are one component: with types and drafts, without, and nearly empty.
  for (const kind of ["projets", "lieux", "images"]) await check(`/bureau/${kind}`);
  // Two records as they are, with their lists filled, and a history.
  for (const kind of ["accords", "projets"]) {
    await page.goto(`/bureau/${kind}`);
    const record = await page.getByRole("table").locator("tbody th a").first().getAttribute("href");
    await check(record!);
    await check(`${record}/historique`);
  }
});

test("the office in the dark keeps its contrasts", async ({ officerPage: page, axe }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  for (const path of ["/bureau", "/bureau/projets", "/bureau/projets/nouveau"]) {
    await page.goto(path);
    await axe(page, ["color-contrast"]);
  }
});

test("the office is read on a telephone, and in the reader’s own colours", async ({ officerPage: page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/bureau/projets", "/bureau/personnes", "/bureau/style"]) {
    await page.goto(path);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(beyond, `${path}: pixels beyond the width`).toBeLessThanOrEqual(0);
  }
  await page.goto("/bureau/projets");
  const cell = page.locator("td[data-label]").first();
  expect(await cell.evaluate((one) => getComputedStyle(one, "::before").content)).toContain(await cell.getAttribute("data-label"));
  await page.emulateMedia({ forcedColors: "active" });
  // Of the groups of the menu, only the one that is open here is underlined.
  const lines = await page.locator(".office-nav summary").evaluateAll((all) => all.map((one) => getComputedStyle(one).borderBlockEndColor));
  expect(new Set(lines).size).toBe(2);
  await page.locator(".office-nav summary").first().focus();
  expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).not.toBe("none");
});

test("signing in is accessible", async ({ page, axe }) => {
  await page.goto("/bureau/connexion");
  await axe(page);
});
