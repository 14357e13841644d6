import { request as httpRequest } from "node:http";
import { expect, test } from "./support/test.ts";

const trace = /\bat .+\.(ts|tsx|js|mjs):\d+|node_modules|SELECT .+ FROM/;

for (const [locale, path, title] of [
  ["fr", "/fr/rien-ici", "Cette page n’existe pas"],
  ["en", "/en/nothing-here", "This page does not exist"],
] as const) {
  test(`a page that does not exist says so and leads on (${locale})`, async ({ page, axe }) => {
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(404);
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await axe(page);
    const search = page.getByRole("main").getByRole("search");
    await search.getByRole("searchbox").fill("Amsterdam");
    await search.getByRole("button").click();
    await expect(page.getByRole("main").getByRole("link", { name: "Amsterdam", exact: true })).toBeVisible();
  });
}

const hostile = [
  "/fr/projets/%00",
  "/fr/projets/%ff%fe",
  "/fr/projets/%",
  "/fr/projets/../../etc/passwd",
  "/fr/projets/..%2f..%2fetc%2fpasswd",
  "/assets/..%2f..%2fpackage.json",
  "/assets/../../package.json",
  "/files/../../../etc/passwd",
  `/files/${"0".repeat(64)}/x`,
  `/fr/projets/${"a".repeat(10_000)}`,
  `/fr/recherche?q=${"é".repeat(1_000)}`,
  "/fr/recherche?q=%00",
  "/fr/recherche?q=%25%27%22%3B--",
  "/fr/recherche?q=((((",
  "/fr/projets?page=-1&year=NaN&min=1e999&sort=constructor&country=__proto__",
  "/fr/projets?page=99999999999999999999",
  "/fr/chiffres?about=programme.%27%3B",
  "/fr/carte?region=__proto__&layer=constructor",
  "/data/projects.csv?theme=%00&year=x",
  "/data/..%2f..%2fpackage.json",
  "/bureau/constructor",
  "/bureau/__proto__/nouveau",
  "//evil.example/%2e%2e",
  "/fr//projets",
];

test("hostile addresses get a plain answer", async ({ site }) => {
  for (const path of hostile) {
    const { status, body } = await ask(site, path);
    expect.soft(status, path).toBeLessThan(500);
    expect.soft(body, path).not.toMatch(trace);
    expect.soft(body, path).not.toMatch(/root:.*:0:0:|"ville-monde"/);
  }
});

test("a script in the search is shown as text", async ({ page }) => {
  const typed = `"><script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;
  for (const path of ["/fr/recherche", "/en/search", "/fr/projets", "/fr/carte"]) {
    await page.goto(`${path}?q=${encodeURIComponent(typed)}`);
    await expect(page).not.toHaveTitle(/^owned/);
    await expect(page.locator("main input[name=q]")).toHaveValue(typed.slice(0, 200));
    await expect(page.locator("main img[src=x]")).toHaveCount(0);
  }
});

test("a sign-in that another site forges is refused, and what is too big too", async ({ request, site }) => {
  const forged = await request.post("/bureau/connexion", {
    form: { email: "a@b.example", password: "x" },
    headers: { origin: "https://evil.example" },
    maxRedirects: 0,
  });
  expect(forged.status()).toBe(403);
  expect(await forged.text()).not.toMatch(trace);
  const big = await request.post("/bureau/connexion", {
    data: Buffer.alloc(26 * 1024 * 1024, 97),
    headers: { origin: site, "content-type": "application/x-www-form-urlencoded", "accept-language": "en" },
  });
  expect(big.status()).toBe(413);
  const html = await big.text();
  expect(html).toContain("<h1>");
  expect(html).not.toMatch(trace);
});

test("a way back that leads elsewhere is not taken", async ({ page, site }) => {
  for (const back of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]) {
    await page.goto(`/bureau/connexion?retour=${encodeURIComponent(back)}`);
    const kept = await page.locator("input[name=retour]").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    expect(kept.length, back).toBeGreaterThan(0);
    for (const one of kept) expect(new URL(one, site).origin, back).toBe(site);
  }
});

/** Asks for a path exactly as it is written: a browser, and fetch, would tidy it first. */
function ask(site: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(site);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path: encodeURI(path).replaceAll("%25", "%") }, (answer) => {
      let body = "";
      answer
        .setEncoding("utf8")
        .on("data", (piece) => (body += piece))
        .on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}
