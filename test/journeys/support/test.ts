import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { officers } from "./site.ts";

export { expect, type Page };
export type OfficerName = keyof typeof officers;
type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Fixtures {
  /** The address of the site, without a slash at its end. */
  site: string;
  /** A page that is signed in to the office as Alice. */
  officerPage: Page;
  /** Opens another browser that is signed in, as another person would have. */
  signedIn(name: OfficerName): Promise<Page>;
  /** No violation that axe can see, of all its rules or of some; where scripts are off, axe cannot run and nothing is checked. */
  axe(page: Page, rules?: string[]): Promise<void>;
  /** What pages asked of other origins, or complained of; empty at the end of every test. */
  complaints: string[];
}

interface WorkerFixtures {
  sessions: Record<OfficerName, Session>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sessions: [
    async ({ playwright }, use) => {
      const sessions = {} as Record<OfficerName, Session>;
      for (const name of Object.keys(officers) as OfficerName[]) {
        const request = await playwright.request.newContext({ baseURL: siteAddress() });
        sessions[name] = await signIn(request, name);
        await request.dispose();
      }
      await use(sessions);
    },
    { scope: "worker" },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  site: async ({}, use) => use(siteAddress()),
  baseURL: async ({ site }, use) => use(site),

  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints, "what pages asked of other origins, or complained of").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, complaints, site }, use) => {
    listen(context, complaints, site);
    await use(context);
  },

  signedIn: async (
    { browser, contextOptions, viewport, hasTouch, locale, javaScriptEnabled, baseURL, site, sessions, complaints },
    use,
  ) => {
    const opened: BrowserContext[] = [];
    await use(async (name) => {
      const context = await open(browser, {
        ...contextOptions,
        viewport,
        hasTouch,
        locale,
        javaScriptEnabled,
        baseURL,
        storageState: sessions[name],
      });
      listen(context, complaints, site);
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  officerPage: async ({ signedIn }, use) => use(await signedIn("alice")),

  axe: async ({ javaScriptEnabled }, use) => {
    await use(async (page, rules) => {
      if (!javaScriptEnabled) return;
      // Its rules, without a list of all that passes; no page has frames, so no second page is needed to join results.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({
        resultTypes: ["violations"],
        ...(rules && { runOnly: { type: "rule", values: rules } }),
      });
      const { violations } = await axe.analyze();
      const found = violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes
            .map((node) => node.target.join(" "))
            .slice(0, 5)
            .join(" | ")}`,
      );
      expect(found, `accessibility of ${page.url()}`).toEqual([]);
    });
  },
});

type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** Options that are not set are left out: Playwright takes an undefined one for a value. */
function open(browser: Browser, options: Record<string, unknown>): Promise<BrowserContext> {
  return browser.newContext(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as ContextOptions);
}

function siteAddress(): string {
  const site = process.env.VILLE_MONDE_SITE;
  if (!site) throw new Error("VILLE_MONDE_SITE is not set: the global set-up starts the site");
  return site;
}

async function signIn(request: APIRequestContext, name: OfficerName): Promise<Session> {
  const { email, password } = officers[name];
  const answer = await request.post("/bureau/connexion", {
    form: { email, password, retour: "/bureau" },
    headers: { origin: siteAddress() },
  });
  expect(answer.url(), `${name} signs in`).toBe(`${siteAddress()}/bureau`);
  return request.storageState();
}

/** Notes requests to other origins, files that are missing, and errors on the console. */
function listen(context: BrowserContext, complaints: string[], site: string): void {
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${site}/`) && !/^(data|blob|about):/.test(url)) complaints.push(`request to ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on("console", (message) => {
    // A page that answers 404 or 422 is told of by the browser too: the response says it better.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`script error: ${error.error().message}`));
}
