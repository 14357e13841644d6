import { expect, type Page, test } from "./support/test.ts";

/** What an attack would try that had put markup into a page, and what the browser let it do. */
async function attack(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const done: string[] = [];
    Object.assign(window, { zqx: (what: string) => done.push(what) });
    const tries: (() => void)[] = [
      () => document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="zqx('markup')">`),
      () => document.body.append(Object.assign(document.createElement("script"), { text: "zqx('a script within the page')" })),
      () => document.body.append(Object.assign(document.createElement("script"), { src: "/api/openapi.json" })),
      () => void new Function("zqx('a text as code')")(),
      () => document.body.setAttribute("onclick", "zqx('an attribute that acts')"),
      () => void new Worker("data:text/javascript,1"),
      () => document.head.append(Object.assign(document.createElement("base"), { href: "https://evil.example/" })),
    ];
    // What the debugger asks for itself is held to no policy: from here on it is the page that runs.
    await new Promise((resolve) => setTimeout(resolve));
    for (const run of tries)
      try {
        run();
      } catch {}
    document.body.click();
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (document.querySelector('img[src="data:,"]')) done.push("markup stands");
    if (new URL("x", document.baseURI).origin !== location.origin) done.push("the base moved");
    return done;
  });
}

for (const path of ["/fr", "/fr/carte", "/bureau/connexion", "/espace/inscription"])
  test(`${path} lets nothing act that got into it`, async ({ browser, site }) => {
    // A page of its own: what it stops, it says on the console.
    const page = await browser.newPage();
    await page.goto(`${site}${path}`);
    expect(await attack(page)).toEqual([]);
    await page.close();
  });

test("the interactive map comes up within its policy", async ({ page }) => {
  await page.goto("/fr/carte");
  const stopped: string[] = [];
  await page.exposeFunction("note", (what: string) => stopped.push(what));
  await page.evaluate(() =>
    document.addEventListener(
      "securitypolicyviolation",
      (event) => void (window as never as { note(what: string): void }).note(event.violatedDirective),
    ),
  );
  await page.getByRole("button", { name: /carte interactive/i }).click();
  await expect(page.getByText(/^Fiches à l’écran : \d+$/)).toBeVisible({ timeout: 30_000 });
  expect(stopped).toEqual([]);
});
