import { holdErrors, holdOutline, PUBLIC, WORK } from "./support/outline.ts";
import { expect, type Page, test } from "./support/test.ts";

const pages = {
  fr: [
    "/fr",
    "/fr/carte",
    "/fr/partenaires",
    "/fr/projets?q=eau",
    "/fr/appels/demo-edition-eau-ouverte",
    "/fr/recherche?q=eau",
    "/fr/donnees",
    "/fr/argent",
    "/fr/agenda?view=month",
    "/fr/contact",
    "/fr/accessibilite",
    "/fr/accessibilite/grille",
    "/fr/plan-du-site",
    "/fr/recits/raconter",
    "/fr/rien-ici",
  ],
  en: ["/en", "/en/projects?q=water", "/en/accessibility/grid"],
};

for (const locale of ["fr", "en"] as const)
  test(`a screen reader is given each public page whole and in its order (${locale})`, async ({ page }) => {
    for (const path of pages[locale]) {
      await page.goto(path);
      await holdOutline(page, PUBLIC);
    }
    for (const list of locale === "fr" ? ["/fr/partenaires", "/fr/projets", "/fr/chiffres"] : ["/en/partners"]) {
      await page.goto(list);
      await page.locator("main article a, tbody th a, .figure-card a").first().click();
      await expect(page).not.toHaveURL(list);
      await holdOutline(page, PUBLIC);
    }
  });

test("the fixed map is read as a group of named points, and what its island says is announced", async ({ page }) => {
  await page.goto("/fr/carte");
  const map = page.getByRole("group", { name: /^Carte : \d+ points$/ });
  const points = map.getByRole("link");
  expect(await points.count()).toBeGreaterThan(10);
  for (const name of await points.evaluateAll((all) => all.map((one) => one.querySelector("title")?.textContent ?? "")))
    expect(name).not.toBe("");
  // It is there before it speaks, or nothing would be heard.
  await expect(page.locator(".map-status")).toHaveAttribute("role", "status");
});

test("words in another language than the page's say so", async ({ page }) => {
  await page.goto("/en/accessibility/grid");
  await expect(page.locator("main table").first().locator("[lang=fr]").first()).toBeVisible();
  await page.goto("/fr");
  await expect(page.getByRole("list", { name: "Langues" }).getByRole("link")).toHaveAttribute("lang", "en");
});

/** What readers set for themselves: wider spaces (WCAG 1.4.12) and letters twice as large (1.4.4). */
const spaces = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;
const large = "html { font-size: 200% !important; }";

test("nothing is lost or goes beyond the page with wide spaces or letters twice as large", async ({ page, officerPage }) => {
  const lost = async (on: Page, path: string, style: string) => {
    await on.setViewportSize({ width: 1024, height: 768 });
    await on.goto(path);
    // The policy of pages lets no style in: it is given to the sheet that is there.
    await on.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, style);
    const faults = await on.evaluate(() => {
      const found: string[] = [];
      if (document.documentElement.scrollWidth > window.innerWidth) found.push("goes beyond the width");
      for (const element of document.querySelectorAll("main *, header *, footer *")) {
        const { overflowX, overflowY, position, clipPath } = getComputedStyle(element);
        const cut = [overflowX, overflowY].some((one) => one === "hidden" || one === "clip");
        if (!cut || clipPath !== "none" || position === "absolute" || element.closest("svg")) continue;
        if (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2)
          found.push(`cut: ${element.outerHTML.slice(0, 90)}`);
      }
      return found;
    });
    expect.soft(faults, `${path} with ${style.slice(0, 40)}`).toEqual([]);
  };
  for (const style of [spaces, large]) {
    for (const path of ["/fr", "/fr/carte", "/fr/projets", "/fr/contact"]) await lost(page, path, style);
    for (const path of ["/bureau", "/bureau/projets", "/bureau/projets/nouveau"]) await lost(officerPage, path, style);
  }
});

test("a screen reader is given the office and its way in whole and in their order", async ({ page, officerPage }) => {
  for (const path of ["/bureau/connexion", "/espace/connexion", "/espace/inscription", "/espace/eligibilite/demo-edition-eau-ouverte"]) {
    await page.goto(path);
    await holdOutline(page, ["banner", "main"]);
  }
  for (const path of ["/bureau", "/bureau/projets", "/bureau/projets/nouveau", "/bureau/import", "/bureau/dossiers"]) {
    expect.soft((await officerPage.goto(path))?.status(), path).toBe(200);
    await holdOutline(officerPage, WORK);
  }
});

test("a form that is refused says first what to mend, and leads to each field", async ({ page, officerPage }) => {
  for (const [on, path] of [
    [page, "/fr/recits/raconter"],
    [officerPage, "/bureau/projets/nouveau"],
  ] as const) {
    await on.goto(path);
    // Past the browser's own checks, as one comes without them.
    await on.locator("main form[method=post]").evaluateAll((all) => {
      for (const form of all) (form as HTMLFormElement).noValidate = true;
    });
    await on.locator("main form[method=post] button[type=submit], main form[method=post] button:not([type])").last().click();
    await holdErrors(on);
  }
});
