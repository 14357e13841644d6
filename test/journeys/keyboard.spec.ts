import { expect, type Page, test } from "./support/test.ts";

test("the first Tab offers to skip to the content, and does", async ({ page }) => {
  await page.goto("/fr/projets");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Aller au contenu" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("by keyboard alone: from the home page to a filtered list, and into a project", async ({ page }) => {
  await page.goto("/fr");
  await tabTo(page, "Menu principal", "Projets");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Projets" })).toBeVisible();

  await tabUntil(page, () => document.activeElement?.id === "filter-q");
  await page.keyboard.type("eau");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=eau/);
  await tabUntil(page, () => document.activeElement?.matches("tbody th a") ?? false);
  const name = await page.evaluate(() => document.activeElement!.textContent!.trim());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("whatever has the focus shows it", async ({ page }) => {
  await page.goto("/fr/partenaires");
  const hidden: string[] = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return undefined;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      const shown = (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
      return shown && box.width > 0 && box.height > 0 ? undefined : focused.outerHTML.slice(0, 120);
    });
    if (fault) hidden.push(fault);
  }
  expect(hidden).toEqual([]);
});

test("the reference of the API is read by keyboard: from its contents to what each error means", async ({ page, axe }) => {
  await page.goto("/api?lang=fr");
  await tabUntil(
    page,
    () => document.activeElement?.closest(".api-contents") !== null && document.activeElement?.textContent === "Erreurs",
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "Erreurs" })).toBeInViewport();
  // A table that is wider than its place is reached, and its rows are then moved by arrows.
  await tabUntil(page, () => document.activeElement?.matches(".table-scroll") ?? false);
  await axe(page);
});

async function tabTo(page: Page, list: string, link: string): Promise<void> {
  const target = page.getByRole("navigation", { name: list }).getByRole("link", { name: link, exact: true });
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`40 Tabs do not reach ${link}`);
}

async function tabUntil(page: Page, reached: () => boolean): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(reached)) return;
  }
  throw new Error("60 Tabs do not reach it");
}
