// Makes the pictures of the README from the running program: `npm run screenshots`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { officers, startSite } from "../test/journeys/support/site.ts";
import { chromiumPath } from "../test/support/chromium.ts";

const folder = join(import.meta.dirname, "../docs/images");
/** `from`: what stands at the top of the picture; the top of the page when there is none. */
const pages: { name: string; path: string; width: number; from?: string }[] = [
  { name: "home", path: "/fr", width: 1280 },
  { name: "map", path: "/fr/carte", width: 1280, from: "h1" },
  { name: "projects", path: "/en/projects?theme=water", width: 1280, from: "h1" },
  { name: "figure", path: "/en/figures/eau-projets-2022", width: 1280, from: "main h2" },
  { name: "phone", path: "/en", width: 360 },
];

mkdirSync(folder, { recursive: true });
const site = await startSite({ VILLE_MONDE_DEMO: "0", VILLE_MONDE_SECOND_FACTOR: "optional" });
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  for (const { name, path, width, from } of pages) {
    const page = await browser.newPage({ viewport: { width, height: width === 360 ? 740 : 860 } });
    await page.goto(site.url + path);
    if (from)
      await page
        .locator(from)
        .first()
        .evaluate((element) => element.scrollIntoView({ behavior: "instant" }));
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  }
  const office = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await office.goto(`${site.url}/bureau/connexion?langue=en`);
  await office.locator("#email").fill(officers.alice.email);
  await office.locator("#password").fill(officers.alice.password);
  await office.locator("main form button[type=submit]").first().click();
  await office.waitForURL((url) => !url.pathname.endsWith("/connexion"));
  await office.goto(`${site.url}/bureau/projets`);
  await office.screenshot({ path: join(folder, "office.png") });
} finally {
  await browser.close();
  await site.stop();
}
