import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { readCity } from "../../platform/city.ts";
import { connect, published } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import type { AppEnv, Services } from "../../platform/web/env.ts";
import { pageCache } from "../../platform/web/page-cache.ts";
import { mapPages } from "./routes.tsx";

const app = new Hono<AppEnv>();
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const { db, close } = connect(database.url);
  const services = {
    city: await readCity(join(projectRoot, "data/paris")),
    db,
    published: published(db),
    content: { version: 0, fresh: false, async touch() {}, stop: async () => {} },
    assets: { url: (source: string) => `/assets/${source}`, styles: () => [], routes: new Hono() },
    baseUrl: "https://monde.example.org",
  } as unknown as Services;
  app.use(async (c, next) => {
    const locale = c.req.path.split("/")[1] as Locale;
    c.set("services", services);
    c.set("locale", locale);
    c.set("t", translator(locale));
    await next();
  });
  mapPages(app, pageCache());
  end = async () => {
    await close();
    await database.drop();
  };
});
afterAll(() => end());

const text = async (path: string) => (await app.request(path)).text();
const rowsOf = (html: string) => [...html.matchAll(/<th scope="row"><a href="([^"]+)"/g)].map((match) => match[1]!);
const features = async (path: string) => JSON.parse(await text(path)).features as { properties: Record<string, string> }[];

describe("the page of the map", () => {
  it("has every point as a row of its table, page after page", async () => {
    const html = await text("/fr/carte");
    const pages = Number(html.match(/Page 1 sur (\d+)/)?.[1]);
    expect(pages).toBeGreaterThan(1);
    const rows = [...rowsOf(html)];
    for (let page = 2; page <= pages; page++) rows.push(...rowsOf(await text(`/fr/carte?page=${page}`)));
    const points = (await features("/fr/carte/points.geojson")).filter(({ properties }) =>
      ["agreements", "projects"].includes(properties.layer!),
    );
    expect(rows.sort()).toEqual(points.map(({ properties }) => properties.href).sort());
    // A page beyond the last is the last.
    expect(rowsOf(await text("/fr/carte?page=99")).length).toBeGreaterThan(0);
  });

  it("stays small on the wire", async () => {
    const answer = await app.request("/fr/carte?layer=agreements&layer=projects&layer=networks&layer=occasions", {
      headers: { "Accept-Encoding": "br" },
    });
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(30_000);
  });

  it("says what a record is, with its agreements and their states, in the language of the page", async () => {
    const rome = (await features("/en/map/points.geojson?q=Rome")).filter(({ properties }) => properties.layer === "agreements");
    expect(rome.map(({ properties }) => properties)).toEqual([
      {
        layer: "agreements",
        kind: "partner",
        id: "rome",
        name: "Rome",
        href: "/en/partners/rome",
        country: "Italy",
        place: "Rome",
        precision: "exact",
        detail: expect.stringMatching(/^Twinning \(signed\), European agreement \(signed\)$/),
      },
    ]);
  });

  it("keeps in its address, in its form and for the interactive map what only the list of projects can choose", async () => {
    const html = await text("/fr/carte?goal=6&goal=13&min=1000");
    expect(html).toContain('<input type="hidden" name="goal" value="6"/><input type="hidden" name="goal" value="13"/>');
    expect(html).toContain('<input type="hidden" name="min" value="1000"/>');
    expect(html).toContain('"points":"/fr/carte/points.geojson?goal=6&goal=13&min=1000"');
  });

  it("gives what other sites frame without a script, with links that leave the frame", async () => {
    const html = await text("/fr/carte/integrer?layer=agreements");
    expect(html).not.toContain("<script");
    expect(html).toContain('<base target="_top"/>');
    expect(html).toContain('href="/fr/carte?layer=agreements"');
  });
});

describe("the names on the interactive map", () => {
  it("are those of the page's language, the larger countries first to keep theirs", async () => {
    const { countries, places } = JSON.parse(await text("/fr/carte/labels.json")) as {
      countries: [string, number, number, number][];
      places: [string, number, number][];
    };
    const area = new Map(countries.map(([name, , , size]) => [name, size]));
    expect(area.get("Russie")).toBeGreaterThan(area.get("France")!);
    expect(area.get("Haïti")).toBeGreaterThan(0);
    for (const small of ["Monaco", "Saint-Marin", "Vatican", "Andorre"]) expect(area.get(small), small).toBe(0);
    expect(places.map(([name]) => name)).toContain("Le Caire");
    expect(await text("/en/map/labels.json")).toContain('"Cairo"');
  });
});
