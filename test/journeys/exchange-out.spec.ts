import { createHash, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { read, utils } from "@e965/xlsx";
import { Webhook } from "standardwebhooks";
import { mark } from "./support/exchange-files.ts";
import { expect, test } from "./support/test.ts";

test("the office looks at its IATI file, and at the declaration of a year in every format", async ({ officerPage: page, axe }) => {
  await page.goto("/bureau/echanges");
  await expect(page.getByRole("main").locator("dt a")).toHaveCount(7);
  await axe(page);
  await page.getByRole("link", { name: "Contrôle des fichiers IATI" }).click();
  await page.getByRole("button", { name: "Contrôler maintenant" }).click();
  await expect(page.getByRole("main")).toContainText("iati-organisation.xml");
  await axe(page);

  await page.goto("/bureau/echanges/declarations/annexe");
  await page.getByLabel("Année").selectOption("2025");
  await page.getByRole("button", { name: "Afficher" }).click();
  await axe(page);
  // The sum of the page is that of each file, to the cent.
  const shown = await page.locator("tfoot tr").first().locator("td").last().innerText();
  const total = Number(shown.replaceAll(/[^\d,]/g, "").replace(",", "."));
  expect(total).toBeGreaterThan(0);
  for (const format of ["CSV", "XLSX", "ODS"]) {
    const link = page.getByRole("link", { name: `${format} en français` });
    const answer = await page.request.get((await link.getAttribute("href"))!);
    expect(answer.headers()["content-disposition"], format).toContain(`.${format.toLowerCase()}"`);
    const body = format === "CSV" ? await answer.text() : await answer.body();
    const { Sheets, SheetNames } = read(body, { type: format === "CSV" ? "string" : "buffer" });
    const rows = utils.sheet_to_json<Record<string, unknown>>(Sheets[SheetNames[0]!]!);
    const paid = rows.reduce((sum, row) => sum + Math.round(Number(row["Versé en numéraire"] ?? 0) * 100), 0);
    expect(paid / 100, format).toBe(total);
  }
});

test("who may publish makes the files of now go out, and anyone verifies them", async ({
  officerPage: page,
  request,
  axe,
  hasTouch,
  javaScriptEnabled,
}) => {
  test.skip(hasTouch || !javaScriptEnabled, "of the whole site at once, and only when something is new: one of the projects asks");
  const before = await newest(request);
  await page.goto("/bureau/echanges/publications");
  await axe(page);
  await page.getByRole("button", { name: "Publier maintenant" }).click();
  await expect(async () => {
    await page.goto("/bureau/echanges/publications");
    expect(await newest(request)).toBeGreaterThan(before);
  }).toPass({ timeout: 40_000 });
  const number = await newest(request);
  await page.goto(`/bureau/echanges/publications/${number}`);
  await axe(page);

  const address = `/data/manifests/${number}`;
  const [manifest, signature, key] = await Promise.all(
    [".json", ".json.sig", ".pub"].map(async (end) => (await request.get(address + end)).body()),
  );
  expect(verify(null, manifest!, createPublicKey(key!), signature!)).toBe(true);
  expect(verify(null, Buffer.concat([manifest!, Buffer.from(" ")]), createPublicKey(key!), signature!)).toBe(false);
  const copy = page.getByRole("table").getByRole("link", { name: "iati.xml", exact: true });
  const file = await request.get((await copy.getAttribute("href"))!);
  const sha256 = createHash("sha256")
    .update(await file.body())
    .digest("hex");
  expect(manifest!.toString()).toContain(sha256);
});

test("a key is made, shown once, used and revoked", async ({ officerPage: page, site, axe }) => {
  const name = `Logiciel comptable ${mark()}`;
  await page.goto("/bureau/echanges/cles");
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("checkbox", { name: /payments:read/ }).check();
  await page.getByRole("button", { name: "Créer la clé" }).click();
  const token = await page.locator("code.token").innerText();
  expect(token).toMatch(/^vm_[A-Za-z0-9_-]{43}$/);
  await axe(page);
  await page.goto("/bureau/echanges/cles");
  await expect(page.locator("main")).not.toContainText(token);

  const ask = (path: string, method = "GET") => fetch(site + path, { method, headers: { authorization: `Bearer ${token}` } });
  const payments = await ask("/api/v1/payments?limit=5");
  expect(payments.status).toBe(200);
  expect(await payments.json()).toMatchObject({ payments: expect.any(Array) });
  expect((await ask("/api/v1/payments/batch", "POST")).status, "what the key may not do").toBe(403);

  await page.goto("/bureau/echanges/cles");
  await page.getByRole("button", { name: `Révoquer : ${name}` }).click();
  await page.getByRole("alert").getByRole("button", { name: "Révoquer" }).click();
  await expect(page.getByRole("status")).toBeVisible();
  await axe(page);
  expect((await ask("/api/v1/payments")).status).toBe(401);
});

test("another system is told, and knows who tells it; then its secret changes, and it is told no more", async ({
  officerPage: page,
  axe,
}) => {
  const heard: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = "";
    request
      .setEncoding("utf8")
      .on("data", (piece) => (body += piece))
      .on("end", () => {
        heard.push({ headers: request.headers, body });
        response.end();
      });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  try {
    const name = `Intranet ${mark()}`;
    await page.goto("/bureau/echanges/webhooks");
    await axe(page);
    await page.getByLabel("Nom", { exact: true }).fill(name);
    await page.getByLabel("Adresse", { exact: true }).fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/recu`);
    await page.getByRole("checkbox", { name: /publication\.made/ }).check();
    await page.getByRole("button", { name: "Créer le webhook" }).click();
    const secret = await page.locator("code.token").innerText();
    await axe(page);
    await page.locator("main a.button").click();
    await page.getByRole("button", { name: "Envoyer un essai" }).click();
    const tests = () => heard.filter((one) => one.body.includes("webhook.test"));
    await expect.poll(() => tests().length, { timeout: 20_000 }).toBe(1);
    const [{ headers, body }] = tests() as [(typeof heard)[number]];
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
    await expect(async () => {
      await page.goto(page.url());
      await expect(page.getByRole("table")).toContainText("HTTP 200", { timeout: 500 });
    }).toPass({ timeout: 10_000 });
    await axe(page);

    await page.getByRole("button", { name: "Changer le secret" }).click();
    expect(await page.locator("code.token").innerText()).not.toBe(secret);
    await page.getByRole("button", { name: "Suspendre" }).click();
    await expect(page.getByRole("button", { name: "Rouvrir" })).toBeVisible();
    await page.getByRole("button", { name: "Supprimer" }).click();
    await page.getByRole("alert").getByRole("button", { name: "Supprimer" }).click();
    await expect(page.locator("main")).not.toContainText(name);
  } finally {
    receiver.close();
  }
});

async function newest(request: { get(path: string): Promise<{ ok(): boolean; json(): Promise<unknown> }> }): Promise<number> {
  const answer = await request.get("/data/manifest.json");
  return answer.ok() ? ((await answer.json()) as { number: number }).number : 0;
}
