import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import { readMessages, translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { entriesOf } from "../../publishing/catalogue/entries.ts";
import { datasetNames, datasets } from "../../publishing/datasets.ts";
import { publicFiles } from "../../publishing/files.ts";
import { makeAwkwardRows, openRegister, type Register } from "../../publishing/testing.ts";
import { href } from "../../ui/paths.ts";
import { dataPages } from "./routes.tsx";

let register: Register;
beforeAll(async () => {
  register = await openRegister();
  await makeAwkwardRows(register);
});
afterAll(() => register.drop());

async function page(locale: Locale, address = locale === "fr" ? "/fr/donnees" : "/en/data"): Promise<string> {
  const app = new Hono<AppEnv>();
  app.use((c, next) => {
    c.set("services", { ...register.services, assets: { url: () => "/assets/main.css", styles: () => [] } } as never);
    c.set("locale", locale);
    c.set("t", translator(locale));
    return next();
  });
  dataPages(app, (_c, next) => next());
  const answer = await app.request(address);
  expect(answer.status).toBe(200);
  return answer.text();
}

it.each(languages)("names every file, with its rows and size, and every column (%s)", async (locale) => {
  const [html, columns] = [await page(locale), await page(locale, href(locale, "dataColumns"))];
  for (const { path, format } of publicFiles)
    expect(format === "schema" ? columns : html).toContain(
      `/data/${path}${format === "geojson" || format === "schema" ? `?lang=${locale}` : ""}`,
    );
  for (const name of datasetNames) {
    expect(html).toContain(`${href(locale, "dataColumns", { hash: name })}"`);
    expect(columns).toContain(` id="${name}"`);
    for (const column of datasets[name].columns) expect(columns).toContain(`<code>${column.name}</code>`);
  }
  expect(html).toContain(`href="${register.city.licence.url}"`);
  // No key without its message.
  const shown = (html + columns).replace(/<code>[^<]*<\/code>|https?:[^"<\s]*/g, "");
  expect(shown.match(/\b(data|choice|nav|common|kind)\.[a-z_]+(\.[a-z_]+)*/g)).toBeNull();
});

it("describes itself to search engines, whatever the names hold", async () => {
  const html = await page("fr");
  const [data] = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)![1]!)["@graph"];
  expect(data).toMatchObject({ "@type": "DataCatalog", license: register.city.licence.url });
  expect(data.dataset).toHaveLength(entriesOf(publicFiles).length);
  const { distribution } = data.dataset[0];
  expect(distribution.map((one: any) => one.contentUrl)).toContain("https://monde.example.org/data/projects.csv");
  // What takes longer to make than a visitor waits has its size on the next visit.
  for (const one of distribution) if (one.contentSize) expect(Number.parseInt(one.contentSize, 10)).toBeGreaterThan(0);
});

it("has every message in both languages", () => {
  expect(
    Object.keys(readMessages("en"))
      .filter((key) => /^(data|iati)\./.test(key))
      .sort(),
  ).toEqual(
    Object.keys(readMessages("fr"))
      .filter((key) => /^(data|iati)\./.test(key))
      .sort(),
  );
});
