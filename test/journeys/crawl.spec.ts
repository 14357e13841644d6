import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const words = {
  fr: {
    siteMap: "/fr/plan-du-site",
    document: "/fr/documents/",
    more: [
      "/fr/recherche?q=Tbilissi",
      "/fr/recherche?q=zzqqxx",
      "/fr/projets?q=zzqqxx",
      "/fr/projets?page=2",
      "/fr/carte?region=europe",
      "/fr/carte/integrer",
      "/fr/n-existe-pas",
    ],
  },
  en: {
    siteMap: "/en/site-map",
    document: "/en/documents/",
    more: [
      "/en/search?q=Tbilisi",
      "/en/search?q=zzqqxx",
      "/en/projects?q=zzqqxx",
      "/en/projects?page=2",
      "/en/map?region=europe",
      "/en/map/embed",
      "/en/does-not-exist",
    ],
  },
} as const;
// The same templates in both languages: what axe says of the lists it says in the one, of the pages of records in the other.
const DETAILS_OF_A_LIST = { fr: 2, en: 1 };
const MOST_LINKS = 4_000;
/** The colours of the light are the same few on all pages: of so many pages, one is held against them; each against those of the dark. */
const LIGHT_EACH = 3;

test.describe.configure({ mode: "parallel" });

for (const locale of ["fr", "en"] as const) {
  test(`every kind of public page is whole, accessible and leads somewhere (${locale})`, async ({ page, axe, site, javaScriptEnabled }) => {
    test.skip(!javaScriptEnabled && locale !== "fr", "the templates are the same: without scripts, one language is enough");
    test.setTimeout(900_000);
    const { siteMap, document, more } = words[locale];
    const links = new Set<string>();
    let visited = 0;
    const visit = async (path: string, held: "fr" | "en") => {
      await check(page, path, { locale, axe: held === locale ? axe : undefined, light: visited++ % LIGHT_EACH === 0 });
      if (!javaScriptEnabled)
        expect.soft(await page.locator("button:not(form *, dialog *):visible").count(), `${path}: buttons that do nothing`).toBe(0);
      for (const link of await ownLinks(page, site)) links.add(link);
    };

    await visit(siteMap, "fr");
    const main = page.getByRole("main");
    const lists = await main.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
    expect(lists.length).toBeGreaterThan(12);
    for (const path of lists) await visit(path, "fr");
    const details = [...lists.filter((path) => path !== `/${locale}`).map((path) => `${path}/`), document];
    for (const prefix of details) {
      // Files that stand beside a page are asked for with the other links, not looked at.
      const found = [...links].filter((link) => link.startsWith(prefix) && !/\?|\.\w+$/.test(link) && !more.some((one) => one === link));
      for (const path of spread(found, DETAILS_OF_A_LIST[locale])) await visit(path, "en");
    }
    for (const path of more) await visit(path, "en");
    if (!javaScriptEnabled) return; // the same links: once is enough

    const broken: string[] = [];
    const all = [...links].slice(0, MOST_LINKS);
    const next = async (): Promise<void> => {
      for (let link = all.pop(); link; link = all.pop()) {
        const answer = await page.request.get(site + link, { maxRedirects: 3 });
        if (answer.status() >= 400) broken.push(`${answer.status()} ${link}`);
        await answer.dispose();
      }
    };
    await Promise.all(Array.from({ length: 6 }, next));
    expect(broken, "links of the pages that lead nowhere").toEqual([]);
  });
}

/** The first, the last, and those evenly between. */
function spread(all: string[], n: number): string[] {
  return all.length <= n || n === 1
    ? all.slice(0, n)
    : Array.from({ length: n }, (_, i) => all[Math.round((i * (all.length - 1)) / (n - 1))]!);
}

type Axe = (page: Page, rules?: string[]) => Promise<void>;
async function check(
  page: Page,
  path: string,
  { locale, axe, light }: { locale: string; axe: Axe | undefined; light: boolean },
): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  const answer = await page.goto(path);
  const missing = /n-existe-pas|does-not-exist/.test(path);
  expect.soft(answer!.status(), path).toBe(missing ? 404 : 200);
  await expect.soft(page.locator("html"), path).toHaveAttribute("lang", locale);
  if (!/(integrer|embed)$/.test(path)) await expect.soft(page.locator("h1"), path).toHaveCount(1);
  if (light) await axe?.(page, ["color-contrast"]);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beyond, `${path}: pixels beyond a width of 320`).toBeLessThanOrEqual(0);
  await axe?.(page);
}

/** The links of a page to its own site; those to a place in the page must find it there. */
async function ownLinks(page: Page, site: string): Promise<string[]> {
  const found = await page
    .locator("a[href]")
    .evaluateAll((all) =>
      all.map((link) => (link instanceof HTMLAnchorElement ? link.href : new URL((link as SVGAElement).href.baseVal, location.href).href)),
    );
  const here = page.url().split("#")[0]!;
  for (const [, id] of found.filter((link) => link.startsWith(`${here}#`)).map((link) => link.split("#")))
    expect.soft(await page.locator(`[id="${decodeURIComponent(id!)}"]`).count(), `${here}#${id}`).toBe(1);
  const paths = found.map((link) => link.split("#")[0]!).filter((link) => link !== here && link.startsWith(`${site}/`));
  return paths.map((link) => link.slice(site.length));
}
