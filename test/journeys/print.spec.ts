import { expect, test } from "./support/test.ts";

for (const path of ["/fr/projets", "/fr/partenaires/tbilissi", "/fr/chiffres", "/fr/carte"]) {
  test(`${path} prints its content without what only a screen needs`, async ({ page }) => {
    await page.goto(path);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("main")).toBeVisible();
    await expect(page.locator(".site-nav")).toBeHidden();
    await expect(page.locator(".site-tools")).toBeHidden();
    for (const form of await page.locator(".filters form").all()) await expect(form).toBeHidden();
    // Ink on paper, in dark mode too.
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const ink = await page.locator("main").evaluate((main) =>
      getComputedStyle(main)
        .color.match(/[\d.]+/g)!
        .map(Number),
    );
    expect(Math.max(...ink.slice(0, 3)), `ink ${ink}`).toBeLessThan(128);
  });
}

test("a table is no wider than the paper, however many columns it has", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 900 }); // A4 without its margins
  for (const path of ["/fr/missions", "/fr/agenda", "/fr/delais", "/en/missions", "/en/agreements", "/en/grants"]) {
    await page.goto(path);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(beyond, path).toBeLessThanOrEqual(0);
  }
});
