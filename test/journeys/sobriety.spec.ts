import { readdirSync, readFileSync } from "node:fs";
import { firstVisits, visitBudget } from "../support/first-visit.ts";
import { type Site, startSite } from "./support/site.ts";
import { test as base, expect } from "./support/test.ts";

// A site of its own: what other journeys write makes lists longer, and a page is weighed with the data of the program.
const test = base.extend<object, { own: Site }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
    async ({}, use) => {
      const own = await startSite({}, { withAccounts: false });
      await use(own);
      await own.stop();
    },
    { scope: "worker", timeout: 600_000 },
  ],
  site: async ({ own }, use) => use(own.url),
});

const styles = "src/ui/styles";
// bounded: the style sheets of this program.
const classesOf = (file: string) => new Set([...readFileSync(file, "utf8").matchAll(/\.([a-z][a-z-]*)/g)].map(([, name]) => name!));
const core = new Set(
  readdirSync(styles)
    .filter((name) => name.endsWith(".css"))
    .flatMap((name) => [...classesOf(`${styles}/${name}`)]),
);
const apart = readdirSync(`${styles}/apart`).map((name) => ({
  sheet: name.replace(".css", ""),
  classes: [...classesOf(`${styles}/apart/${name}`)].filter((one) => !core.has(one)),
}));

test("a first visit of each kind of public page keeps its budget of bytes and requests, and reading needs no script", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const open = await firstVisits(page);
  const seen = new Set<string>();
  const problems: string[] = [];
  const weigh = async (path: string) => {
    if (seen.has(path)) return [];
    seen.add(path);
    const { bytes, requests, parts } = await open(path);
    const budget = visitBudget(path);
    if (bytes > budget.kB * 1000) problems.push(`${path}: ${bytes} bytes of ${budget.kB} kB (${JSON.stringify(parts)})`);
    if (requests > budget.requests) problems.push(`${path}: ${requests} requests of ${budget.requests}`);
    const found = await page.evaluate(() => ({
      scripts: document.querySelectorAll('script:not([type="application/ld+json"])').length,
      classes: [...new Set([...document.querySelectorAll("[class]")].flatMap((one) => [...one.classList]))],
      sheets: [...document.styleSheets].map((sheet) => sheet.href ?? ""),
      links: [...document.querySelectorAll("main a[href]")].map((link) => link.getAttribute("href")!),
    }));
    if (!budget.scripts && found.scripts > 0) problems.push(`${path}: a script`);
    for (const { sheet, classes } of apart) {
      const used = classes.filter((one) => found.classes.includes(one));
      if (used.length > 0 && !found.sheets.some((href) => href.includes(`/${sheet}-`)))
        problems.push(`${path}: shows ${used.join(", ")} without the sheet "${sheet}"`);
    }
    return found.links;
  };
  for (const list of await weigh("/fr/plan-du-site")) {
    const links = await weigh(list);
    const record = links.find((link) => link.startsWith(`${list}/`) && !/[?#]|\.\w+$/.test(link));
    if (list !== "/fr" && record) await weigh(record);
  }
  // The templates are the same in both languages: those that are nearest to their budgets.
  for (const path of ["/en", "/en/figures", "/en/data", "/en/money", "/en/partners", "/en/map", "/en/stories"]) await weigh(path);
  await weigh("/fr/agenda?view=month");
  await weigh("/fr/recherche?q=eau");
  expect(seen.size).toBeGreaterThan(45);
  expect(problems).toEqual([]);
});

const forever = "public, max-age=31536000, immutable";
/** How long each kind of answer may be kept, and whether it is asked for again by its mark (ETag). */
const keeping: [what: string, path: string, control: string, revalidated: boolean][] = [
  ["a page", "/fr", "no-cache", true],
  ["a page with a filter", "/fr/projets?q=eau", "no-cache", true],
  ["a record as a file", "/data/projects.csv", "public, no-cache", true],
  ["a feed", "/data/calls.atom", "public, no-cache", true],
  ["a list of the API", "/api/v1/projects", "public, no-cache", true],
  ["the mark of the site", "/favicon.svg", "public, max-age=86400", false],
  ["what robots read", "/robots.txt", "public, max-age=86400", false],
  ["the way in", "/bureau/connexion", "no-store", false],
  ["the space", "/espace/connexion", "no-store", false],
  ["whether it is alive", "/healthz", "no-store", false],
];

test("each kind of answer says how long it may be kept, and is sent again only when it changed", async ({ request, page }) => {
  for (const [what, path, control, revalidated] of keeping) {
    const answer = await request.get(path);
    expect.soft(answer.headers()["cache-control"], `${what}: ${path}`).toBe(control);
    if (!revalidated) continue;
    const etag = answer.headers().etag;
    expect.soft(etag, `${what}: ${path}`).toBeTruthy();
    const again = await request.get(path, { headers: { "if-none-match": etag ?? "" } });
    expect.soft([again.status(), (await again.body()).length], `${what}: ${path}, again`).toEqual([304, 0]);
  }
  await page.goto("/fr");
  const files = await page.evaluate(() =>
    [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.getAttribute("href")!),
  );
  const letters = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".woff2")),
  );
  expect(files.length).toBe(2);
  expect(letters.length).toBeGreaterThan(1);
  for (const file of [...files, ...letters]) {
    const answer = await request.get(file, { headers: { "accept-encoding": "br" } });
    expect.soft(answer.headers()["cache-control"], file).toBe(forever);
    if (file.includes("/main-")) expect.soft(answer.headers()["content-encoding"], file).toBe("br");
  }
});
