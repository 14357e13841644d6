import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "./support/test.ts";
import { readAccounts, readTour } from "./support/tour.ts";

test("the tours show what they say, step by step", async ({ browser, site, officerPage }) => {
  test.setTimeout(120_000);
  // As the tour says: new passwords, told once.
  const printed = execFileSync(process.execPath, ["dist/server/cli.js", "seed", "demo", "--accounts"], {
    env: { ...process.env, VILLE_MONDE_DATA: process.env.VILLE_MONDE_SITE_DATA!, PORT: new URL(site).port, VILLE_MONDE_DEMO: "1" },
    encoding: "utf8",
  });
  const accounts = readAccounts(printed);
  // Where a real administrator is, no fictional one is let in.
  expect(accounts.has("administrator")).toBe(false);
  const pages = new Map<string, Page>([["administrator", officerPage]]);
  const pageOf = async (role: string | undefined): Promise<Page> => {
    const known = pages.get(role ?? "");
    if (known) return known;
    const page = await (await browser.newContext({ baseURL: site })).newPage();
    pages.set(role ?? "", page);
    if (role) {
      const { email, password } = accounts.get(role) ?? { email: "", password: "" };
      expect(email, `nobody is ${role} in: ${printed}`).not.toBe("");
      await page.goto(role === "applicant" ? "/espace/connexion" : "/bureau/connexion");
      await page.locator("#email").fill(email);
      await page.locator("#password").fill(password);
      await page.locator("main form button[type=submit]").first().click();
      await expect(page).not.toHaveURL(/connexion/);
    }
    return page;
  };
  const steps = ["docs/tour.md", "docs/tour.fr.md"].flatMap(readTour);
  expect(steps.length).toBeGreaterThan(20);
  for (const { line, role, path, words } of steps) {
    const page = await pageOf(role);
    expect.soft((await page.goto(path))!.status(), line).toBe(200);
    for (const word of words) await expect.soft(page.getByText(word).first(), `${line}\n${word}`).toBeAttached();
  }
  // Every page says that it is a demonstration.
  for (const page of pages.values()) await expect.soft(page.locator(".demonstration")).toBeVisible();
  for (const page of pages.values()) if (page !== officerPage) await page.context().close();
});
