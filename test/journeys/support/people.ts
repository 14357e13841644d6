import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

const PASSWORD = "un mot de passe assez long";

/** One person of a story, in a browser of their own. */
export interface Somebody {
  name: string;
  email: string;
  page: Page;
}

/** Presses a button of the page by what it does; where there is none, says what the page shows instead. */
export async function press(page: Page, act: string): Promise<void> {
  const button = page.locator(`button[name="do"][value="${act}"]:visible`).first();
  await expect(button, `${page.url()} has no "${act}": ${(await page.locator("main").innerText()).slice(0, 400)}`).toBeVisible();
  await button.click();
}

/** Fills controls by their names; a choice by its value. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const control = page.locator(`[name="${name}"]:not([type="hidden"])`).first();
    await expect(control, `${page.url()} has no "${name}": ${(await page.locator("main").innerText()).slice(0, 300)}`).toBeVisible();
    const tag = await control.evaluate((element) => element.tagName);
    if (tag === "SELECT") await control.selectOption(value);
    else await control.fill(value);
  }
}

/** Opens the people of a story, and closes their browsers at its end. */
export function cast(browser: Browser, site: string, admin: Page, options: { javaScriptEnabled?: boolean | undefined } = {}) {
  const contexts: BrowserContext[] = [];
  const open = async () => {
    const context = await browser.newContext({ baseURL: site, locale: "fr-FR", ...options });
    contexts.push(context);
    return context.newPage();
  };
  return {
    open,
    /** A colleague: an administrator makes a link, they make their account with it. */
    async colleague(name: string, role: string): Promise<Somebody> {
      await admin.goto("/bureau/personnes");
      await admin.locator("#role").selectOption(role);
      await press(admin, "invite");
      const link = new URL((await admin.locator(".notice code").textContent())!);
      const page = await open();
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${Date.now()}@ville.example`;
      await page.goto(link.pathname + link.search);
      await fill(page, { name, email, password: PASSWORD });
      await page.locator("main form button[type=submit]").click();
      await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
      return { name, email, page };
    },
    /** Someone of an association: they make their account and prove their address by the mail, which the outbox kept. */
    async applicant(name: string): Promise<Somebody> {
      const page = await open();
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${Date.now()}@association.example`;
      await page.goto("/espace/inscription");
      await fill(page, { name, email, password: PASSWORD });
      await page.locator("main form button[type=submit]").first().click();
      const link = await mailedLink(admin, email, "/espace/confirmer");
      await page.goto(link);
      await page.locator("main form button[type=submit]").first().click();
      await fill(page, { email, password: PASSWORD });
      await page.locator("main form button[type=submit]").first().click();
      await expect(page).toHaveURL(/\/espace$/);
      return { name, email, page };
    },
    close: () => Promise.all(contexts.map((context) => context.close())),
  };
}

/** The link that the newest mail to an address holds: the outbox keeps what no server can take. */
export async function mailedLink(admin: Page, email: string, path: string): Promise<string> {
  await admin.goto(`/bureau/courriers?q=${encodeURIComponent(email)}`);
  await admin.locator("main table a").first().click();
  const text = await admin.locator("main").innerText();
  const link = new RegExp(`https?://\\S+(${path}\\S*)`).exec(text)?.[1];
  if (!link) throw new Error(`no link ${path} in: ${text.slice(0, 500)}`);
  return link;
}
